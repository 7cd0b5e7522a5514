/** Indices of the `count` largest finite values, largest first; equal values in order of index. */
export function largest(values: Float32Array, count: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (kept.length === count && value <= values[kept[count - 1]]) continue;
    let place = kept.length;
    while (place > 0 && values[kept[place - 1]] < value) place--;
    kept.splice(place, 0, i);
    if (kept.length > count) kept.pop();
  }
  return kept;
}
