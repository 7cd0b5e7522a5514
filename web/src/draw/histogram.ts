import { font } from './axes';
import type { ColorScale } from './color';
import { tickText } from './scale';
import type { Ink } from './theme';

export interface Summary {
  count: number;
  min: number;
  max: number;
  mean: number;
  /** Population standard deviation. */
  deviation: number;
  /** Square root of the sum of squares. */
  norm: number;
  zeros: number;
  notFinite: number;
}

// Both run over every weight of a layer in every frame. By index, and without calls: an iterator takes
// several times as long.

/** Statistics of the finite values; the others are counted. */
export function summarize(data: Float32Array): Summary {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let zeros = 0;
  let finite = 0;
  for (let i = 0, n = data.length; i < n; i++) {
    const value = data[i];
    if (value - value !== 0) continue; // of infinities and NaN alone
    finite++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
  }
  const mean = finite > 0 ? sum / finite : NaN;
  let squares = 0;
  let around = 0;
  for (let i = 0, n = data.length; i < n; i++) {
    const value = data[i];
    if (value - value !== 0) continue;
    const off = value - mean;
    squares += value * value;
    around += off * off;
  }
  return {
    count: data.length,
    min: finite > 0 ? min : NaN,
    max: finite > 0 ? max : NaN,
    mean,
    deviation: finite > 0 ? Math.sqrt(around / finite) : NaN,
    norm: finite > 0 ? Math.sqrt(squares) : NaN,
    zeros,
    notFinite: data.length - finite,
  };
}

/** Counts of finite values in bins of equal width from min to max; the last bin includes max. */
export function binCounts(data: Float32Array, min: number, max: number, bins: Float64Array): void {
  bins.fill(0);
  const factor = max > min ? bins.length / (max - min) : 0;
  const last = bins.length - 1;
  for (let i = 0, n = data.length; i < n; i++) {
    const value = data[i];
    if (!(value >= min && value <= max)) continue;
    const bin = ((value - min) * factor) | 0;
    bins[bin < last ? bin : last]++;
  }
}

/** Bars from min to max, coloured like the values themselves. */
export function paintHistogram(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  bins: Float64Array,
  min: number,
  max: number,
  limit: number,
  scale: ColorScale,
  width: number,
  height: number,
): void {
  const bottom = height - 18;
  const bar = width / bins.length;
  let most = 1;
  for (const count of bins) if (count > most) most = count;
  for (let i = 0; i < bins.length; i++) {
    if (bins[i] === 0) continue;
    const h = Math.max(1, (bins[i] / most) * (bottom - 4));
    const middle = min + ((i + 0.5) / bins.length) * (max - min);
    const t = limit > 0 ? middle / limit : 0;
    // Near zero the scale is paper: keep the bars visible.
    ctx.fillStyle = scale.at(Math.sign(t || 1) * Math.max(0.35, Math.abs(t)));
    ctx.fillRect(i * bar + 0.5, bottom - h, Math.max(1, bar - 1), h);
  }
  ctx.strokeStyle = ink.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(0, bottom + 0.5);
  ctx.lineTo(width, bottom + 0.5);
  if (min < 0 && max > 0) {
    const zero = Math.round((-min / (max - min)) * width) + 0.5;
    ctx.moveTo(zero, 0);
    ctx.lineTo(zero, bottom);
  }
  ctx.stroke();
  ctx.font = font(11);
  ctx.fillStyle = ink.muted;
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'left';
  ctx.fillText(tickText(min), 0, height);
  ctx.textAlign = 'right';
  ctx.fillText(tickText(max), width, height);
}
