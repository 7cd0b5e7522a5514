import type { Metrics, Tensor } from '../engine/types';

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
    if (this.#width > 0 && last) {
      const ends = this.points[this.#open].step + this.#width;
      this.points.push(...this.#kept(this.points.splice(this.#open)));
      if (point.step >= ends) this.#open = this.points.length;
    }
    this.points.push(point);
    if (this.points.length > this.most) this.#thin();
  }

  /** Goes on from points that were kept. */
  load(points: T[]): void {
    this.clear();
    for (const point of points) this.add(point);
  }

  /** Takes what comes after a step away, and returns it. */
  cut(step: number): T[] {
    const gone = this.points.filter((point) => point.step > step);
    this.points = this.points.filter((point) => point.step <= step);
    this.#open = Math.min(this.#open, Math.max(0, this.points.length - 1));
    return gone;
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
  stepsPerSecond: number; // NaN where none was measured: at rest, and in the first moment
}

/** What a frame says of the batches. */
export function batchPoint(frame: BatchPoint): BatchPoint {
  const { step, loss, learningRate, gradientNorm, stepsPerSecond: rate } = frame;
  return { step, loss, learningRate, gradientNorm, stepsPerSecond: rate > 0 ? rate : NaN };
}

const most = 1500; // points of one series; a chart is hardly wider in pixels

/** The probabilities of every token at every step of one example, at one step of the training. */
export interface AnswerPoint {
  step: number;
  /** (T, V), as the engine gives them. */
  values: Float32Array;
}

const answerFloats = 500_000; // of one example's history
const answerExamples = 4; // whose history is kept

/** How the answer to an example came about: kept for the examples that were shown last. */
export class Answers {
  #kept = new Map<string, Series<AnswerPoint>>(); // the newest last
  #shown = '';

  add(step: number, input?: Tensor, target?: Tensor, probability?: Tensor): void {
    if (!input || !probability || probability.data.length === 0) return;
    // Before an answer is known its tokens are none of the example.
    const key = `${input.data.join()};${target?.data.join() ?? ''}`;
    const size = probability.data.length;
    let series = this.#kept.get(key);
    if (this.#shown !== key || !series) {
      series ??= new Series(Math.max(24, Math.min(400, Math.floor(answerFloats / size))));
      this.#kept.delete(key);
      this.#kept.set(key, series);
      for (const [oldest] of this.#kept) {
        if (this.#kept.size <= answerExamples) break;
        this.#kept.delete(oldest);
      }
      this.#shown = key;
    }
    const newest = series.points.at(-1)?.step ?? -1;
    if (step > newest) series.add({ step, values: probability.data.slice() });
  }

  /** Of the example that is shown, oldest first. */
  get points(): readonly AnswerPoint[] {
    return this.#kept.get(this.#shown)?.points ?? [];
  }

  cut(step: number): void {
    for (const series of this.#kept.values()) series.cut(step);
  }

  clear(): void {
    this.#kept.clear();
    this.#shown = '';
  }
}

/** Measurements over the steps, as charts read them. */
export interface Measured {
  metrics: { readonly points: readonly MetricsPoint[] };
  batches: { readonly points: readonly BatchPoint[] };
}

export interface Kept {
  metrics: MetricsPoint[];
  batches: BatchPoint[];
}

/** What the curves show of one run. */
export class History {
  /** Of whole splits, measured now and then. */
  metrics = new Series<MetricsPoint>(most, [(p) => p.train.loss, (p) => p.test.loss]);
  /** Means over the batches between two frames. */
  batches = new Series<BatchPoint>(most, [(p) => p.loss, (p) => p.gradientNorm]);
  /** Of the example that is shown. */
  answers = new Answers();
  /** Where the run last went back to, and how it had gone on from there before, or, where that is what
   *  it went back to, how the branch went on. */
  fork: ({ step: number; branch: boolean } & Measured) | null = null;

  clear(): void {
    this.metrics.clear();
    this.batches.clear();
    this.answers.clear();
    this.fork = null;
  }

  /** The run goes on from an earlier step: what came after it is kept beside, to compare with. */
  branch(step: number, branch = false): void {
    const metrics = this.metrics.cut(step);
    const batches = this.batches.cut(step);
    this.answers.cut(step);
    this.fork = null;
    if (metrics.length + batches.length === 0) return;
    // Both go on from the same last point.
    const joined = <T>(points: T[], gone: T[]) => ({ points: [...points.slice(-1), ...gone] });
    this.fork = {
      step,
      branch,
      metrics: joined(this.metrics.points, metrics),
      batches: joined(this.batches.points, batches),
    };
  }

  /** The run goes on as what is kept beside it had, from a step that both have; `branch`: which is aside now. */
  rejoin(step: number, branch: boolean): void {
    const before = this.fork;
    this.branch(step, branch);
    const later = <T extends { step: number }>(points: readonly T[] = []) =>
      points.filter((point) => point.step > step);
    for (const point of later(before?.metrics.points)) this.metrics.add(point);
    for (const point of later(before?.batches.points)) this.batches.add(point);
  }

  /** What a reload brings back. */
  get kept(): Kept {
    return { metrics: [...this.metrics.points], batches: [...this.batches.points] };
  }
  restore({ metrics, batches }: Kept): void {
    this.clear();
    this.metrics.load(metrics);
    this.batches.load(batches);
  }
}
