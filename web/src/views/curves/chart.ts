import { formatAccuracy, formatCount, formatNumber } from '../../i18n';
import type { Quantity } from './quantities';

/** One line of a chart as it is to be drawn now. */
export interface ChartLine {
  id: string;
  name: string;
  color: string;
  xs: ArrayLike<number>;
  /** What was measured, and what is drawn of it: the same, or its moving average. */
  ys: ArrayLike<number>;
  shown: ArrayLike<number>;
  count: number;
  /** Behind the others, and thin. */
  faint?: boolean;
  dash?: number[];
  /** Spread around the line. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
}

/** A value of a quantity as it is read. */
export function quantityText({ share, name }: Quantity, value: number, digits = 4): string {
  if (share) return formatAccuracy(value);
  if (name === 'speed' && value >= 100) return formatCount(value);
  return formatNumber(value, digits, name !== 'rate');
}
