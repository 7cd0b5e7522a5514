import { describe, expect, test } from 'vitest';

import { Moments } from '../../../web/src/engine/moments';

const bytes = (size = 10) => new Uint8Array(size);
const filled = (steps: number[], most = 64, mostBytes = 64e6, size = 10) => {
  const moments = new Moments(most, mostBytes);
  for (const step of steps) moments.add({ step, snapshot: bytes(size), ahead: 1 });
  return moments;
};
const upTo = (n: number, by = 1) => Array.from({ length: n }, (_, i) => i * by);

describe('moments', () => {
  test('are never more than so many, and keep both ends', () => {
    const { steps } = filled(upTo(10_000));
    expect(steps).toHaveLength(64);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(9999);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  test('are never more than so many bytes', () => {
    const moments = filled(upTo(100), 64, 1000, 90);
    expect(moments.steps).toHaveLength(11);
    expect(moments.bytes).toBe(990);
    expect(filled(upTo(5), 64, 1000, 5000).steps).toEqual([4]); // the newest, however large
  });

  test('are dense at the beginning and at the end, and lie apart between', () => {
    const { steps } = filled(upTo(20_000, 5));
    const gap = (i: number) => steps[i + 1] - steps[i];
    const middle = steps.findIndex((step) => step > 50_000);
    expect(gap(0)).toBeLessThan(50);
    expect(gap(steps.length - 2)).toBeLessThan(50);
    expect(gap(middle)).toBeGreaterThan(1000);
    expect(Math.max(...steps.slice(1).map((_, i) => gap(i)))).toBeLessThan(25_000);
  });

  test('end where the run goes back to', () => {
    const moments = filled(upTo(20));
    moments.cut(7);
    expect(moments.last).toBe(7);
    expect(moments.bytes).toBe(80);
    expect(moments.find(8)).toBeUndefined();
    moments.clear();
    expect(moments.last).toBe(-1);
    expect(moments.bytes).toBe(0);
  });
});
