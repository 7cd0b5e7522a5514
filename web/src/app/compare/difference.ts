import { formatNumber, t } from '../../i18n';
import type { Quantity } from '../../views/curves/quantities';
import { finalOf, spread, type Entry } from './entries';

// What one entry has reached against another.

/** The entry that the others are told against: the one of that run, or the first. */
export const referenceOf = (entries: readonly Entry[], against: number | null): Entry | undefined =>
  entries.find(({ runs }) => runs.some(({ id }) => id === against)) ?? entries.at(0);

type Reached = Pick<Entry, 'runs'>;

export const meanOf = ({ runs }: Reached, { metric }: Quantity): number =>
  spread(runs.map((run) => finalOf(run, 'test', metric!))).mean;

const done = ({ runs }: Reached) => runs.every(({ phase }) => phase === 'finished');

/** Of the means over seeds; NaN where one has not gone as far as was asked: that would not be fair. */
export const differenceOf = (one: Reached, reference: Reached, quantity: Quantity): number =>
  done(one) && done(reference) ? meanOf(one, quantity) - meanOf(reference, quantity) : NaN;

export type Sense = 'better' | 'worse' | 'same';

/** A share is better the higher it is, a loss and a perplexity the lower. */
export function senseOf({ share }: Quantity, difference: number): Sense {
  if (difference === 0) return 'same';
  return difference > 0 === share ? 'better' : 'worse';
}

/** With its sign; shares in percentage points. */
export function differenceText({ share }: Quantity, difference: number): string {
  const size = Math.abs(difference);
  const sign = difference < 0 ? '−' : '+';
  if (!share) return sign + formatNumber(size, 3, true);
  // one digit as the shares have, and more where that would say that there is no difference
  const points = 100 * size;
  return (
    sign + t('compare.points', { n: points < 0.05 ? formatNumber(points, 1) : points.toFixed(1) })
  );
}
