// What stands along the sides of an attention's pictures: its queries, and the keys they look at.

export interface Axis {
  names: string[];
  /** How many of them are no padding, which comes last. */
  real: number;
}

/** A place of the picture; a `column` of -1 is the whole row. */
export interface Cell {
  row: number;
  column: number;
}

/** Steps without a text of their own are counted. */
export const axisOf = (labels: string[], count: number, real: number): Axis => ({
  names: Array.from({ length: count }, (_, i) => labels[i] ?? String(i + 1)),
  real,
});

export const clamp = (i: number, count: number) => Math.max(0, Math.min(count - 1, i));
