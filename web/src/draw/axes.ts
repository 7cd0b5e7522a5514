import { tickText, ticks, toPixel, type Scale } from './scale';
import { fontFamily, type Ink } from './theme';

export interface Plot {
  x: Scale;
  y: Scale;
}

export const font = (size: number, weight = 400) => `${weight} ${size}px ${fontFamily}`;

// A one-pixel line is crisp when its centre lies on half a device pixel.
export const crisp = (v: number) => Math.round(v - 0.5) + 0.5;

export interface AxesOptions {
  xLabel?: string;
  yLabel?: string;
  xTicks?: number;
  yTicks?: number;
  /** Grid lines across the plot at the ticks of y (default) and x. */
  gridX?: boolean;
  gridY?: boolean;
}

/** Grid, ticks and axis titles around a plot. Texts lie outside the plot, left of it and below it; a title
 *  stands at the end of its axis, in place of the last tick. */
export function paintAxes(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  plot: Plot,
  { xLabel, yLabel, xTicks = 5, yTicks = 4, gridX = false, gridY = true }: AxesOptions = {},
): void {
  const { x, y } = plot;
  const bottom = y.from;
  const top = y.to;
  ctx.lineWidth = 1;
  ctx.font = font(11);
  ctx.fillStyle = ink.muted;
  ctx.strokeStyle = ink.line;

  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.beginPath();
  for (const value of ticks(y.min, y.max, yTicks, y.log)) {
    const py = crisp(toPixel(y, value));
    if (gridY) {
      ctx.moveTo(x.from, py);
      ctx.lineTo(x.to, py);
    }
    if (!yLabel || py > top + 16) ctx.fillText(tickText(value), x.from - 6, py);
  }
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  const labelRoom = xLabel ? ctx.measureText(xLabel).width + 12 : 0;
  for (const value of ticks(x.min, x.max, xTicks, x.log)) {
    const px = crisp(toPixel(x, value));
    if (gridX) {
      ctx.moveTo(px, top);
      ctx.lineTo(px, bottom);
    }
    const text = tickText(value);
    if (px + ctx.measureText(text).width / 2 < x.to - labelRoom) ctx.fillText(text, px, bottom + 6);
  }
  ctx.stroke();

  ctx.beginPath();
  ctx.strokeStyle = ink.muted;
  ctx.globalAlpha = 0.55;
  ctx.moveTo(x.from, crisp(bottom));
  ctx.lineTo(x.to, crisp(bottom));
  ctx.stroke();
  ctx.globalAlpha = 1;

  if (xLabel) {
    ctx.textAlign = 'right';
    ctx.fillText(xLabel, x.to, bottom + 6);
  }
  if (yLabel) {
    ctx.textAlign = 'right';
    ctx.textBaseline = 'top';
    ctx.fillText(yLabel, x.from - 6, top);
  }
}
