import type { Raster } from './canvas';
import { pack, type ColorScale } from './color';
import { rasterize, type Matrix } from './heatmap';

/** A picture in colours, its three planes one after the other from m.offset, into raster pixels. */
export function rasterizeColours(raster: Raster, m: Matrix, left = 0, top = 0): void {
  const plane = m.rows * m.columns;
  const byte = (v: number) => Math.round(255 * Math.min(1, Math.max(0, v)));
  for (let r = 0; r < m.rows; r++) {
    for (let c = 0; c < m.columns; c++) {
      const at = m.offset + r * m.columns + c;
      const [red, green, blue] = [0, 1, 2].map((k) => byte(m.data[at + k * plane]));
      raster.pixels[(top + r) * raster.width + left + c] = pack([red, green, blue]);
    }
  }
}

/** Many pictures of one size side by side in one raster, so that a whole layer costs one upload.
 *  Picture i lies at column (i % across), row floor(i / across). */
export class Atlas {
  private across = 1;
  private tileWidth = 1;
  private tileHeight = 1;

  constructor(readonly raster: Raster) {}

  resize(count: number, tileWidth: number, tileHeight: number): void {
    this.across = Math.max(1, Math.min(count, Math.floor(2048 / tileWidth)));
    this.tileWidth = tileWidth;
    this.tileHeight = tileHeight;
    this.raster.resize(this.across * tileWidth, Math.ceil(count / this.across) * tileHeight);
  }

  set(index: number, picture: Matrix, scale: ColorScale, limit: number): void {
    const { x, y } = this.source(index);
    rasterize(this.raster, picture, scale, limit, x, y);
  }

  source(index: number): { x: number; y: number; width: number; height: number } {
    return {
      x: (index % this.across) * this.tileWidth,
      y: Math.floor(index / this.across) * this.tileHeight,
      width: this.tileWidth,
      height: this.tileHeight,
    };
  }
}
