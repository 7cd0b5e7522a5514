import type { ColorScale } from './color';

// A weight is a curve from the right side of one unit to the left side of the next, as broad and strong
// as the weight is large and coloured by its sign.

export interface Edge {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** Width in CSS pixels. It saturates slowly, so that a weight of 0.1 can be seen and one of 10 does not
 *  bury its neighbours. */
export const edgeWidth = (weight: number) => 0.75 + 4.75 * (1 - 1 / (1 + Math.abs(weight) / 1.6));

/** Position on the diverging scale: the sign is visible from small weights on. */
export function edgeTone(weight: number): number {
  const size = Math.abs(weight);
  return Math.sign(weight) * (0.22 + 0.78 * (size / (size + 0.7))) * Math.min(1, size * 12);
}

const bend = (edge: Edge) => (edge.x2 - edge.x1) * 0.5;

export function paintEdge(
  ctx: CanvasRenderingContext2D,
  edge: Edge,
  weight: number,
  scale: ColorScale,
  alpha: number,
): void {
  const b = bend(edge);
  ctx.globalAlpha = alpha;
  ctx.lineWidth = edgeWidth(weight);
  ctx.strokeStyle = Number.isNaN(weight) ? scale.at(NaN) : scale.at(edgeTone(weight));
  ctx.beginPath();
  ctx.moveTo(edge.x1, edge.y1);
  ctx.bezierCurveTo(edge.x1 + b, edge.y1, edge.x2 - b, edge.y2, edge.x2, edge.y2);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Height of the curve at a given x between its ends. */
export function edgeY(edge: Edge, x: number): number {
  // x(t) is monotonic: bisect. With both handles half way, x(t) = x1 + w (1.5 t - 1.5 t^2 + t^3).
  const target = (x - edge.x1) / (edge.x2 - edge.x1);
  let low = 0;
  let high = 1;
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (t * (1.5 - 1.5 * t + t * t) < target) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return edge.y1 + (edge.y2 - edge.y1) * t * t * (3 - 2 * t);
}

/** Whether (x, y) is within `reach` of the curve, measured along y and corrected for its slope; the
 *  distance, or Infinity. */
export function edgeDistance(edge: Edge, x: number, y: number): number {
  if (x < edge.x1 || x > edge.x2) return Infinity;
  const here = edgeY(edge, x);
  const ahead = Math.min(1, edge.x2 - x);
  const slope = ahead > 0 ? (edgeY(edge, x + ahead) - here) / ahead : 0;
  return Math.abs(y - here) / Math.hypot(1, slope);
}
