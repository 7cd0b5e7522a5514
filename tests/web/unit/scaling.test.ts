import { expect, test } from 'vitest';

import { toPixel } from '../../../web/src/draw/scale';
import {
  axisInUnits,
  fromUnits,
  inputScaling,
  lineInUnits,
  targetScaling,
  toUnits,
} from '../../../web/src/views/shared/scaling';
import { describeExperiment } from './support/engine';

const rows = Array.from({ length: 40 }, (_, i) => `${180 + i},${100 + 50 * (180 + i)}`);
const table = describeExperiment({
  lushan: 1,
  task: { kind: 'csv', text: ['length,mass', ...rows].join('\n') },
  model: { layers: [] },
  train: {},
});

test('the engine’s scaling takes standardised values back to the table’s', () => {
  const x = inputScaling(table, 0);
  const y = targetScaling(table);
  expect(x.offset).toBeGreaterThan(180);
  expect(y.offset).toBeCloseTo(100 + 50 * x.offset, 6);
  expect(toUnits(x, fromUnits(x, 193))).toBeCloseTo(193, 10);
});

test('a line in standardised columns is the line in their units', () => {
  const line = lineInUnits(table, [1], 0);
  expect(line.weights[0]).toBeCloseTo(50, 6);
  expect(line.bias).toBeCloseTo(100, 4);
});

test('an axis in units has its values at the same pixels', () => {
  const axis = { min: -2, max: 3, log: false, from: 40, to: 340 };
  const x = inputScaling(table, 0);
  expect(toPixel(axisInUnits(x, axis), toUnits(x, 1.25))).toBeCloseTo(toPixel(axis, 1.25), 9);
});

test('data that are not standardised stay as they are', () => {
  const info = describeExperiment({
    lushan: 1,
    task: { kind: 'curve' },
    model: { layers: [] },
    train: {},
  });
  expect(toUnits(inputScaling(info, 0), 0.5)).toBe(0.5);
  expect(toUnits(targetScaling(info), 0.5)).toBe(0.5);
});
