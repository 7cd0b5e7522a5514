import { expect, test } from 'vitest';

import { StepRate } from '../../../web/src/engine/rate';

test('steps a second are told soon, and then anew every half second', () => {
  const rate = new StepRate();
  rate.start(1000);
  rate.add(10);
  expect(rate.at(1040)).toBe(0); // too soon to tell
  expect(rate.at(1100)).toBe(100);
  rate.add(400);
  expect(rate.at(1500)).toBe(100);
  expect(rate.at(1600)).toBe(800);
  expect(rate.at(2600)).toBe(0);
});

test('what was before a start does not count', () => {
  const rate = new StepRate();
  rate.start(0);
  rate.add(1000);
  expect(rate.at(100)).toBe(10_000);
  rate.start(5000);
  expect(rate.at(5010)).toBe(0);
  rate.add(5);
  expect(rate.at(5100)).toBe(50);
});
