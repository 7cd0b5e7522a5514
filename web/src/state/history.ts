import type { Metrics } from '../engine/types';

/** A value whose least and greatest are kept when points are left out. */
type Column<T> = (point: T) => number;

/**
 * Points over training steps in bounded memory. When there are too many, the steps are divided into
 * intervals, and of each only its first point and the extremes of the columns stay; from then on the
 * newest interval is thinned out as it grows. So a spike is never lost, and the first and the newest
 * point are always there.
 */
export class Series<T extends { step: number }> {
  /** Oldest first; a plain array, which charts read when a frame arrives. */
  points: T[] = [];
  #width = 0; // of an interval, in steps; 0 while every point is kept
  #open = 0; // where the newest interval begins
  readonly #perInterval: number;

  constructor(
    readonly most: number,
    readonly columns: Column<T>[] = [],
  ) {
    this.#perInterval = 1 + 2 * columns.length;
  }

  add(point: T): void {
    const last = this.points.at(-1);
    if (last && point.step < last.step) this.clear();
    if (this.#width > 0) {
      const ends = this.points[this.#open].step + this.#width;
      this.points.push(...this.#kept(this.points.splice(this.#open)));
      if (point.step >= ends) this.#open = this.points.length;
    }
    this.points.push(point);
    if (this.points.length > this.most) this.#thin();
  }

  clear(): void {
    this.points = [];
    this.#width = 0;
    this.#open = 0;
  }

  #thin(): void {
    const { points } = this;
    const newest = points.pop()!;
    const intervals = this.most / (2 * this.#perInterval);
    this.#width = Math.max(1, (newest.step - points[0].step) / intervals);
    this.points = [];
    for (let from = 0; from < points.length;) {
      this.#open = this.points.length;
      let to = from + 1;
      while (to < points.length && points[to].step < points[from].step + this.#width) to++;
      this.points.push(...this.#kept(points.slice(from, to)));
      from = to;
    }
    if (newest.step >= this.points[this.#open].step + this.#width) this.#open = this.points.length;
    this.points.push(newest);
  }

  // The first of some points and, in their order, those where a column is least or greatest.
  #kept(points: T[]): T[] {
    const kept = new Set([0]);
    for (const column of this.columns) {
      let [low, high] = [0, 0];
      for (let i = 1; i < points.length; i++) {
        if (column(points[i]) < column(points[low])) low = i;
        if (column(points[i]) > column(points[high])) high = i;
      }
      kept.add(low).add(high);
    }
    return points.filter((_, i) => kept.has(i));
  }
}

export interface MetricsPoint {
  step: number;
  epoch: number;
  train: Metrics;
  test: Metrics;
}
export interface BatchPoint {
  step: number;
  loss: number;
  learningRate: number;
  gradientNorm: number;
  stepsPerSecond: number;
}

const most = 1500; // points of one series; a chart is hardly wider in pixels

/** What the curves show of one run. */
export class History {
  /** Of whole splits, measured now and then. */
  metrics = new Series<MetricsPoint>(most, [(p) => p.train.loss, (p) => p.test.loss]);
  /** Means over the batches between two frames. */
  batches = new Series<BatchPoint>(most, [(p) => p.loss, (p) => p.gradientNorm]);

  clear(): void {
    this.metrics.clear();
    this.batches.clear();
  }
}
