import type { History } from '../../state/history';

/** What the chart can show. */
export type Quantity = 'loss' | 'accuracy' | 'exact' | 'gradient' | 'rate';

/** One line of the chart, in buffers that are reused from frame to frame. */
export class Line {
  xs = new Float64Array(0);
  ys = new Float64Array(0);
  smoothed = new Float64Array(0);
  count = 0;

  constructor(readonly role: 'train' | 'test' | 'batch') {}

  fill<T extends { step: number }>(points: readonly T[], value: (point: T) => number): this {
    if (this.xs.length < points.length) {
      const room = Math.max(256, points.length * 2);
      this.xs = new Float64Array(room);
      this.ys = new Float64Array(room);
      this.smoothed = new Float64Array(room);
    }
    for (let i = 0; i < points.length; i++) {
      this.xs[i] = points[i].step;
      this.ys[i] = value(points[i]);
    }
    this.count = points.length;
    return this;
  }
}

const train = new Line('train');
const test = new Line('test');
const batch = new Line('batch');

/** The lines of one quantity, the faintest first. */
export function linesOf(history: History, quantity: Quantity): Line[] {
  const metrics = history.metrics.points;
  const batches = history.batches.points;
  switch (quantity) {
    case 'loss':
      return [
        batch.fill(batches, (p) => p.loss),
        train.fill(metrics, (p) => p.train.loss),
        test.fill(metrics, (p) => p.test.loss),
      ];
    case 'accuracy':
      return [
        train.fill(metrics, (p) => p.train.accuracy),
        test.fill(metrics, (p) => p.test.accuracy),
      ];
    case 'exact':
      return [train.fill(metrics, (p) => p.train.exact), test.fill(metrics, (p) => p.test.exact)];
    case 'gradient':
      return [batch.fill(batches, (p) => p.gradientNorm)];
    case 'rate':
      return [batch.fill(batches, (p) => p.learningRate)];
  }
}

/** Least and greatest finite value (above zero for a log axis) of all lines. */
export function extentOf(lines: Line[], log: boolean): [number, number] {
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
