import { font } from './axes';
import { roundedRect, type Raster } from './canvas';
import { notANumber, type ColorScale } from './color';
import type { Ink } from './theme';

export interface Box {
  x: number;
  y: number;
  size: number;
}

const radiusOf = (size: number) => Math.min(9, Math.max(2, size * 0.17));

function outline(ctx: CanvasRenderingContext2D, { x, y, size }: Box, grow = 0): void {
  const side = size + 2 * grow;
  roundedRect(ctx, x - grow, y - grow, side, side, radiusOf(size) + grow);
}

/** A unit's live map: one tile of `raster`, clipped to a rounded square. */
export function paintMapTile(
  ctx: CanvasRenderingContext2D,
  box: Box,
  raster: Raster,
  source: { x: number; y: number; width: number; height: number },
  smooth = true,
): void {
  ctx.save();
  outline(ctx, box);
  ctx.clip();
  // Half a source pixel of bleed keeps smoothing from mixing in the neighbouring tile at the rim.
  const inner = smooth ? 0.5 : 0;
  raster.draw(ctx, box.x, box.y, box.size, box.size, smooth, {
    x: source.x + inner,
    y: source.y + inner,
    width: source.width - 2 * inner,
    height: source.height - 2 * inner,
  });
  ctx.restore();
}

/** The colour of text written on the diverging scale at t. */
export function textOn(ink: Ink, t: number): string {
  // The light scale stays light up to its ends.
  return ink.scheme === 'light' || Math.abs(t) < 0.6 ? ink.text : '#0d1016';
}

/** A unit of one number: the tile's colour is the value; the number is written when there is room. */
export function paintValueTile(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  box: Box,
  value: number,
  limit: number,
  scale: ColorScale,
  text: string | null,
): void {
  outline(ctx, box);
  const t = limit > 0 ? value / limit : 0;
  ctx.fillStyle = Number.isNaN(value) ? notANumber : scale.at(t);
  ctx.fill();
  if (text !== null && box.size >= 34) {
    ctx.fillStyle = textOn(ink, t);
    ctx.font = font(Math.round(Math.min(13, box.size * 0.27)), 500);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(text, box.x + box.size / 2, box.y + box.size / 2 + 0.5);
  }
}

/** A unit as a function of one input: its curve, filled to zero in the colour of the sign. */
export function paintCurveTile(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  box: Box,
  values: { data: Float32Array; offset: number; stride: number; count: number },
  limit: number,
  scale: ColorScale,
): void {
  const { x, y, size } = box;
  const { data, offset, stride, count } = values;
  const zero = y + size / 2;
  const reach = size / 2 - 3;
  const px = (i: number) => x + (size * i) / (count - 1);
  const py = (i: number) => {
    const t = data[offset + i * stride] / (limit || 1);
    return zero - reach * (t > 1 ? 1 : t < -1 ? -1 : t);
  };
  ctx.save();
  outline(ctx, box);
  ctx.fillStyle = scale.at(0);
  ctx.fill();
  ctx.clip();
  const every = Math.max(1, Math.floor(count / (size * 2)));
  const trace = (baseline: boolean) => {
    ctx.beginPath();
    if (baseline) ctx.moveTo(x, zero);
    for (let i = 0; i < count; i += every) ctx.lineTo(px(i), py(i));
    ctx.lineTo(x + size, py(count - 1));
    if (baseline) ctx.lineTo(x + size, zero);
  };
  // Orange below zero and blue above it: one gradient with a hard edge at the zero line.
  const gradient = ctx.createLinearGradient(0, zero - 0.01, 0, zero + 0.01);
  gradient.addColorStop(0, scale.at(0.6));
  gradient.addColorStop(1, scale.at(-0.6));
  trace(true);
  ctx.fillStyle = gradient;
  ctx.fill();
  ctx.beginPath();
  ctx.moveTo(x, zero);
  ctx.lineTo(x + size, zero);
  ctx.strokeStyle = ink.muted;
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
  trace(false);
  ctx.strokeStyle = ink.text;
  ctx.lineWidth = 1.5;
  ctx.lineJoin = 'round';
  ctx.stroke();
  ctx.restore();
}

/** The frame of a tile: a hairline, or the accent when it is the one looked at. */
export function paintFrame(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  box: Box,
  state: 'plain' | 'active',
): void {
  outline(ctx, box, state === 'active' ? 1.5 : 0);
  ctx.lineWidth = state === 'active' ? 2.5 : 1;
  ctx.strokeStyle = state === 'active' ? ink.accent : ink.text;
  ctx.globalAlpha = state === 'active' ? 1 : 0.28;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** The bias of a unit: a small disc at its lower left corner, coloured by the value. */
export function paintBias(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  box: Box,
  bias: number,
  scale: ColorScale,
): void {
  const radius = biasRadius(box.size);
  const { x, y } = biasCentre(box);
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = Number.isNaN(bias) ? notANumber : scale.at(Math.tanh(bias));
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = ink.surface;
  ctx.stroke();
}

const biasRadius = (size: number) => Math.min(5.5, Math.max(3.5, size * 0.1));
const biasCentre = (box: Box) => ({ x: box.x + 1, y: box.y + box.size - 1 });
