import { font } from './axes';
import { toPixel, type Scale } from './scale';
import type { Ink } from './theme';

/** A mean with a whisker of one standard deviation to both sides. */
export interface Whisker {
  mean: number;
  deviation: number;
}

/** For each of several things two whiskers side by side: as it was, and as it has become. */
export function paintWhiskers(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  pairs: [Whisker, Whisker][],
  y: Scale,
  from: number,
  to: number,
  active: number | null,
): void {
  const each = (to - from) / Math.max(1, pairs.length);
  const apart = Math.min(5, each / 4);
  pairs.forEach((pair, i) => {
    const middle = from + (i + 0.5) * each;
    if (i === active) {
      ctx.globalAlpha = 0.5;
      ctx.fillStyle = ink.line;
      ctx.fillRect(from + i * each, y.to, each, y.from - y.to);
      ctx.globalAlpha = 1;
    }
    pair.forEach(({ mean, deviation }, k) => {
      if (!Number.isFinite(mean)) return;
      const x = middle + (k === 0 ? -apart : apart);
      ctx.strokeStyle = ctx.fillStyle = k === 0 ? ink.muted : ink.accent;
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      ctx.moveTo(x, toPixel(y, mean - deviation));
      ctx.lineTo(x, toPixel(y, mean + deviation));
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(x, toPixel(y, mean), Math.min(3, Math.max(1.5, apart * 0.7)), 0, 2 * Math.PI);
      ctx.fill();
    });
  });
  ctx.font = font(10);
  ctx.fillStyle = ink.muted;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  const every = Math.max(1, Math.ceil(18 / each));
  for (let i = 0; i < pairs.length; i += every)
    ctx.fillText(String(i + 1), from + (i + 0.5) * each, y.from + 5);
}
