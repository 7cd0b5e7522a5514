// Points drawn by hand: x1, x2 and class of each, one after the other, as task.points holds them.
export type Points = readonly number[];

/** How many classes the points use: the highest class plus one. */
export function classesIn(points: Points): number {
  let highest = -1;
  for (let i = 2; i < points.length; i += 3) highest = Math.max(highest, points[i]);
  return highest + 1;
}

/** What the classes are called, from the first on: by letters, as the outcome calls them. */
export const classLetters = ['A', 'B', 'C', 'D', 'E', 'F'];

/** The points without those within `reach` of a place. The same list when there are none. */
export function eraseNear(points: Points, x: number, y: number, reach: number): Points {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 3) {
    if (Math.hypot(points[i] - x, points[i + 1] - y) > reach) kept.push(...points.slice(i, i + 3));
  }
  return kept.length === points.length ? points : kept;
}

/** Whether a network can be trained on them: two points, of two classes. */
export function trainable(points: Points): boolean {
  const used = new Set<number>();
  for (let i = 2; i < points.length; i += 3) used.add(points[i]);
  return used.size >= 2;
}

/** Rows of a data set in the plane, thinned to at most `most`, as points that can be edited. */
export function pointsFrom(x: Float32Array, y: Float32Array, most: number): number[] {
  const points: number[] = [];
  const step = Math.max(1, Math.ceil(y.length / most));
  const round = (v: number) => Math.round(v * 100) / 100;
  for (let i = 0; i < y.length; i += step) points.push(round(x[2 * i]), round(x[2 * i + 1]), y[i]);
  return points;
}
