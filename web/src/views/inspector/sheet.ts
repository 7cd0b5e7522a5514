import { font } from '../../draw/axes';
import type { Raster } from '../../draw/canvas';
import { diverging } from '../../draw/color';
import { paintHeatmap, type Matrix } from '../../draw/heatmap';
import { tickText, ticks } from '../../draw/scale';
import { startOf } from '../../draw/text';
import type { Ink } from '../../draw/theme';

// A matrix as a heat-map whose rows and columns are named or numbered along two edges.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Cell {
  row: number;
  column: number;
}

interface Size {
  rows: number;
  columns: number;
}

const left = 38; // CSS pixels, for the rows' names
const top = 20;

/** What stands along the edges in place of numbers; nothing where they have no names. */
export interface Names {
  rows: string[];
  columns: string[];
}

// About what names need to stand beside each other; of a large vocabulary the first tell how wide they are.
function nameWidth(names: string[]): number {
  if (names.length === 0) return 3;
  const longest = Math.max(...names.slice(0, 64).map((name) => name.length));
  return Math.max(18, Math.min(48, 6 * longest + 6));
}

/** Cells are square where they fit, else stretched to the plot: a long vector stays readable, and so do
 *  names along an edge. */
export function boxOf(sheet: Size, width: number, height: number, names: Names): Box {
  const room = { width: Math.max(1, width - left - 2), height: Math.max(1, height - top - 2) };
  const square = Math.min(room.width / sheet.columns, room.height / sheet.rows);
  return {
    x: left,
    y: top,
    width: Math.min(room.width, Math.max(square, nameWidth(names.columns)) * sheet.columns),
    height: Math.min(
      room.height,
      Math.max(square, names.rows.length > 0 ? 12 : 3, sheet.rows === 1 ? 22 : 0) * sheet.rows,
    ),
  };
}

/** The cell under a point of the plot, if there is one. */
export function cellAt(sheet: Size, box: Box, at: { x: number; y: number } | null): Cell | null {
  if (!at) return null;
  const [across, down] = [(at.x - box.x) / box.width, (at.y - box.y) / box.height];
  if (across < 0 || across >= 1 || down < 0 || down >= 1) return null;
  return within(sheet, Math.floor(down * sheet.rows), Math.floor(across * sheet.columns));
}

/** The nearest cell that there is. */
export function within(sheet: Size, row: number, column: number): Cell {
  const clamp = (i: number, count: number) => Math.max(0, Math.min(count - 1, i));
  return { row: clamp(row, sheet.rows), column: clamp(column, sheet.columns) };
}

export function paintSheet(
  ctx: CanvasRenderingContext2D,
  raster: Raster,
  ink: Ink,
  m: Matrix,
  limit: number,
  box: Box,
  names: Names,
  cell: Cell | null,
): void {
  paintHeatmap(ctx, raster, m, diverging[ink.scheme], limit, box);
  ctx.strokeStyle = ink.line;
  ctx.lineWidth = 1;
  ctx.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
  ctx.fillStyle = ink.muted;
  ctx.font = font(10);
  const dx = box.width / m.columns;
  const dy = box.height / m.rows;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  const wide = names.columns.length > 0 ? Math.max(14, 0.6 * nameWidth(names.columns)) : 34;
  const named = indices(m.columns, box.width / wide);
  const apart = named.length > 1 ? (named[1] - named[0]) * dx : box.width;
  for (const c of named)
    ctx.fillText(
      startOf(ctx, names.columns[c] ?? tickText(c), Math.max(12, apart - 3)),
      box.x + (c + 0.5) * dx,
      box.y - 4,
    );
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const r of indices(m.rows, box.height / (names.rows.length > 0 ? 11 : 18)))
    ctx.fillText(
      startOf(ctx, names.rows[r] ?? tickText(r), box.x - 8),
      box.x - 6,
      box.y + (r + 0.5) * dy,
    );
  if (!cell) return;
  ctx.strokeStyle = ink.text;
  ctx.lineWidth = 1.5;
  ctx.strokeRect(
    box.x + cell.column * dx - 1,
    box.y + cell.row * dy - 1,
    Math.max(3, dx) + 2,
    Math.max(3, dy) + 2,
  );
}

// All of them, or round ones where there are more than fit.
const indices = (count: number, most: number) =>
  count <= most
    ? Array.from({ length: count }, (_, i) => i)
    : ticks(0, count - 1, Math.max(2, most / 2)).filter(Number.isInteger);
