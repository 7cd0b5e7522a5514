import { font } from './axes';
import type { ColorScale } from './color';
import type { Ink } from './theme';

/** A small square of numbers, `side` cells wide, each on the colour of its value. */
export interface NumberGrid {
  values: ArrayLike<number>;
  side: number;
  scale: ColorScale;
  limit: number;
  /** Cells that lie outside of the picture are hatched. */
  inside?: boolean[];
  /** A cell that is framed. */
  mark?: number;
}

const legible = 22; // pixels of a cell that a number needs

/** A number for a narrow place: two decimals, three digits. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text = size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
  return Number(text) === 0 ? '0' : text.replace('-', '−').replace(/^(−?)0\./, '$1.');
}

export function paintNumbers(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  grid: NumberGrid,
  x: number,
  y: number,
  cell: number,
): void {
  const { values, side, scale, limit, inside, mark } = grid;
  ctx.font = font(Math.min(11, cell / 2.6));
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let i = 0; i < side * side; i++) {
    const [left, top] = [x + (i % side) * cell, y + Math.floor(i / side) * cell];
    const value = values[i];
    const share = Math.max(-1, Math.min(1, value / (limit || 1)));
    ctx.fillStyle = scale.at(share);
    ctx.fillRect(left, top, cell - 1, cell - 1);
    if (inside && !inside[i]) {
      ctx.strokeStyle = ink.line;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(left, top + cell - 1);
      ctx.lineTo(left + cell - 1, top);
      ctx.stroke();
    }
    if (cell >= legible) {
      // On the strong end of a dark scale, light paper is behind the number.
      const strong = Math.abs(share) > 0.62;
      ctx.fillStyle = strong ? (ink.scheme === 'dark' ? ink.surface : ink.text) : ink.text;
      if (scale.low === 0 && strong) ctx.fillStyle = ink.surface;
      ctx.fillText(shortNumber(value), left + (cell - 1) / 2, top + (cell - 1) / 2, cell - 3);
    }
    if (i === mark) {
      ctx.strokeStyle = ink.accent;
      ctx.lineWidth = 2;
      ctx.strokeRect(left, top, cell - 1, cell - 1);
    }
  }
}
