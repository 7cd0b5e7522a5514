import type { Plot } from '../../draw/axes';
import { tidyRange } from '../../draw/scale';
import { extentOf } from './lines';

const room = { left: 44, right: 10, top: 8, bottom: 22 }; // pixels around the plot for its texts

/** Which axes are logarithmic. */
export interface Axes {
  x: boolean;
  y: boolean;
}

interface Points {
  xs: ArrayLike<number>;
  ys: ArrayLike<number>;
  count: number;
}

/** The last step of the lines; what is evaluated lags behind what each batch tells. */
export const lastStep = (lines: readonly Points[]): number =>
  Math.max(1, ...lines.map(({ xs, count }) => (count > 0 ? xs[count - 1] : 0)));

/** Axes that hold all lines up to step `last`, with tidy ends so that they move rarely while training. */
export function plotOf(
  lines: readonly Points[],
  last: number,
  share: boolean,
  axes: Axes,
  width: number,
  height: number,
): Plot {
  const log = axes.y && !share;
  const [min, max] = extentOf(lines, log);
  const [low, high] = share
    ? [Math.min(0.5, Math.floor((Number.isFinite(min) ? min : 0) * 10) / 10), 1]
    : log
      ? tidyRange(min, max, 4, true)
      : tidyRange(0, Number.isFinite(max) ? max : 1, 4);
  return {
    x: {
      min: axes.x ? 1 : 0, // what is measured before the first step has no place on a log axis
      max: axes.x ? Math.max(2, last) : last,
      log: axes.x,
      from: room.left,
      to: Math.max(room.left + 1, width - room.right),
    },
    y: {
      min: low,
      max: high,
      log,
      from: Math.max(room.top + 5, height - room.bottom),
      to: room.top,
    },
  };
}
