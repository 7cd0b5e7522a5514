import { paintLinks, paintTokens } from '../../draw/attention';
import { font } from '../../draw/axes';
import { classColor, hexToRgb } from '../../draw/color';
import type { Ink } from '../../draw/theme';
import { t } from '../../i18n';
import { clamp, type Axis, type Cell } from './axes';
import { headsShown, matrixOf, type Matrices } from './matrices';

// The attention of one head, or of all of them, as lines from the queries below to the keys above.

/** Pixels between two tokens of a row of `count`. */
const spacing = (width: number, count: number) => Math.min(48, (width - 24) / count);

/** The middle of token `i` of a row of `count`. */
const middle = (width: number, count: number, i: number) =>
  width / 2 + (i - (count - 1) / 2) * spacing(width, count);

/** The query at `x`, of those that are no padding. */
export function queryAt(width: number, queries: Axis, x: number): Cell | null {
  const count = queries.names.length;
  const row = Math.round((x - width / 2) / spacing(width, count) + (count - 1) / 2);
  return row >= 0 && row < queries.real ? { row, column: -1 } : null;
}

export const queryBeside = (from: Cell, by: number, queries: Axis): Cell => ({
  row: clamp(from.row + by, queries.real),
  column: -1,
});

export interface LinesPicture {
  weights: Matrices;
  /** The head whose lines are shown; -1: those of all. */
  head: number;
  queries: Axis;
  keys: Axis;
  /** What is pointed at, here or in another view; -1: nothing. */
  lit: Cell;
}

export function paintLines(
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  { weights, head, queries, keys, lit }: LinesPicture,
): void {
  const [rows, columns] = [queries.names.length, keys.names.length];
  const place = (count: number, y: number) => (i: number) => ({ x: middle(width, count, i), y });
  const heads = headsShown(head, weights.heads);
  heads.forEach((h, i) =>
    paintLinks(
      ctx,
      { ...matrixOf(weights, h), rows: queries.real },
      weights.heads > 1 ? classColor(ink.scheme, h) : hexToRgb(ink.accent),
      place(rows, height - 36),
      place(columns, 36),
      lit.row,
      (i - (heads.length - 1) / 2) * Math.min(2, spacing(width, columns) / (heads.length + 1)),
    ),
  );
  const padded = (axis: Axis) => (i: number) => i >= axis.real;
  paintTokens(
    ctx,
    ink,
    keys.names,
    place(columns, 24),
    spacing(width, columns),
    lit.column,
    'beside',
    padded(keys),
  );
  paintTokens(
    ctx,
    ink,
    queries.names,
    place(rows, height - 24),
    spacing(width, rows),
    lit.row,
    'beside',
    padded(queries),
  );
  ctx.font = font(11);
  ctx.fillStyle = ink.muted;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(t('view.attention.keys'), 0, 7);
  ctx.fillText(t('view.attention.queries'), 0, height - 7);
}
