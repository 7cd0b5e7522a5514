import { Raster } from './canvas';
import { classColor, hexToRgb, notANumberPacked, pack, type ColorScale, type Rgb } from './color';
import type { Ink } from './theme';

/** Outputs of a network over a square grid: rows x columns points of `width` values each, row 0 on top. */
export interface Grid {
  data: Float32Array;
  rows: number;
  columns: number;
  width: number;
}

// Bilinear position of output pixel i of n over `count` grid points, each the middle of its cell.
function locate(i: number, n: number, count: number): [number, number] {
  const at = Math.max(0, Math.min(count - 1, ((i + 0.5) / n) * count - 0.5));
  const low = Math.min(count - 2, Math.floor(at));
  return [low, at - low];
}

/** Output `column` of each point on a diverging scale that runs from `center - limit` to `center +
 *  limit`. `discretize` keeps only the side of the centre. The values are interpolated before they become
 *  colours, so that a sharp edge stays sharp. */
export function rasterizeSurface(
  raster: Raster,
  grid: Grid,
  column: number,
  scale: ColorScale,
  center: number,
  limit: number,
  discretize: boolean,
): void {
  const { data, rows, columns, width: stride } = grid;
  const { width, height, pixels } = raster;
  const last = scale.packed.length - 1;
  const factor = last / (scale.high - scale.low) / (limit || 1);
  const shift = (-scale.low / (scale.high - scale.low)) * last + 0.5 - center * factor;
  const positive = scale.packed[scale.index(0.7)];
  const negative = scale.packed[scale.index(-0.7)];
  const across = columnPositions(width, columns);
  for (let y = 0, out = 0; y < height; y++) {
    const [row, v] = locate(y, height, rows);
    const upper = row * columns * stride + column;
    const lower = upper + columns * stride;
    for (let x = 0; x < width; x++, out++) {
      const c = across.low[x] * stride;
      const u = across.part[x];
      const a = data[upper + c] + u * (data[upper + c + stride] - data[upper + c]);
      const b = data[lower + c] + u * (data[lower + c + stride] - data[lower + c]);
      const value = a + v * (b - a);
      if (value !== value) pixels[out] = notANumberPacked;
      else if (discretize) pixels[out] = value >= center ? positive : negative;
      else {
        const i = value * factor + shift;
        pixels[out] = scale.packed[i < 0 ? 0 : i > last ? last : i | 0];
      }
    }
  }
}

const positions = { count: 0, low: new Int32Array(0), part: new Float32Array(0) };

function columnPositions(width: number, columns: number): typeof positions {
  if (positions.low.length !== width || positions.count !== columns) {
    positions.count = columns;
    positions.low = new Int32Array(width);
    positions.part = new Float32Array(width);
    for (let x = 0; x < width; x++)
      [positions.low[x], positions.part[x]] = locate(x, width, columns);
  }
  return positions;
}

const blended = new Float32Array(64);

/** K probabilities (or scores) per point: the colours of the classes mixed by probability, paler where
 *  the network is unsure. Scores that are no probabilities are shown through their winner's margin. */
export function rasterizeClasses(
  raster: Raster,
  grid: Grid,
  ink: Ink,
  discretize: boolean,
  probabilities: boolean,
): void {
  const { data, rows, columns } = grid;
  const classes = Math.min(grid.width, blended.length);
  const { width, height, pixels } = raster;
  const colors: Rgb[] = Array.from({ length: classes }, (_, k) => classColor(ink.scheme, k));
  const paper = hexToRgb(ink.surface);
  const full = ink.scheme === 'light' ? 0.72 : 0.66; // how far the purest colour stands from the paper
  const across = columnPositions(width, columns);
  for (let y = 0, out = 0; y < height; y++) {
    const [row, v] = locate(y, height, rows);
    for (let x = 0; x < width; x++, out++) {
      const u = across.part[x];
      const upper = (row * columns + across.low[x]) * grid.width;
      const lower = upper + columns * grid.width;
      let best = 0;
      let top = -Infinity;
      let second = -Infinity;
      for (let k = 0; k < classes; k++) {
        const a = data[upper + k] + u * (data[upper + grid.width + k] - data[upper + k]);
        const b = data[lower + k] + u * (data[lower + grid.width + k] - data[lower + k]);
        const value = a + v * (b - a);
        blended[k] = value;
        if (value > top) {
          second = top;
          top = value;
          best = k;
        } else if (value > second) second = value;
      }
      if (!(top > -Infinity)) {
        pixels[out] = notANumberPacked;
        continue;
      }
      let r = 0;
      let g = 0;
      let b = 0;
      let strength = full;
      if (discretize || !probabilities) {
        [r, g, b] = colors[best];
        if (!discretize) strength *= Math.min(1, Math.max(0.08, (top - second) / 2));
      } else {
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          const p = Math.max(0, blended[k]);
          sum += p;
          r += p * colors[k][0];
          g += p * colors[k][1];
          b += p * colors[k][2];
        }
        sum = sum || 1;
        r /= sum;
        g /= sum;
        b /= sum;
        const sure = (top / sum - 1 / classes) / (1 - 1 / classes);
        strength *= 0.18 + 0.82 * Math.min(1, Math.max(0, sure));
      }
      pixels[out] = pack([
        paper[0] + strength * (r - paper[0]),
        paper[1] + strength * (g - paper[1]),
        paper[2] + strength * (b - paper[2]),
      ]);
    }
  }
}
