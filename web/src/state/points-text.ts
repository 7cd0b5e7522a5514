// Points drawn by hand, in a link: three bytes a point, as base64url. A point is two coordinates on
// a grid of hundredths between -6 and 6, and one of six classes: 1201 · 1201 · 6 < 2^24.

const side = 1201;
const classes = 6;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The hundredths between -6 and 6 that a coordinate is snapped to when it is drawn. */
export function snapped(coordinate: number): number {
  return Math.round(Math.min(6, Math.max(-6, coordinate)) * 100) / 100;
}

/** Four characters a point; null when a number does not lie on the grid, or is no class. */
export function packPoints(points: readonly number[]): string | null {
  if (points.length % 3 !== 0) return null;
  let text = '';
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, label] = [points[i], points[i + 1], points[i + 2]];
    if (snapped(x) !== x || snapped(y) !== y) return null;
    if (!Number.isInteger(label) || label < 0 || label >= classes) return null;
    const column = Math.round((x + 6) * 100);
    const row = Math.round((y + 6) * 100);
    const code = (column * side + row) * classes + label;
    for (const shift of [18, 12, 6, 0]) text += alphabet[(code >> shift) & 63];
  }
  return text;
}

/** The points of such a text; null when it is none. */
export function unpackPoints(text: string): number[] | null {
  if (text.length % 4 !== 0) return null;
  const points: number[] = [];
  for (let i = 0; i < text.length; i += 4) {
    let code = 0;
    for (let k = i; k < i + 4; k++) {
      const digit = alphabet.indexOf(text[k]);
      if (digit < 0) return null;
      code = code * 64 + digit;
    }
    const place = Math.floor(code / classes);
    if (place >= side * side) return null;
    const hundredths = (n: number) => (n - 600) / 100;
    points.push(hundredths(Math.floor(place / side)), hundredths(place % side), code % classes);
  }
  return points;
}
