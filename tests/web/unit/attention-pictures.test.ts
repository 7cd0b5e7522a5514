import { describe, expect, test } from 'vitest';

import type { Raster } from '../../../web/src/draw/canvas';
import { classColor, css } from '../../../web/src/draw/color';
import { inks } from '../../../web/src/draw/theme';
import type { Metrics } from '../../../web/src/engine/types';
import { axisOf } from '../../../web/src/views/attention/axes';
import { paintLines, queryAt, queryBeside } from '../../../web/src/views/attention/lines';
import {
  greatestSeen,
  matrixOf,
  spreadIn,
  valueIn,
  type Matrices,
} from '../../../web/src/views/attention/matrices';
import {
  cellAt,
  cellBeside,
  matrixBox,
  paintMatrix,
} from '../../../web/src/views/attention/matrix';
import { HeadsWorth } from '../../../web/src/views/attention/worth.svelte';

// Two heads, three queries of which the last is padding, two keys.
const data = new Float32Array([0, 1, 0.5, 0.5, 1, 0, 1, 0, 0.5, 0.5, 0.004, 0.996]);
const weights: Matrices = { data, heads: 2, queries: 3, keys: 2 };
const queries = axisOf(['a', 'b', '·'], 3, 2);
const keys = axisOf(['c'], 2, 2);
const ink = inks.light;

/** A canvas that writes down what is called on it, with the colour of the strokes. */
function recorder() {
  const calls: { name: string; args: unknown[]; stroke: unknown }[] = [];
  const state: Record<string, unknown> = {};
  const ctx = new Proxy(state, {
    get: (_, name: string) => {
      if (name === 'measureText') return (text: string) => ({ width: 6 * text.length });
      if (name in state) return state[name];
      return (...args: unknown[]) => calls.push({ name, args, stroke: state.strokeStyle });
    },
  }) as unknown as CanvasRenderingContext2D;
  const of = (name: string) => calls.filter((call) => call.name === name);
  return { ctx, of };
}
const raster = {
  resize() {},
  commit() {},
  draw() {},
  width: 2,
  pixels: new Uint32Array(6),
} as unknown as Raster;

describe('the matrices of heads', () => {
  test('are read one by one, or as their mean', () => {
    expect(valueIn(weights, 1, 0, 0)).toBe(1);
    expect(valueIn(weights, 0, 0, 1)).toBe(1);
    expect(valueIn(weights, -1, 0, 1)).toBe(0.5);
    expect(spreadIn(weights, 0, 1)).toBe(1);
    expect(spreadIn(weights, -1, 0)).toBe(0);
    expect(matrixOf(weights, 1)).toMatchObject({ rows: 3, columns: 2, offset: 6 });
  });

  test('have a greatest value among what is not masked, in every head', () => {
    const scores = { ...weights, data: new Float32Array([1, 99, -2, 3, 0, 0, 1, 99, -4, 3, 0, 0]) };
    expect(greatestSeen(scores, (row) => row + 1)).toBe(4);
    expect(greatestSeen(scores, () => 2)).toBe(99);
    expect(greatestSeen(scores, () => 0)).toBe(0);
  });
});

test('a step without a text is counted', () => {
  expect(keys).toEqual({ names: ['c', '2'], real: 2 });
});

describe('as a matrix', () => {
  const box = matrixBox(200, 100, queries, keys);

  test('the cells are square, as large as there is room for, and beside long names', () => {
    expect(box).toEqual({ x: 26, y: 24, width: 48, height: 72 });
    expect(matrixBox(200, 100, axisOf(['long one'], 3, 3), keys).x).toBe(70);
    // keys that are wider than their cells stand upright, in more room; a letter never
    expect(matrixBox(200, 100, queries, axisOf(['thousand', 'two'], 3, 3)).y).toBe(64);
    expect(matrixBox(100, 100, queries, axisOf([], 9, 9)).y).toBe(24);
    expect(matrixBox(0, 0, queries, keys)).toMatchObject({ width: 1, height: 1 });
  });

  test('each place is of the cell that is painted there, and outside is of none', () => {
    expect(cellAt(box, queries, keys, { x: 27, y: 25 })).toEqual({ row: 0, column: 0 });
    expect(cellAt(box, queries, keys, { x: 73, y: 95 })).toEqual({ row: 2, column: 1 });
    for (const at of [
      { x: 25, y: 30 },
      { x: 75, y: 30 },
      { x: 30, y: 23 },
      { x: 30, y: 97 },
    ])
      expect(cellAt(box, queries, keys, at)).toBeNull();
  });

  test('arrows stay inside', () => {
    expect(cellBeside({ row: 0, column: 0 }, 1, 1, queries, keys)).toEqual({ row: 1, column: 1 });
    expect(cellBeside({ row: 0, column: 0 }, -8, 8, queries, keys)).toEqual({ row: 2, column: 0 });
  });

  test('the row and the column that are lit are framed, and padding is faded', () => {
    const { ctx, of } = recorder();
    const lit = { row: 1, column: 0 };
    const matrix = matrixOf(weights, 0);
    const picture = { box, matrix, limit: 0, masked: () => 2, queries, keys, lit, chosen: 0 };
    paintMatrix(ctx, ink, raster, picture);
    const frames = of('strokeRect').filter(({ stroke }) => stroke === ink.accent);
    expect(frames.map(({ args }) => args)).toEqual([
      [26, 48, 48, 24],
      [26, 24, 24, 72],
    ]);
    expect(of('fillRect').map(({ args }) => args)).toEqual([[26, 72, 48, 24]]);
    expect(of('fillText').map(({ args }) => args[0])).toEqual(['a', 'b', '·', 'c', '2']);
    expect(of('arc')[0].args[1]).toBe(36); // beside the chosen query
  });
});

describe('as lines', () => {
  const painted = (head: number, row = -1) => {
    const { ctx, of } = recorder();
    paintLines(ctx, 200, 100, ink, { weights, head, queries, keys, lit: { row, column: -1 } });
    return of('stroke').map(({ stroke }) => stroke);
  };

  test('a weight is a line of its head’s colour, but for padding and for next to nothing', () => {
    const color = (head: number, weight: number) =>
      css(classColor('light', head), 0.08 + 0.92 * weight);
    const first = [color(0, 1), color(0, 0.5), color(0, 0.5)];
    expect(painted(0)).toEqual(first);
    expect(painted(-1)).toEqual([...first, color(1, 1), color(1, 0.5), color(1, 0.5)]);
    expect(painted(0, 0)).toEqual([color(0, 1)]);
  });

  test('each place is of the query that is written there, and padding is none', () => {
    expect(queryAt(200, queries, 52)).toEqual({ row: 0, column: -1 });
    expect(queryAt(200, queries, 100)).toEqual({ row: 1, column: -1 });
    expect(queryAt(200, queries, 148)).toBeNull();
    expect(queryAt(200, queries, 10)).toBeNull();
    expect(queryBeside({ row: 1, column: 0 }, 1, queries)).toEqual({ row: 1, column: -1 });
  });
});

describe('what heads are worth', () => {
  const metrics = (loss: number, accuracy: number) => ({ loss, accuracy }) as Metrics;

  test('is what the loss and accuracy are without each, and the switches are put back', async () => {
    const asked: [string, number[]][] = [];
    const worth = new HeadsWorth(async (path, values) => {
      asked.push([path, values]);
      return [metrics(2 + asked.length, 0.5), metrics(2, 0.75), metrics(9, 9)];
    });
    await worth.measure('block.heads_off', 2, 2, 7);
    expect(asked).toEqual([
      ['block.heads_off', [3, 2, 2]],
      ['block.heads_off', [2, 0, 2]],
    ]);
    expect(worth.found).toEqual([
      { loss: 1, accuracy: -0.25 },
      { loss: 2, accuracy: -0.25 },
    ]);
    expect([worth.step, worth.measuring]).toEqual([7, false]);
  });

  test('is forgotten with its attention, even while it is measured', async () => {
    let asked = 0;
    const worth = new HeadsWorth(async () => {
      asked += 1;
      worth.clear();
      return [metrics(1, 1), metrics(1, 1)];
    });
    await worth.measure('block.heads_off', 4, 0, 7);
    expect(asked).toBe(1);
    expect([worth.found, worth.step, worth.measuring]).toEqual([[], null, false]);
  });

  test('is measured again after a failure', async () => {
    const worth = new HeadsWorth(() => Promise.reject(new Error('gone')));
    await expect(worth.measure('block.heads_off', 1, 0, 0)).rejects.toThrow('gone');
    expect(worth.measuring).toBe(false);
  });
});
