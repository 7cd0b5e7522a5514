// What the user draws on: ink from 0 to 1 on a square of pixels, laid down with a round soft brush.

export const side = 112;
const radius = 5;

export class Paper {
  readonly ink = new Float32Array(side * side);

  get empty(): boolean {
    return this.ink.every((value) => value === 0);
  }

  clear(): void {
    this.ink.fill(0);
  }

  /** A stroke between two places, given as shares of the side. */
  stroke(x0: number, y0: number, x1: number, y1: number): void {
    const [ax, ay, bx, by] = [x0 * side, y0 * side, x1 * side, y1 * side];
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1));
    const right = Math.min(side - 1, Math.ceil(Math.max(ax, bx) + radius + 1));
    const top = Math.max(0, Math.floor(Math.min(ay, by) - radius - 1));
    const bottom = Math.min(side - 1, Math.ceil(Math.max(ay, by) + radius + 1));
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - ax;
        const py = y + 0.5 - ay;
        // distance from the pixel to the nearest place of the stroke
        const t =
          length > 0 ? Math.min(1, Math.max(0, (px * (bx - ax) + py * (by - ay)) / length)) : 0;
        const distance = Math.hypot(px - t * (bx - ax), py - t * (by - ay));
        const cover = Math.min(1, Math.max(0, radius + 0.5 - distance));
        const at = y * side + x;
        if (cover > this.ink[at]) this.ink[at] = cover;
      }
  }
}
