import { valueAt, type Matrix } from './heatmap';
import type { ColorScale } from './color';
import { fontFamily, type Ink } from './theme';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign]);

/** A matrix as a vector picture of its own: a square a cell, and the names along its sides. Squares of one
 *  row and colour that lie beside each other are one. */
export function heatmapSvg(
  m: Matrix,
  scale: ColorScale,
  limit: number,
  ink: Ink,
  title: string,
  names: { rows: string[]; columns: string[] },
): string {
  const cell = Math.max(2, Math.min(20, Math.floor(640 / Math.max(m.rows, m.columns))));
  const [left, top] = [names.rows.length > 0 ? 72 : 8, names.columns.length > 0 ? 44 : 28];
  const [width, height] = [left + m.columns * cell + 8, top + m.rows * cell + 8];
  const parts: string[] = [];
  for (let r = 0; r < m.rows; r++)
    for (let c = 0; c < m.columns;) {
      const fill = scale.at(valueAt(m, r, c) / (limit || 1));
      let last = c + 1;
      while (last < m.columns && scale.at(valueAt(m, r, last) / (limit || 1)) === fill) last++;
      parts.push(
        `<rect x="${left + c * cell}" y="${top + r * cell}" width="${(last - c) * cell}" height="${cell}" fill="${fill}"/>`,
      );
      c = last;
    }
  const text = (x: number, y: number, anchor: string, what: string) =>
    parts.push(
      `<text x="${x}" y="${y}" text-anchor="${anchor}" dominant-baseline="middle">${escape(what)}</text>`,
    );
  names.rows
    .slice(0, m.rows)
    .forEach((name, r) => text(left - 6, top + (r + 0.5) * cell, 'end', name));
  names.columns
    .slice(0, m.columns)
    .forEach((name, c) => text(left + (c + 0.5) * cell, top - 9, 'middle', name));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${escape(fontFamily)}" font-size="${Math.min(11, Math.max(6, cell * 0.7))}" fill="${ink.text}" shape-rendering="crispEdges">` +
    `<rect width="100%" height="100%" fill="${ink.surface}"/><text x="${left}" y="16" font-size="12">${escape(title)}</text>` +
    `${parts.join('')}</svg>\n`
  );
}
