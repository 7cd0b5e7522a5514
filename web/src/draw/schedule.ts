import { paintAxes, type Plot } from './axes';
import { paintLine } from './line';
import type { Ink } from './theme';

/** The learning rate over the steps to come: `factors` evenly spaced from step 0 to `steps`, times lr. */
export function paintSchedule(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  factors: Float32Array,
  rate: number,
  steps: number,
  width: number,
  height: number,
): void {
  const count = factors.length;
  const xs = Float64Array.from({ length: count }, (_, i) =>
    count > 1 ? (i * steps) / (count - 1) : 0,
  );
  const ys = Float64Array.from(factors, (factor) => factor * rate);
  const top = ys.reduce((a, b) => Math.max(a, b), 0) || 1;
  const plot: Plot = {
    x: { min: 0, max: steps, log: false, from: 44, to: width - 8 },
    y: { min: 0, max: top * 1.08, log: false, from: height - 20, to: 8 },
  };
  paintAxes(ctx, ink, plot, { xTicks: 3, yTicks: 2 });
  paintLine(ctx, plot, { xs, ys, count, color: ink.accent, width: 2 });
}
