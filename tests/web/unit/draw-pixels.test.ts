import { describe, expect, test } from 'vitest';

import type { Raster } from '../../../web/src/draw/canvas';
import { classColor, diverging, notANumberPacked, sequential } from '../../../web/src/draw/color';
import { traceContour } from '../../../web/src/draw/contour';
import { edgeDistance, edgeTone, edgeWidth, edgeY } from '../../../web/src/draw/edges';
import { greatest, matrix, rasterize, valueAt } from '../../../web/src/draw/heatmap';
import { binCounts, summarize } from '../../../web/src/draw/histogram';
import { indexAt, smooth } from '../../../web/src/draw/line';
import { nearestPoint } from '../../../web/src/draw/points';
import { rasterizeClasses, rasterizeSurface } from '../../../web/src/draw/surface';
import { inks } from '../../../web/src/draw/theme';

// A raster without a canvas: painters only write pixels.
const raster = (width: number, height: number) =>
  ({ width, height, pixels: new Uint32Array(width * height) }) as unknown as Raster;

describe('heat-maps', () => {
  const scale = diverging.light;

  test('each value has the colour the scale gives it', () => {
    const values = new Float32Array([-2, -0.5, 0, 0.25, 1, 2]);
    const r = raster(3, 2);
    rasterize(r, matrix(values, 2, 3), scale, 2);
    values.forEach((value, i) => expect(r.pixels[i]).toBe(scale.packed[scale.index(value / 2)]));
  });

  test('values far outside saturate, values that are no numbers stand out', () => {
    const r = raster(4, 1);
    rasterize(r, matrix(new Float32Array([1e30, -1e30, Infinity, NaN]), 1, 4), scale, 1);
    expect([...r.pixels]).toEqual([
      scale.packed.at(-1),
      scale.packed[0],
      scale.packed.at(-1),
      notANumberPacked,
    ]);
  });

  test('strides pick one unit out of many, as the engine lays them out', () => {
    // 2 x 3 places of 4 units each; unit 2
    const data = Float32Array.from({ length: 24 }, (_, i) => i);
    const m = { data, rows: 2, columns: 3, offset: 2, rowStride: 12, columnStride: 4 };
    expect(valueAt(m, 1, 2)).toBe(22);
    const r = raster(5, 4);
    rasterize(r, m, sequential.light, 30, 1, 2);
    expect(r.pixels[3 * 5 + 1 + 2]).toBe(sequential.light.packed[sequential.light.index(22 / 30)]);
    expect(r.pixels[0]).toBe(0);
  });

  test('greatest ignores infinities and respects strides', () => {
    const data = new Float32Array([1, -9, 3, Infinity, -4, 2]);
    expect(greatest(data)).toBe(9);
    expect(greatest(data, 0, 2, 3)).toBe(4);
    expect(greatest(new Float32Array(0))).toBe(0);
  });
});

describe('surfaces', () => {
  // f(x, y) = x over 4 x 4 cell middles
  const ramp = Float32Array.from({ length: 16 }, (_, i) => (i % 4) / 3);

  test('at the grid points themselves the value is exact, between them linear', () => {
    const r = raster(8, 8);
    rasterizeSurface(
      r,
      { data: ramp, rows: 4, columns: 4, width: 1 },
      0,
      sequential.light,
      0,
      1,
      false,
    );
    // pixel 2 of 8 is at (2.5 / 8) * 4 - 0.5 = 0.75 cells
    expect(r.pixels[2]).toBe(sequential.light.packed[sequential.light.index(0.25)]);
  });

  test('discretised, only the side of the centre is left', () => {
    const r = raster(8, 1);
    rasterizeSurface(
      r,
      { data: ramp, rows: 4, columns: 4, width: 1 },
      0,
      diverging.light,
      0.5,
      0.5,
      true,
    );
    expect(new Set(r.pixels).size).toBe(2);
    expect(r.pixels[0]).not.toBe(r.pixels[7]);
    expect(r.pixels[3]).toBe(r.pixels[0]);
    expect(r.pixels[4]).toBe(r.pixels[7]);
  });

  test('a certain class has its own hue, an even vote is paper', () => {
    const classes = 3;
    const data = new Float32Array(4 * classes);
    data.set([0, 1, 0], 0);
    data.set([0, 1, 0], 3);
    data.set([0, 1, 0], 6);
    data.set([0, 1, 0], 9);
    const grid = { data, rows: 2, columns: 2, width: classes };
    const r = raster(2, 2);
    rasterizeClasses(r, grid, inks.light, false, true);
    const blue = classColor('light', 1);
    const bytes = new Uint8Array(new Uint32Array([r.pixels[0]]).buffer);
    // between the paper (255) and the colour, near the colour
    blue.forEach((c, k) => expect(bytes[k]).toBeGreaterThanOrEqual(c));
    expect(bytes[0]).toBeLessThan(255 - 0.6 * (255 - blue[0]));
    data.fill(1 / 3);
    rasterizeClasses(r, grid, inks.light, false, true);
    const even = new Uint8Array(new Uint32Array([r.pixels[0]]).buffer);
    expect(Math.min(even[0], even[1], even[2])).toBeGreaterThan(215);
  });
});

describe('contours', () => {
  test('a plane is cut in one straight line at the right place', () => {
    const data = Float32Array.from({ length: 25 }, (_, i) => i % 5);
    const xs: number[] = [];
    let cuts = 0;
    const path = {
      moveTo: (x: number) => void xs.push(x),
      lineTo: (x: number) => {
        xs.push(x);
        cuts++;
      },
    } as unknown as Path2D;
    traceContour(path, matrix(data, 5, 5), 1.25, { x: 10, y: 0, width: 40, height: 40 });
    expect(cuts).toBe(4);
    for (const x of xs) expect(x).toBeCloseTo(10 + 12.5, 6);
  });

  test('every line ends where another begins, or at the rim', () => {
    const side = 24;
    const data = Float32Array.from({ length: side * side }, (_, i) => {
      const x = (i % side) / 4 - 3;
      const y = Math.floor(i / side) / 4 - 3;
      return Math.sin(2 * x) * Math.cos(2 * y) + 0.1 * x;
    });
    const ends = new Map<string, number>();
    const count = (x: number, y: number) => {
      if (x < 1e-6 || y < 1e-6 || x > side - 1 - 1e-6 || y > side - 1 - 1e-6) return;
      const key = `${x.toFixed(4)} ${y.toFixed(4)}`;
      ends.set(key, (ends.get(key) ?? 0) + 1);
    };
    const path = { moveTo: count, lineTo: count } as unknown as Path2D;
    traceContour(path, matrix(data, side, side), 0.05, {
      x: 0,
      y: 0,
      width: side - 1,
      height: side - 1,
    });
    expect(ends.size).toBeGreaterThan(20);
    for (const times of ends.values()) expect(times).toBe(2);
  });
});

describe('edges', () => {
  const edge = { x1: 10, y1: 20, x2: 110, y2: 220 };

  test('width grows with the weight and does not run away', () => {
    for (let w = 0; w < 20; w += 0.5) expect(edgeWidth(w + 0.5)).toBeGreaterThan(edgeWidth(w));
    expect(edgeWidth(1e6)).toBeLessThan(6);
    expect(edgeWidth(-3)).toBe(edgeWidth(3));
  });

  test('tone has the sign of the weight and vanishes with it', () => {
    expect(edgeTone(0)).toBe(0);
    expect(edgeTone(-0.8)).toBe(-edgeTone(0.8));
    expect(edgeTone(0.5)).toBeGreaterThan(edgeTone(0.2));
  });

  test('the curve starts, ends and turns where it should', () => {
    expect(edgeY(edge, 10)).toBeCloseTo(20, 3);
    expect(edgeY(edge, 60)).toBeCloseTo(120, 3);
    expect(edgeY(edge, 110)).toBeCloseTo(220, 3);
  });

  test('distance is measured across the curve', () => {
    expect(edgeDistance(edge, 60, 120)).toBeCloseTo(0, 2);
    expect(edgeDistance(edge, 60, 130)).toBeLessThan(10);
    expect(edgeDistance(edge, 60, 130)).toBeGreaterThan(2);
    expect(edgeDistance(edge, 5, 20)).toBe(Infinity);
  });
});

describe('lines and points', () => {
  test('smoothing without weight changes nothing; its start is not drawn to zero', () => {
    const ys = [4, 4, NaN, 4, 8];
    const out = new Float64Array(5);
    smooth(ys, 5, 0, out);
    expect([...out]).toEqual(ys);
    smooth(ys, 5, 0.9, out);
    expect(out[0]).toBeCloseTo(4, 12);
    expect(out[1]).toBeCloseTo(4, 12);
    expect(out[2]).toBeNaN();
    expect(out[4]).toBeGreaterThan(4);
    expect(out[4]).toBeLessThan(8);
  });

  test('the cursor reads the last point at or before it', () => {
    const xs = [0, 10, 10, 30];
    expect(indexAt(xs, 4, -1)).toBe(-1);
    expect(indexAt(xs, 4, 0)).toBe(0);
    expect(indexAt(xs, 4, 10)).toBe(2);
    expect(indexAt(xs, 4, 29)).toBe(2);
    expect(indexAt(xs, 4, 99)).toBe(3);
  });

  test('the nearest point within reach', () => {
    const plot = {
      x: { min: 0, max: 10, log: false, from: 0, to: 100 },
      y: { min: 0, max: 10, log: false, from: 100, to: 0 },
    };
    const points = new Float32Array([1, 1, 5, 5, 5.2, 5]);
    const layout = { count: 3, xStride: 2, xOffset: 0, yStride: 2, yOffset: 1 };
    expect(nearestPoint(plot, points, points, layout, 50.4, 50, 5)).toBe(1);
    expect(nearestPoint(plot, points, points, layout, 51.6, 50, 5)).toBe(2);
    expect(nearestPoint(plot, points, points, layout, 80, 20, 5)).toBe(-1);
  });
});

describe('histograms', () => {
  test('statistics are of the finite values, and the others are counted', () => {
    const s = summarize(new Float32Array([1, 2, 3, 4, NaN, Infinity, 0]));
    expect(s).toMatchObject({ count: 7, min: 0, max: 4, mean: 2, zeros: 1, notFinite: 2 });
    expect(s.deviation).toBeCloseTo(Math.SQRT2, 6);
    expect(summarize(new Float32Array([NaN])).mean).toBeNaN();
  });

  test('every finite value falls into one bin, the greatest into the last', () => {
    const bins = new Float64Array(4);
    binCounts(new Float32Array([0, 0.1, 1, 2, 3.9, 4, NaN]), 0, 4, bins);
    expect([...bins]).toEqual([2, 1, 1, 2]);
  });
});
