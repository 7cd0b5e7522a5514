/** What global pooling makes of one map. */
export interface Pooled {
  sum: number;
  mean: number;
  greatest: number;
  /** The cell that wins: the first of those that are as great, as in the engine. */
  winner: number;
  /** How many are as great. */
  equals: number;
}

export function pooled(data: ArrayLike<number>, channel: number, cells: number): Pooled {
  const first = channel * cells;
  let [sum, winner, equals] = [0, 0, 0];
  for (let i = 0; i < cells; i++) {
    const value = data[first + i];
    sum += value;
    // what is not a number wins, so that it is not passed over in silence
    if (value > data[first + winner] || value !== value) [winner, equals] = [i, 0];
    if (value === data[first + winner]) equals++;
  }
  return { sum, mean: sum / cells, greatest: data[first + winner], winner, equals };
}
