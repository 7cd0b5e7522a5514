import type { Plot } from './axes';
import { toPixel } from './scale';
import type { Ink } from './theme';

export interface Series {
  xs: ArrayLike<number>;
  ys: ArrayLike<number>;
  count: number;
  color: string;
  width?: number;
  dash?: number[];
}

/** Exponential moving average with the bias of its start removed, as Adam removes it (Kingma & Ba 2015,
 *  section 3), so that the first points are not drawn towards zero. weight 0 changes nothing. Gaps (NaN)
 *  stay gaps. */
export function smooth(
  ys: ArrayLike<number>,
  count: number,
  weight: number,
  out: Float64Array,
): void {
  let mean = 0;
  let share = 0;
  for (let i = 0; i < count; i++) {
    const y = ys[i];
    if (!Number.isFinite(y)) {
      out[i] = NaN;
      continue;
    }
    mean = weight * mean + (1 - weight) * y;
    share = weight * share + (1 - weight);
    out[i] = mean / share;
  }
}

/** A polyline. Points that fall on one pixel column are drawn as that column's extremes, so that a long
 *  run costs no more than the plot is wide and no spike is lost. */
export function paintLine(ctx: CanvasRenderingContext2D, plot: Plot, series: Series): void {
  const { xs, ys, count } = series;
  ctx.beginPath();
  let column = NaN;
  let low = 0;
  let high = 0;
  let last = 0;
  let drawing = false;
  const flush = () => {
    if (Number.isNaN(column)) return;
    if (low !== high) {
      ctx.lineTo(column, low);
      ctx.lineTo(column, high);
    }
    ctx.lineTo(column, last);
  };
  for (let i = 0; i < count; i++) {
    const y = ys[i];
    const hidden = !Number.isFinite(y) || (plot.y.log && y <= 0) || (plot.x.log && xs[i] <= 0);
    if (hidden) {
      flush();
      column = NaN;
      drawing = false;
      continue;
    }
    const px = Math.round(toPixel(plot.x, xs[i]) * 2) / 2;
    const py = toPixel(plot.y, y);
    if (px === column) {
      low = Math.min(low, py);
      high = Math.max(high, py);
      last = py;
      continue;
    }
    flush();
    if (!drawing) {
      ctx.moveTo(px, py);
      drawing = true;
    }
    column = px;
    low = high = last = py;
  }
  flush();
  ctx.strokeStyle = series.color;
  ctx.lineWidth = series.width ?? 1.75;
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.setLineDash(series.dash ?? []);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The area between two lines over the same xs. */
export function paintBand(
  ctx: CanvasRenderingContext2D,
  plot: Plot,
  { xs, count }: { xs: ArrayLike<number>; count: number },
  { low, high }: { low: ArrayLike<number>; high: ArrayLike<number> },
  color: string,
): void {
  const bottom = plot.y.from + 4; // where what lies below a log axis is drawn
  const py = (y: number) => (plot.y.log && y <= 0 ? bottom : toPixel(plot.y, y));
  const visible = (i: number) =>
    Number.isFinite(low[i]) && Number.isFinite(high[i]) && (!plot.x.log || xs[i] > 0);
  ctx.beginPath();
  for (let i = 0; i < count; i++) {
    if (visible(i)) ctx.lineTo(toPixel(plot.x, xs[i]), py(high[i]));
  }
  for (let i = count - 1; i >= 0; i--) {
    if (visible(i)) ctx.lineTo(toPixel(plot.x, xs[i]), py(low[i]));
  }
  ctx.closePath();
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = color;
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Index of the last x at or before `value` in ascending xs; -1 for none. */
export function indexAt(xs: ArrayLike<number>, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The vertical line of the reading cursor, with a mark on every series. */
export function paintCrosshair(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  plot: Plot,
  x: number,
  marks: { y: number; color: string }[],
): void {
  const px = Math.round(toPixel(plot.x, x) - 0.5) + 0.5;
  ctx.strokeStyle = ink.muted;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(px, plot.y.to);
  ctx.lineTo(px, plot.y.from);
  ctx.stroke();
  for (const { y, color } of marks) {
    if (!Number.isFinite(y) || (plot.y.log && y <= 0)) continue;
    ctx.beginPath();
    ctx.arc(px, toPixel(plot.y, y), 3.5, 0, 2 * Math.PI);
    ctx.fillStyle = color;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = ink.surface;
    ctx.stroke();
  }
}
