import type { Matrix } from './heatmap';

/** Adds the line where m crosses `level` to the current path (marching squares, linear interpolation).
 *  The outermost grid points lie on the rim of the box, row 0 on top. */
export function traceContour(
  ctx: CanvasRenderingContext2D | Path2D,
  m: Matrix,
  level: number,
  box: { x: number; y: number; width: number; height: number },
): void {
  const dx = box.width / (m.columns - 1);
  const dy = box.height / (m.rows - 1);
  const { data } = m;
  for (let r = 0; r + 1 < m.rows; r++) {
    const y = box.y + r * dy;
    for (let c = 0; c + 1 < m.columns; c++) {
      const at = m.offset + r * m.rowStride + c * m.columnStride;
      const a = data[at] - level;
      const b = data[at + m.columnStride] - level;
      const d = data[at + m.rowStride] - level;
      const e = data[at + m.rowStride + m.columnStride] - level;
      const index = (a > 0 ? 8 : 0) | (b > 0 ? 4 : 0) | (e > 0 ? 2 : 0) | (d > 0 ? 1 : 0);
      if (index === 0 || index === 15 || !Number.isFinite(a + b + d + e)) continue;
      const x = box.x + c * dx;
      const topX = x + (dx * a) / (a - b);
      const bottomX = x + (dx * d) / (d - e);
      const leftY = y + (dy * a) / (a - d);
      const rightY = y + (dy * b) / (b - e);
      const cut = (x1: number, y1: number, x2: number, y2: number) => {
        ctx.moveTo(x1, y1);
        ctx.lineTo(x2, y2);
      };
      switch (index) {
        case 1:
        case 14:
          cut(x, leftY, bottomX, y + dy);
          break;
        case 2:
        case 13:
          cut(bottomX, y + dy, x + dx, rightY);
          break;
        case 3:
        case 12:
          cut(x, leftY, x + dx, rightY);
          break;
        case 4:
        case 11:
          cut(topX, y, x + dx, rightY);
          break;
        case 6:
        case 9:
          cut(topX, y, bottomX, y + dy);
          break;
        case 7:
        case 8:
          cut(x, leftY, topX, y);
          break;
        default: {
          // A saddle: the sign of the middle decides which corners belong together.
          const middle = a + b + d + e > 0;
          if ((index === 5) === middle) {
            cut(x, leftY, topX, y);
            cut(bottomX, y + dy, x + dx, rightY);
          } else {
            cut(x, leftY, bottomX, y + dy);
            cut(topX, y, x + dx, rightY);
          }
        }
      }
    }
  }
}
