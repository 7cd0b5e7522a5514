import { smooth } from '../../draw/line';
import type { Measured } from '../../state/history';
import { readingOf, rolesOf, type Quantity, type Role } from './quantities';

/** Points of a line, in buffers that are reused from frame to frame. */
export class Line {
  xs = new Float64Array(0);
  ys = new Float64Array(0);
  smoothed = new Float64Array(0);
  count = 0;

  constructor(readonly role: Role) {}

  read(history: Measured, quantity: Quantity): this {
    const { points, value } = readingOf(history, quantity, this.role);
    if (this.xs.length < points.length) {
      const room = Math.max(256, points.length * 2);
      this.xs = new Float64Array(room);
      this.ys = new Float64Array(room);
      this.smoothed = new Float64Array(room);
    }
    for (let i = 0; i < points.length; i++) {
      this.xs[i] = points[i].step;
      this.ys[i] = value(i);
    }
    this.count = points.length;
    return this;
  }

  /** What is drawn: the points themselves, or their moving average. */
  shown(smoothing: number): Float64Array {
    if (smoothing === 0) return this.ys;
    smooth(this.ys, this.count, smoothing, this.smoothed);
    return this.smoothed;
  }
}

/** The lines of one quantity of one run, the faintest first. */
export class QuantityLines {
  readonly list: Line[];

  constructor(readonly quantity: Quantity) {
    this.list = rolesOf(quantity).map((role) => new Line(role));
  }

  read(history: Measured): Line[] {
    for (const line of this.list) line.read(history, this.quantity);
    return this.list;
  }
}

/** Least and greatest finite value (above zero for a log axis) of all lines. */
export function extentOf(
  lines: readonly { ys: ArrayLike<number>; count: number }[],
  log: boolean,
): [number, number] {
  let min = Infinity;
  let max = -Infinity;
  for (const line of lines)
    for (let i = 0; i < line.count; i++) {
      const y = line.ys[i];
      if (!Number.isFinite(y) || (log && y <= 0)) continue;
      if (y < min) min = y;
      if (y > max) max = y;
    }
  return [min, max];
}
