/** A rectangle of the (w, b) plane. */
export interface Extent {
  w: [number, number];
  b: [number, number];
}

const around = (values: number[], reach: number): [number, number] => {
  const min = Math.min(...values);
  const max = Math.max(...values);
  const middle = (min + max) / 2;
  const half = Math.max((max - min) * 0.75, reach);
  return [middle - half, middle + half];
};

/** The part of the plane worth looking at: all given points with room around them, at least one unit
 *  each way. Points that are not finite are left out. */
export function extentOf(points: { w: number; b: number }[]): Extent {
  const finite = points.filter(({ w, b }) => Number.isFinite(w) && Number.isFinite(b));
  if (finite.length === 0) return { w: [-1, 1], b: [-1, 1] };
  return {
    w: around(
      finite.map((p) => p.w),
      1,
    ),
    b: around(
      finite.map((p) => p.b),
      1,
    ),
  };
}

export const inside = (extent: Extent, { w, b }: { w: number; b: number }) =>
  w >= extent.w[0] && w <= extent.w[1] && b >= extent.b[0] && b <= extent.b[1];

/** Levels for contour lines, evenly spaced in the logarithm of the height above the lowest value. */
export function levels(low: number, high: number, count: number): number[] {
  const floor = Math.max(low, 0);
  const span = high - floor;
  if (!(span > 0)) return [];
  return Array.from(
    { length: count },
    (_, i) => floor + span * 10 ** (-2.4 * (1 - (i + 1) / (count + 1))),
  );
}
