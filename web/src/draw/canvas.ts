// The two things every painter stands on: a canvas whose backing store matches the screen, and a
// reusable pixel buffer.

/** Gives the canvas a backing store of width x height CSS pixels at this density; returns a cleared
 *  context that is scaled to CSS pixels. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  density: number,
): CanvasRenderingContext2D | null {
  const w = Math.max(1, Math.round(width * density));
  const h = Math.max(1, Math.round(height * density));
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const ctx = canvas.getContext('2d');
  if (!ctx) return null;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, w, h);
  ctx.setTransform(density, 0, 0, density, 0, 0);
  return ctx;
}

/** A path of a rectangle with round corners (CanvasRenderingContext2D.roundRect is too new). */
export function roundedRect(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  ctx.beginPath();
  ctx.moveTo(x + radius, y);
  ctx.arcTo(x + width, y, x + width, y + height, radius);
  ctx.arcTo(x + width, y + height, x, y + height, radius);
  ctx.arcTo(x, y + height, x, y, radius);
  ctx.arcTo(x, y, x + width, y, radius);
  ctx.closePath();
}

/** An off-screen picture written pixel by pixel: fill `pixels` (packed colours, row-major), `commit`,
 *  then draw whole or in part. Nothing is allocated while its size stays the same. */
export class Raster {
  width = 0;
  height = 0;
  pixels = new Uint32Array(0);
  private canvas: HTMLCanvasElement | null = null;
  private image: ImageData | null = null;

  resize(width: number, height: number): void {
    if (this.image && width === this.width && height === this.height) return;
    this.canvas ??= document.createElement('canvas');
    this.canvas.width = this.width = width;
    this.canvas.height = this.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  commit(): void {
    // Written every frame and never read back by the GPU in between: keep it in memory.
    const ctx = this.canvas?.getContext('2d', { willReadFrequently: true });
    if (ctx && this.image) ctx.putImageData(this.image, 0, 0);
  }

  draw(
    ctx: CanvasRenderingContext2D,
    x: number,
    y: number,
    width: number,
    height: number,
    smooth: boolean,
    source = { x: 0, y: 0, width: this.width, height: this.height },
  ): void {
    if (!this.canvas || this.width === 0 || this.height === 0) return;
    ctx.imageSmoothingEnabled = smooth;
    ctx.imageSmoothingQuality = 'high';
    ctx.drawImage(
      this.canvas,
      source.x,
      source.y,
      source.width,
      source.height,
      x,
      y,
      width,
      height,
    );
  }
}
