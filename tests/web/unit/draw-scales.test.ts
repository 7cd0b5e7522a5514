import { describe, expect, test } from 'vitest';

import {
  ColorScale,
  classColor,
  diverging,
  luminance,
  notANumber,
  oklch,
  pack,
  sequential,
  type Rgb,
} from '../../../web/src/draw/color';
import {
  tickText,
  ticks,
  tidyRange,
  tidyStep,
  toPixel,
  toValue,
} from '../../../web/src/draw/scale';
import { textOn } from '../../../web/src/draw/neuron';
import { inks } from '../../../web/src/draw/theme';

const schemes = ['light', 'dark'] as const;
const rgbOf = (css: string) => css.match(/\d+/g)!.slice(0, 3).map(Number) as unknown as Rgb;

describe('colours', () => {
  test('oklch agrees with the published conversion', () => {
    expect(oklch(1, 0, 0)).toEqual([255, 255, 255]);
    expect(oklch(0, 0, 0)).toEqual([0, 0, 0]);
    // sRGB red, green and blue by Ottosson's table
    for (const [l, c, h, rgb] of [
      [0.627955, 0.257683, 29.2339, [255, 0, 0]],
      [0.86644, 0.294827, 142.4953, [0, 255, 0]],
      [0.452014, 0.313214, 264.052, [0, 0, 255]],
    ] as const)
      oklch(l, c, h).forEach((byte, i) => expect(Math.abs(byte - rgb[i])).toBeLessThanOrEqual(1));
  });

  test('a packed colour is RGBA in memory', () => {
    const bytes = new Uint8Array(new Uint32Array([pack([1, 2, 3])]).buffer);
    expect([...bytes]).toEqual([1, 2, 3, 255]);
  });

  test.each(schemes)(
    'diverging, %s: zero is neutral, size is told by lightness alone',
    (scheme) => {
      const scale = diverging[scheme];
      const [r, g, b] = rgbOf(scale.at(0));
      expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(10);
      let last = luminance(rgbOf(scale.at(0)));
      for (let t = 0.1; t <= 1; t += 0.1) {
        const negative = luminance(rgbOf(scale.at(-t)));
        const positive = luminance(rgbOf(scale.at(t)));
        // equally strong on both sides, and strictly away from the paper
        expect(Math.abs(negative - positive)).toBeLessThan(0.09);
        const step = scheme === 'light' ? last - positive : positive - last;
        expect(step).toBeGreaterThan(0);
        last = positive;
      }
      // orange against blue, not red against green
      const [nr, , nb] = rgbOf(scale.at(-1));
      const [pr, , pb] = rgbOf(scale.at(1));
      expect(nr).toBeGreaterThan(nb + 60);
      expect(pb).toBeGreaterThan(pr + 60);
    },
  );

  test.each(schemes)('sequential, %s: strictly away from the paper', (scheme) => {
    let last = NaN;
    for (let t = 0; t <= 1.001; t += 0.1) {
      const y = luminance(rgbOf(sequential[scheme].at(t)));
      if (!Number.isNaN(last)) {
        if (scheme === 'light') expect(y).toBeLessThan(last);
        else expect(y).toBeGreaterThan(last);
      }
      last = y;
    }
  });

  test.each(schemes)('diverging, %s: a number written on it can be read', (scheme) => {
    const light = (css: string) => {
      const hex = /^#(..)(..)(..)$/.exec(css);
      return luminance(
        hex ? (hex.slice(1).map((byte) => parseInt(byte, 16)) as unknown as Rgb) : rgbOf(css),
      );
    };
    for (let t = -1; t <= 1; t += 0.05) {
      const [paper, text] = [diverging[scheme].at(t), textOn(inks[scheme], t)].map(light);
      const contrast = (Math.max(paper, text) + 0.05) / (Math.min(paper, text) + 0.05);
      expect(contrast, `at ${t}`).toBeGreaterThan(4);
    }
  });

  test('values beyond the ends have the colour of the end; NaN is on no scale', () => {
    const scale = new ColorScale(-1, 1, (t) => [Math.round((t + 1) * 100), 0, 0]);
    expect(scale.at(-Infinity)).toBe(scale.at(-1));
    expect(scale.at(1e30)).toBe(scale.at(1));
    expect(scale.at(NaN)).toBe(notANumber);
    for (const scheme of schemes) expect(diverging[scheme].css).not.toContain(notANumber);
  });

  test.each(schemes)('ten classes, %s: all different', (scheme) => {
    const colors = Array.from({ length: 10 }, (_, k) => classColor(scheme, k));
    for (let i = 0; i < 10; i++)
      for (let j = 0; j < i; j++) {
        const distance = Math.hypot(...colors[i].map((c, k) => c - colors[j][k]));
        expect(distance).toBeGreaterThan(40);
      }
  });
});

describe('axes', () => {
  test('steps are 1, 2 or 5 times a power of ten', () => {
    for (let span = 0.0013; span < 1e5; span *= 1.37)
      for (const count of [2, 4, 7]) {
        const step = tidyStep(span, count);
        const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
        expect([1, 2, 5].some((m) => Math.abs(m - mantissa) < 1e-6)).toBe(true);
        expect(span / step).toBeLessThan(count * 2 + 1);
        expect(span / step).toBeGreaterThan(count / 2);
      }
  });

  test('ticks lie inside, evenly, and zero is exactly zero', () => {
    const found = ticks(-6, 6, 5);
    expect(found).toEqual([-6, -4, -2, 0, 2, 4, 6]);
    expect(ticks(0.1, 0.9, 4)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(ticks(3, 3, 4)).toEqual([]);
  });

  test('log ticks are powers of ten; a short axis gets the numbers between', () => {
    expect(ticks(1e-4, 1, 6, true)).toEqual(
      [1e-4, 1e-3, 1e-2, 1e-1, 1].map((v) => expect.closeTo(v, 12)),
    );
    expect(ticks(0.1, 1, 4, true)).toEqual([0.1, 0.2, 0.5, 1].map((v) => expect.closeTo(v, 12)));
  });

  test('a tidy range holds the values', () => {
    for (let i = 1; i < 60; i++) {
      const min = Math.sin(i) * 10 ** (i % 7);
      const max = min + Math.abs(Math.cos(i)) * 10 ** (i % 5);
      const [low, high] = tidyRange(min, max, 4);
      expect(low).toBeLessThanOrEqual(min + 1e-9 * Math.abs(min));
      expect(high).toBeGreaterThanOrEqual(max - 1e-9 * Math.abs(max));
      const [logLow, logHigh] = tidyRange(1e-3 * i, 2e-3 * i, 4, true);
      expect(logLow).toBeLessThanOrEqual(1e-3 * i * 1.000001);
      expect(logHigh).toBeGreaterThanOrEqual(2e-3 * i * 0.999999);
    }
    expect(tidyRange(Infinity, -Infinity, 4)).toEqual([0, 1]);
  });

  test('pixel and value are inverse', () => {
    for (const log of [false, true]) {
      const scale = { min: 0.01, max: 50, log, from: 40, to: 400 };
      for (const value of [0.01, 0.3, 7, 50])
        expect(toValue(scale, toPixel(scale, value))).toBeCloseTo(value, 9);
    }
  });

  test('tick texts are short and have a true minus', () => {
    expect(tickText(0)).toBe('0');
    expect(tickText(-0.25)).toBe('−0.25');
    expect(tickText(12000)).toBe('12k');
    expect(tickText(1e-5)).toBe('1e−5');
    expect(tickText(0.30000000000000004)).toBe('0.3');
  });
});
