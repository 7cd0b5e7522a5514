// Texts that are wider than their room.

type Measure = Pick<CanvasRenderingContext2D, 'measureText'>;

/** As much of the beginning as fits, a letter at least. */
export function startOf(ctx: Measure, text: string, room: number): string {
  const letters = [...text];
  if (letters.length <= 1 || ctx.measureText(text).width <= room) return text;
  while (letters.length > 1 && ctx.measureText(`${letters.join('')}…`).width > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** As much of the end as fits, where the end tells it from others. */
export function endOf(ctx: Measure, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let from = 1;
  while (from < text.length && ctx.measureText(`…${text.slice(from)}`).width > room) from++;
  return `…${text.slice(from)}`;
}

/** A text that runs upwards from a place. */
export function fillUpright(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, 0, 0);
  ctx.restore();
}
