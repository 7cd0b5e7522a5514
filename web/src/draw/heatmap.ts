import { Raster } from './canvas';
import { notANumberPacked, type ColorScale } from './color';

/** A matrix inside a flat array: value (r, c) is at offset + r * rowStride + c * columnStride. */
export interface Matrix {
  data: Float32Array;
  rows: number;
  columns: number;
  offset: number;
  rowStride: number;
  columnStride: number;
}

export function matrix(data: Float32Array, rows: number, columns: number): Matrix {
  return { data, rows, columns, offset: 0, rowStride: columns, columnStride: 1 };
}

export const valueAt = (m: Matrix, row: number, column: number) =>
  m.data[m.offset + row * m.rowStride + column * m.columnStride];

// Paints m into raster pixels from (left, top). `limit` is the value at the end of the scale; a
// sequential scale shows 0..limit, a diverging one -limit..limit.
export function rasterize(
  raster: Raster,
  m: Matrix,
  scale: ColorScale,
  limit: number,
  left = 0,
  top = 0,
): void {
  const factor = (scale.packed.length - 1) / (scale.high - scale.low) / (limit || 1);
  const shift = (-scale.low / (scale.high - scale.low)) * (scale.packed.length - 1) + 0.5;
  const last = scale.packed.length - 1;
  const { data } = m;
  for (let r = 0; r < m.rows; r++) {
    let at = m.offset + r * m.rowStride;
    let out = (top + r) * raster.width + left;
    for (let c = 0; c < m.columns; c++, at += m.columnStride, out++) {
      const i = data[at] * factor + shift;
      raster.pixels[out] =
        i !== i ? notANumberPacked : scale.packed[i < 0 ? 0 : i > last ? last : i | 0];
    }
  }
}

/** The greatest finite |value|; 0 for none. */
export function greatest(data: Float32Array, offset = 0, stride = 1, count = data.length): number {
  let most = 0;
  for (let i = 0, at = offset; i < count; i++, at += stride) {
    const size = Math.abs(data[at]);
    if (size > most && size !== Infinity) most = size;
  }
  return most;
}

/** An end for the colour scale that a few outliers do not move: three times the root mean square, or the
 *  greatest size where that is less. */
export function usual(data: Float32Array): number {
  let squares = 0;
  let finite = 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    squares += value * value;
    finite++;
  }
  return Math.min(3 * Math.sqrt(squares / Math.max(1, finite)), greatest(data)) || 1;
}

/** One matrix as a heat-map filling the box; cells stay sharp unless `smooth`. */
export function paintHeatmap(
  ctx: CanvasRenderingContext2D,
  raster: Raster,
  m: Matrix,
  scale: ColorScale,
  limit: number,
  box: { x: number; y: number; width: number; height: number },
  smooth = false,
): void {
  if (m.rows === 0 || m.columns === 0) return;
  raster.resize(m.columns, m.rows);
  rasterize(raster, m, scale, limit);
  raster.commit();
  // Many cells to a pixel: averaging is truer than picking one.
  const dense = m.columns > box.width || m.rows > box.height;
  raster.draw(ctx, box.x, box.y, box.width, box.height, smooth || dense);
}
