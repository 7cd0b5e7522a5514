import type { Plot } from './axes';
import { toPixel } from './scale';
import type { Ink } from './theme';

export interface PointStyle {
  radius: number;
  /** Train points are filled with a thin outline; test points are rings with a paper centre. */
  test: boolean;
  /** The outline of train points; the paper's colour unless the points may have that colour too. */
  outline?: string;
}

/** Points (x_i, y_i) with a CSS colour each. `data` holds rows of `stride` values; x and y are columns. */
export function paintPoints(
  ctx: CanvasRenderingContext2D,
  ink: Ink,
  plot: Plot,
  xs: Float32Array,
  ys: Float32Array,
  layout: { count: number; xStride: number; xOffset: number; yStride: number; yOffset: number },
  colorOf: (index: number) => string,
  { radius, test, outline = ink.surface }: PointStyle,
): void {
  for (let i = 0; i < layout.count; i++) {
    const px = toPixel(plot.x, xs[layout.xOffset + i * layout.xStride]);
    const py = toPixel(plot.y, ys[layout.yOffset + i * layout.yStride]);
    const color = colorOf(i);
    ctx.beginPath();
    ctx.arc(px, py, test ? radius - 0.5 : radius, 0, 2 * Math.PI);
    ctx.fillStyle = test ? ink.surface : color;
    ctx.fill();
    ctx.lineWidth = test ? 1.75 : 1;
    ctx.strokeStyle = test ? color : outline;
    ctx.stroke();
  }
}

/** Index of the point nearest to (px, py) within `reach` pixels, or -1. */
export function nearestPoint(
  plot: Plot,
  xs: Float32Array,
  ys: Float32Array,
  layout: { count: number; xStride: number; xOffset: number; yStride: number; yOffset: number },
  px: number,
  py: number,
  reach: number,
): number {
  let found = -1;
  let nearest = reach * reach;
  for (let i = 0; i < layout.count; i++) {
    const dx = toPixel(plot.x, xs[layout.xOffset + i * layout.xStride]) - px;
    const dy = toPixel(plot.y, ys[layout.yOffset + i * layout.yStride]) - py;
    const distance = dx * dx + dy * dy;
    if (distance <= nearest) {
      nearest = distance;
      found = i;
    }
  }
  return found;
}
