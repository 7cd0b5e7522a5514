import type { Raster } from './canvas';
import type { ColorScale } from './color';
import { rasterize, type Matrix } from './heatmap';

/** Many pictures of one size side by side in one raster, so that a whole layer costs one upload.
 *  Picture i lies at column (i % across), row floor(i / across). */
export class Atlas {
  private across = 1;
  private tileWidth = 1;
  private tileHeight = 1;
  private readonly raster: Raster;

  constructor(raster: Raster) {
    this.raster = raster;
  }

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
