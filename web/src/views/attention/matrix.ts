import { paintAttention, paintTokens, type Box, type Masked } from '../../draw/attention';
import type { Raster } from '../../draw/canvas';
import { diverging, sequential } from '../../draw/color';
import type { Matrix } from '../../draw/heatmap';
import type { Ink } from '../../draw/theme';
import { clamp, type Axis, type Cell } from './axes';

// The attention of a head as a matrix with the tokens as axes.

const least = { above: 24, before: 26 }; // pixels for the names of the keys, and of the queries
const most = { above: 64, before: 84 };

// About as wide as it is written, in pixels.
const widthOf = (name: string) =>
  [...name].reduce((sum, letter) => sum + (letter > '\u2e80' ? 13 : 7.5), 0);
const longest = ({ names }: Axis) => Math.max(0, ...names.map(widthOf));

/** Where the cells are: square ones, with room for the names before and above them. */
export function matrixBox(width: number, height: number, queries: Axis, keys: Axis): Box {
  const before = Math.min(most.before, Math.max(least.before, longest(queries) + 10));
  const [rows, columns] = [queries.names.length, keys.names.length];
  const sideBelow = (above: number) =>
    Math.min((width - before - 12) / columns, (height - above - 4) / rows);
  // Names that are wider than a cell stand upright.
  const upright = longest(keys) > Math.max(13, sideBelow(least.above)); // a letter never
  const above = upright
    ? Math.min(most.above, Math.max(least.above, longest(keys) + 8))
    : least.above;
  const side = sideBelow(above);
  return {
    x: before,
    y: above,
    width: Math.max(1, side * columns),
    height: Math.max(1, side * rows),
  };
}

export function cellAt(
  box: Box,
  queries: Axis,
  keys: Axis,
  at: { x: number; y: number },
): Cell | null {
  const row = Math.floor(((at.y - box.y) / box.height) * queries.names.length);
  const column = Math.floor(((at.x - box.x) / box.width) * keys.names.length);
  const inside =
    row >= 0 && row < queries.names.length && column >= 0 && column < keys.names.length;
  return inside ? { row, column } : null;
}

export const cellBeside = (
  from: Cell,
  dx: number,
  dy: number,
  queries: Axis,
  keys: Axis,
): Cell => ({
  row: clamp(from.row + dy, queries.names.length),
  column: clamp(from.column + dx, keys.names.length),
});

export interface MatrixPicture {
  box: Box;
  matrix: Matrix;
  /** The end of the scale of signed values; 0 for shares. */
  limit: number;
  masked: Masked;
  queries: Axis;
  keys: Axis;
  /** What is pointed at, here or in another view; -1: nothing. */
  lit: Cell;
  /** The query that was chosen. */
  chosen: number;
}

export function paintMatrix(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  raster: Raster,
  { box, matrix, limit, masked, queries, keys, lit, chosen }: MatrixPicture,
): void {
  const [rows, columns] = [queries.names.length, keys.names.length];
  const [dx, dy] = [box.width / columns, box.height / rows];
  const scale = (limit > 0 ? diverging : sequential)[ink.scheme];
  paintAttention(ctx, ink, raster, matrix, scale, limit || 1, box, masked);
  // What the rest of an example's room holds is no sentence.
  if (queries.real < rows) {
    ctx.fillStyle = ink.surface;
    ctx.globalAlpha = 0.7;
    ctx.fillRect(box.x, box.y + queries.real * dy, box.width, (rows - queries.real) * dy);
    ctx.globalAlpha = 1;
  }
  const upright = box.y > least.above;
  paintTokens(
    ctx,
    ink,
    queries.names,
    (i) => ({ x: box.x - 6, y: box.y + (i + 0.5) * dy }),
    dy,
    lit.row,
    { left: box.x - 8 },
    (i) => i >= queries.real,
  );
  paintTokens(
    ctx,
    ink,
    keys.names,
    (i) => ({ x: box.x + (i + 0.5) * dx, y: box.y - (upright ? 5 : 11) }),
    dx,
    lit.column,
    upright ? { upright: box.y - 7 } : 'beside',
    (i) => i >= keys.real,
  );
  ctx.strokeStyle = ink.accent;
  ctx.lineWidth = 1.5;
  if (lit.row >= 0 && lit.row < rows) ctx.strokeRect(box.x, box.y + lit.row * dy, box.width, dy);
  if (lit.column >= 0 && lit.column < columns)
    ctx.strokeRect(box.x + lit.column * dx, box.y, dx, box.height);
  if (chosen < rows) {
    ctx.fillStyle = ink.accent;
    ctx.beginPath();
    ctx.arc(box.x + box.width + 5, box.y + (chosen + 0.5) * dy, 2.5, 0, 2 * Math.PI);
    ctx.fill();
  }
}
