import { font } from './axes';
import { roundedRect } from './canvas';
import type { ColorScale } from './color';
import { textOn } from './neuron';
import type { Ink } from './theme';

export interface ConfusionLayout {
  left: number;
  top: number;
  cell: number;
  classes: number;
}

/** Room for labels on the left and on top, square cells in what is left. */
export function layoutConfusion(
  width: number,
  height: number,
  classes: number,
  label: number,
): ConfusionLayout {
  const cell = Math.max(
    4,
    Math.floor(Math.min((width - label) / classes, (height - label) / classes)),
  );
  return { left: label, top: label, cell, classes };
}

/** counts[truth * classes + guess]; rows are truths, columns guesses, shaded by share of the row. Right
 *  answers are on the diagonal in blue, mistakes in orange. */
export function paintConfusion(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  layout: ConfusionLayout,
  counts: Float32Array,
  names: string[],
  scale: ColorScale,
  active: { row: number; column: number } | null,
): void {
  const { left, top, cell, classes } = layout;
  const numberSize = Math.min(12, cell * 0.36);
  ctx.textBaseline = 'middle';
  ctx.font = font(11);
  // Names that would run into each other stand above every second column, or third.
  const short = Math.max(...names.map((name) => Math.min(ctx.measureText(name).width, 24)));
  const every = Math.ceil((short + 3) / cell);
  for (let r = 0; r < classes; r++) {
    let total = 0;
    for (let c = 0; c < classes; c++) total += counts[r * classes + c];
    const y = top + r * cell;
    for (let c = 0; c < classes; c++) {
      const x = left + c * cell;
      const count = counts[r * classes + c];
      const share = total > 0 ? count / total : 0;
      // The square root lifts rare mistakes out of the paper.
      const tone = r === c ? share * 0.85 : -Math.sqrt(share);
      ctx.fillStyle = scale.at(tone);
      roundedRect(ctx, x + 0.5, y + 0.5, cell - 1, cell - 1, Math.min(4, cell * 0.12));
      ctx.fill();
      if (count > 0 && numberSize >= 8) {
        ctx.textAlign = 'center';
        ctx.font = font(numberSize, 500);
        ctx.fillStyle = textOn(ink, tone);
        ctx.fillText(String(count), x + cell / 2, y + cell / 2 + 0.5);
      }
    }
    ctx.fillStyle = active?.row === r ? ink.text : ink.muted;
    ctx.font = font(11, active?.row === r ? 600 : 400);
    ctx.textAlign = 'right';
    ctx.fillText(names[r], left - 6, y + cell / 2, left - 8);
    ctx.fillStyle = active?.column === r ? ink.text : ink.muted;
    ctx.font = font(11, active?.column === r ? 600 : 400);
    ctx.textAlign = 'center';
    if (r % every === 0 || active?.column === r)
      ctx.fillText(names[r], left + (r + 0.5) * cell, top - 9, every * cell - 2);
  }
  if (active) {
    ctx.strokeStyle = ink.accent;
    ctx.lineWidth = 2;
    ctx.strokeRect(left + active.column * cell, top + active.row * cell, cell, cell);
  }
}
