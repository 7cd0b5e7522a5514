import type { Metrics, TargetKind } from '../../engine/types';
import type { BatchPoint, Measured } from '../../state/history';

/** Measured on a whole split now and then, or on the batches between two pictures. */
export type Role = 'train' | 'test' | 'batch';

export type QuantityName =
  'loss' | 'accuracy' | 'exact' | 'perplexity' | 'gradient' | 'rate' | 'speed';

/** Something that changes over the steps of a run, and where its numbers are. */
export interface Quantity {
  name: QuantityName;
  /** A share of one: its axis ends at 1, and it is written in percent. */
  share: boolean;
  applies(target: TargetKind): boolean;
  metric?: keyof Metrics;
  batch?: Exclude<keyof BatchPoint, 'step'>;
}

const always = () => true;
const tokens = (target: TargetKind) => target === 'tokens';

/** Everything the charts can show; the order is that of the page and of files. */
export const quantities: Quantity[] = [
  { name: 'loss', share: false, applies: always, metric: 'loss', batch: 'loss' },
  { name: 'accuracy', share: true, applies: (target) => target !== 'values', metric: 'accuracy' },
  { name: 'exact', share: true, applies: tokens, metric: 'exact' },
  { name: 'perplexity', share: false, applies: tokens, metric: 'perplexity' },
  { name: 'gradient', share: false, applies: always, batch: 'gradientNorm' },
  { name: 'rate', share: false, applies: always, batch: 'learningRate' },
  { name: 'speed', share: false, applies: always, batch: 'stepsPerSecond' },
];

/** Those that runs with such targets have. */
export const quantitiesFor = (...targets: TargetKind[]) =>
  quantities.filter((quantity) => targets.some((target) => quantity.applies(target)));

/** The roles a quantity has, the faintest first. */
export function rolesOf({ metric, batch }: Quantity): Role[] {
  return [...(batch ? (['batch'] as const) : []), ...(metric ? (['train', 'test'] as const) : [])];
}

export interface Reading {
  points: readonly { step: number }[];
  value(i: number): number;
}

/** The numbers of one role of a quantity in the history of a run. */
export function readingOf(history: Measured, { metric, batch }: Quantity, role: Role): Reading {
  if (role === 'batch') {
    const { points } = history.batches;
    return { points, value: (i) => points[i][batch!] };
  }
  const { points } = history.metrics;
  return { points, value: (i) => points[i][role][metric!] };
}
