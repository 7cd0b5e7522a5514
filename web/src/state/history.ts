import type { Metrics } from '../engine/types';

/**
 * Points over training steps in bounded memory: when there are too many, every second one goes, and
 * from then on only points as far apart as those that stay are kept. The newest is always there.
 */
export class Series<T extends { step: number }> {
  /** Oldest first; a plain array, which charts read when a frame arrives. */
  points: T[] = [];
  #gap = 0;
  #provisional = false; // the newest point lies closer than the gap: the next one replaces it

  constructor(readonly most = 1200) {}

  add(point: T): void {
    const { points } = this;
    if (points.length > 0 && point.step < points[points.length - 1].step) this.clear();
    if (this.#provisional) this.points.pop();
    const last = this.points.at(-1);
    this.#provisional = last !== undefined && point.step - last.step < this.#gap;
    this.points.push(point);
    if (this.points.length > this.most) this.#thin();
  }

  clear(): void {
    this.points = [];
    this.#gap = 0;
    this.#provisional = false;
  }

  #thin(): void {
    const newest = this.points[this.points.length - 1];
    this.points = this.points.filter((_, i) => i % 2 === 0);
    if (this.points.at(-1) !== newest) this.points.push(newest);
    const span = newest.step - this.points[0].step;
    this.#gap = span / (this.most / 2);
    this.#provisional = false;
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
}

/** What the curves show of one run. */
export class History {
  /** Of whole splits, measured now and then. */
  metrics = new Series<MetricsPoint>();
  /** Means over the batches between two frames. */
  batches = new Series<BatchPoint>();

  clear(): void {
    this.metrics.clear();
    this.batches.clear();
  }
}
