import type { Metrics } from '../engine/types';
import type { BatchPoint, Kept, MetricsPoint } from './history';

// The curves of a run in its file, as JSON, which has no NaN: null stands for it.

const mostPoints = 10_000; // of one series; this page writes fewer
const digits = 7; // what the engine's floats have

export function writeCurves(curves: Kept): string {
  return JSON.stringify(curves, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? +value.toPrecision(digits) : value,
  );
}

type Read<T> = (value: unknown) => T;

const record = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) throw new TypeError();
  return value as Record<string, unknown>;
};
const measured: Read<number> = (value) => {
  if (value === null) return NaN;
  if (typeof value !== 'number') throw new TypeError();
  return value;
};
const metrics: Read<Metrics> = (value) => {
  const { loss, accuracy, exact, perplexity } = record(value);
  return {
    loss: measured(loss),
    accuracy: measured(accuracy),
    exact: measured(exact),
    perplexity: measured(perplexity),
  };
};
const metricsPoint: Read<MetricsPoint> = (value) => {
  const { step, epoch, train, test } = record(value);
  return {
    step: measured(step),
    epoch: measured(epoch),
    train: metrics(train),
    test: metrics(test),
  };
};
const batchPoint: Read<BatchPoint> = (value) => {
  const { step, loss, learningRate, gradientNorm, stepsPerSecond } = record(value);
  return {
    step: measured(step),
    loss: measured(loss),
    learningRate: measured(learningRate),
    gradientNorm: measured(gradientNorm),
    stepsPerSecond: measured(stepsPerSecond),
  };
};

// Up to step `end`: a run that goes on while it is saved has come further. Throws where it is not what
// writeCurves wrote.
function series<T extends { step: number }>(value: unknown, end: number, read: Read<T>): T[] {
  if (!Array.isArray(value) || value.length > mostPoints) throw new TypeError();
  const points = value.map(read);
  let last = 0;
  for (const { step } of points) {
    if (!(step >= last)) throw new RangeError();
    last = step;
  }
  return points.filter(({ step }) => step <= end);
}

/** The curves of a run that has come to `step`; none where a file has none that can be read. */
export function readCurves(text: string, step: number): Kept {
  try {
    const curves = record(JSON.parse(text));
    return {
      metrics: series(curves.metrics, step, metricsPoint),
      batches: series(curves.batches, step, batchPoint),
    };
  } catch {
    return { metrics: [], batches: [] };
  }
}
