import { edgeDistance, edgeWidth, type Edge } from '../../draw/edges';
import { stripWidth, type Column, type Layout } from './layout';

const allBelow = 640; // edges between two columns that are all drawn
const strongest = 360; // of more than that, about so many of the largest are

const bins = new Uint32Array(256);

/** The |weight| from which on a weight is drawn: 0 when there are few, else what leaves the largest. */
export function drawnFrom(weights: Float32Array): number {
  if (weights.length <= allBelow) return 0;
  let most = 0;
  for (const w of weights) most = Math.max(most, Math.abs(w));
  if (!(most > 0) || most === Infinity) return Infinity;
  bins.fill(0);
  for (const w of weights) bins[Math.floor((Math.abs(w) / most) * 255)]++;
  let kept = 0;
  let bin = 255;
  while (bin > 0 && kept + bins[bin] <= strongest) kept += bins[bin--];
  return ((bin + 1) / 255) * most;
}

/** Calls back for each weight between two columns whose units have tiles, the features that are on
 *  included. The edge object is reused. */
export function eachEdge(
  before: Column,
  column: Column,
  visit: (edge: Edge, fromTile: number, toTile: number, index: number) => void,
): void {
  const edge: Edge = { x1: 0, y1: 0, x2: 0, y2: 0 };
  for (let j = 0; j < column.boxes.length; j++) {
    const to = column.boxes[j];
    edge.x2 = to.x;
    edge.y2 = to.y + to.size / 2;
    for (let i = 0; i < before.boxes.length; i++) {
      const source = before.sources[i];
      if (source < 0) continue;
      const from = before.boxes[i];
      edge.x1 = from.x + from.size;
      edge.y1 = from.y + from.size / 2;
      visit(edge, i, j, source * column.units + column.sources[j]);
    }
  }
}

/** Whether single weights run from one column to the next, one from every unit to every unit. */
export const hasWeights = (before: Column, column: Column) =>
  column.weight !== null && before.face !== 'picture' && before.face !== 'strip';

/** Where the lines of a column without tiles of its own leave from. */
export function exit(column: Column, height: number): { x: number; y: number } {
  const box = column.boxes[0];
  return box
    ? { x: box.x + box.size, y: box.y + box.size / 2 }
    : { x: column.left + column.width / 2 + stripWidth / 2, y: height / 2 };
}

/** The weight drawn nearest to (x, y), within a few pixels. */
export function edgeAt(
  layout: Layout,
  weights: (column: Column) => Float32Array | undefined,
  x: number,
  y: number,
): { column: number; from: number; to: number } | null {
  let found: { column: number; from: number; to: number } | null = null;
  let nearest = Infinity;
  for (let c = 1; c < layout.columns.length; c++) {
    const before = layout.columns[c - 1];
    const column = layout.columns[c];
    const values = weights(column);
    if (!values || !hasWeights(before, column)) continue;
    if (x < before.left || x > column.left + column.width) continue;
    const threshold = drawnFrom(values);
    eachEdge(before, column, (edge, from, to, index) => {
      const weight = values[index];
      if (Math.abs(weight) < threshold || x < edge.x1 || x > edge.x2) return;
      const distance = edgeDistance(edge, x, y);
      if (distance < nearest && distance <= 4 + edgeWidth(weight) / 2) {
        nearest = distance;
        found = { column: c, from, to };
      }
    });
  }
  return found;
}
