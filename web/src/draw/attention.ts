import type { Raster } from './canvas';
import { css, type ColorScale, type Rgb } from './color';
import { paintHeatmap, type Matrix } from './heatmap';
import { font } from './axes';
import { fillUpright, startOf } from './text';
import type { Ink } from './theme';

// Matrices of attention: a row for each query, a column for each key; and the same as lines.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Cells that a query may not see: those from `from` on, in each row. */
export type Masked = (row: number) => number;

const spacing = 6; // pixels between the lines of a hatching

/** Hatches the cells of each row from `masked(row)` on: a mask is no small weight. */
function paintMask(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  box: Box,
  rows: number,
  columns: number,
  masked: Masked,
): void {
  const [dx, dy] = [box.width / columns, box.height / rows];
  ctx.save();
  ctx.beginPath();
  let any = false;
  for (let r = 0; r < rows; r++) {
    const from = masked(r);
    if (from >= columns) continue;
    any = true;
    ctx.rect(box.x + from * dx, box.y + r * dy, (columns - from) * dx, dy);
  }
  if (any) {
    ctx.clip();
    ctx.fillStyle = ink.surface;
    ctx.fillRect(box.x, box.y, box.width, box.height);
    ctx.beginPath();
    const gap = Math.max(4, Math.min(spacing, dx / 2));
    for (let at = gap; at < box.width + box.height; at += gap) {
      ctx.moveTo(box.x + at, box.y);
      ctx.lineTo(box.x + at - box.height, box.y + box.height);
    }
    ctx.lineWidth = 1;
    ctx.strokeStyle = ink.line;
    ctx.stroke();
  }
  ctx.restore();
}

/** One matrix: cells, mask and outline. `limit` is the value at the end of the scale. */
export function paintAttention(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  raster: Raster,
  m: Matrix,
  scale: ColorScale,
  limit: number,
  box: Box,
  masked: Masked,
): void {
  if (m.rows === 0 || m.columns === 0) return;
  paintHeatmap(ctx, raster, m, scale, limit, box);
  paintMask(ctx, ink, box, m.rows, m.columns, masked);
  ctx.strokeStyle = ink.line;
  ctx.lineWidth = 1;
  ctx.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
}

/** How tokens stand along an axis: beside each other, upright beside each other, or one below the other to
 *  the left of what they name. The latter two have so many pixels for each. */
export type Along = 'beside' | { upright: number } | { left: number };

/** Tokens along an axis, as many as there is room for. `lit` is written in the accent's colour. */
export function paintTokens(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  labels: string[],
  place: (i: number) => { x: number; y: number },
  room: number,
  lit: number,
  along: Along,
  faded: (i: number) => boolean = () => false,
): void {
  const size = Math.max(9, Math.min(13, room));
  const every = Math.max(1, Math.ceil(9 / room));
  ctx.textBaseline = 'middle';
  labels.forEach((text, i) => {
    if (i % every !== 0 && i !== lit) return;
    const { x, y } = place(i);
    ctx.font = font(size, i === lit ? 600 : 400);
    ctx.fillStyle = i === lit ? ink.accent : ink.text;
    ctx.globalAlpha = faded(i) ? 0.4 : 1;
    if (along === 'beside') {
      ctx.textAlign = 'center';
      ctx.fillText(i === lit ? text : startOf(ctx, text, every * room - 2), x, y);
    } else if ('upright' in along) {
      fillUpright(ctx, startOf(ctx, text, along.upright), x, y);
    } else {
      ctx.textAlign = 'right';
      ctx.fillText(startOf(ctx, text, along.left), x, y);
    }
  });
  ctx.globalAlpha = 1;
}

/** Lines from queries, below, to the keys they look at, above; width and strength are the weight. Only
 *  query `only` where it is not negative. */
export function paintLinks(
  ctx: CanvasRenderingContext2D,
  m: Matrix,
  color: Rgb,
  from: (query: number) => { x: number; y: number },
  to: (key: number) => { x: number; y: number },
  only: number,
  shift: number,
): void {
  for (let r = 0; r < m.rows; r++) {
    if (only >= 0 && r !== only) continue;
    const a = from(r);
    for (let c = 0; c < m.columns; c++) {
      const w = m.data[m.offset + r * m.rowStride + c * m.columnStride];
      if (!(w >= 0.01)) continue;
      const b = to(c);
      const middle = (a.y + b.y) / 2;
      ctx.beginPath();
      ctx.moveTo(a.x + shift, a.y);
      ctx.bezierCurveTo(a.x + shift, middle, b.x + shift, middle, b.x + shift, b.y);
      ctx.lineWidth = 0.5 + 3 * w;
      ctx.strokeStyle = css(color, Math.min(1, 0.08 + 0.92 * w));
      ctx.stroke();
    }
  }
}
