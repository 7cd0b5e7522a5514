import { expect, test } from 'vitest';

import { Throughput } from '../../../web/src/state/throughput.svelte';

test('nothing is told before anything was measured', () => {
  expect(new Throughput({}).seconds(1e6)).toBeNull();
});

test('a step takes what one of its size took, or the nearest size', () => {
  const throughput = new Throughput({});
  throughput.note(1e6, 1000);
  throughput.note(1e3, 100_000);
  expect(throughput.seconds(1e6)).toBeCloseTo(1e-3);
  expect(throughput.seconds(2e3)).toBeCloseTo(2e-5);
  expect(throughput.seconds(1e8)).toBeCloseTo(0.1);
});

test('later measurements count half', () => {
  const throughput = new Throughput({});
  throughput.note(1e6, 1000);
  throughput.note(1e6, 3000);
  throughput.note(1e6, NaN);
  expect(throughput.seconds(1e6)).toBeCloseTo(1 / 2000);
});
