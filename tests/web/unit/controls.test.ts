import { describe, expect, test } from 'vitest';

import { groupFields } from '../../../web/src/ui/fields';
import {
  caption,
  nextStop,
  positionOf,
  readNumber,
  valueAt,
  writeNumber,
  type Range,
} from '../../../web/src/ui/range';
import { manifest } from './support/engine';

const ranges: Record<string, Range> = {
  'a share': { min: 0, max: 0.5, scale: 'linear', integer: false },
  'a count': { min: 10, max: 5000, scale: 'linear', integer: true },
  'a few': { min: 2, max: 6, scale: 'linear', integer: true },
  'a logarithmic count': { min: 1, max: 1024, scale: 'log', integer: true },
  'a rate that may be 0': { min: 0, max: 10, scale: 'log', integer: false },
  'a rate': { min: 1e-6, max: 10, scale: 'log', integer: false },
};

describe.each(Object.entries(ranges))('a slider over %s', (_, range) => {
  const positions = Array.from({ length: 501 }, (__, i) => i / 500);

  test('begins and ends at the ends of the range, and never falls on the way', () => {
    expect(valueAt(0, range)).toBe(range.min);
    expect(valueAt(1, range)).toBe(range.max);
    const values = positions.map((position) => valueAt(position, range));
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
    if (range.integer) expect(values.every(Number.isInteger)).toBe(true);
  });

  test('a value that it stops at stays when it is put back', () => {
    for (const position of positions) {
      const value = valueAt(position, range);
      expect(valueAt(positionOf(value, range), range)).toBe(value);
    }
  });

  test('keys reach both ends, step by step, and each step moves', () => {
    for (const direction of [1, -1] as const) {
      const end = direction > 0 ? range.max : range.min;
      let value = direction > 0 ? range.min : range.max;
      let steps = 0;
      while (value !== end && steps < 600) {
        const next = nextStop(value, range, direction);
        expect(Math.sign(next - value)).toBe(direction);
        value = next;
        steps += 1;
      }
      expect(value).toBe(end);
    }
  });
});

describe('a typed number', () => {
  const range: Range = { min: -1, max: 100, scale: 'linear', integer: false };

  test.each([
    ['3', 3],
    [' 0.25 ', 0.25],
    ['0,25', 0.25],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['−1', -1],
    ['+2', 2],
  ])('%j is read', (text, value) => {
    expect(readNumber(text, range)).toEqual({ value });
  });

  test.each([
    ['', 'not_a_number'],
    ['abc', 'not_a_number'],
    ['1 2', 'not_a_number'],
    ['0x10', 'not_a_number'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    ['1e999', 'outside'],
    ['101', 'outside'],
    ['-1.01', 'outside'],
  ])('%j is refused: %s', (text, problem) => {
    expect(readNumber(text, range)).toEqual({ problem });
  });

  test('must be whole where the range is', () => {
    expect(readNumber('1.5', { ...range, integer: true })).toEqual({ problem: 'not_whole' });
    expect(readNumber('1.0', { ...range, integer: true })).toEqual({ value: 1 });
  });

  test('is short at the end of a range', () => {
    expect([0, 1024, 10_000, 1e6, 2.5e6].map(caption)).toEqual(['0', '1024', '10k', '1M', '2500k']);
  });

  test('is the same when it is written and read again', () => {
    for (const value of [0, 1, -1, 0.03, 1e-6, 1.5e-5, 0.1 + 0.2, 99.999]) {
      expect(readNumber(writeNumber(value), range)).toEqual({ value });
    }
  });
});

describe('a form', () => {
  test('draws every field once, the flags of the features block together', () => {
    for (const entry of [...manifest.blocks, ...manifest.tasks, ...manifest.optimizers]) {
      const { plain, advanced } = groupFields(entry.fields);
      const drawn = [...plain.flat(), ...advanced].map((field) => field.name);
      const expected = entry.fields
        .filter((field) => field.type !== 'text' && field.type !== 'numbers')
        .map((field) => field.name);
      expect(drawn.sort()).toEqual(expected.sort());
    }
    const features = manifest.blocks.find((block) => block.name === 'features')!;
    expect(groupFields(features.fields).plain).toHaveLength(1);
  });
});
