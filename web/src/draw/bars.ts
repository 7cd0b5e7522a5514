import { font } from './axes';
import { toPixel, type Scale } from './scale';
import { endOf } from './text';
import type { Ink } from './theme';

export interface Bar {
  name: string;
  value: number;
  text: string;
}
/** A line of its own above the bars that belong together. */
export interface Heading {
  heading: string;
}

export const barHeight = 20;

/** Named bars one below the other, from the left end of a (logarithmic) scale: name, bar, number; with
 *  headings between them. */
export function paintBars(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  rows: (Bar | Heading)[],
  scale: Scale,
  active: number | null,
  width: number,
): void {
  ctx.textBaseline = 'middle';
  rows.forEach((row, i) => {
    const y = i * barHeight;
    ctx.textAlign = 'left';
    if ('heading' in row) {
      ctx.font = font(11, 600);
      ctx.fillStyle = ink.text;
      ctx.fillText(row.heading, 0, y + barHeight / 2 + 1);
      return;
    }
    const { name, value, text } = row;
    ctx.font = font(11);
    if (i === active) {
      ctx.globalAlpha = 0.5;
      ctx.fillStyle = ink.line;
      ctx.fillRect(0, y, width, barHeight);
      ctx.globalAlpha = 1;
    }
    ctx.fillStyle = i === active ? ink.text : ink.muted;
    ctx.fillText(endOf(ctx, name, scale.from - 12), 4, y + barHeight / 2);
    ctx.fillStyle = ink.line;
    ctx.fillRect(scale.from, y + 9, scale.to - scale.from, 2);
    if (value > 0 && Number.isFinite(value)) {
      const end = Math.max(scale.from + 1, Math.min(scale.to, toPixel(scale, value)));
      ctx.fillStyle = ink.accent;
      ctx.fillRect(scale.from, y + 6, end - scale.from, 8);
    }
    ctx.fillStyle = ink.text;
    ctx.textAlign = 'right';
    ctx.fillText(text, width - 4, y + barHeight / 2);
  });
}
