import { expect, test } from 'vitest';

import { nextRequest, usualKnobs, wholeRequest } from '../../../web/src/views/writing/knobs';

const knobs = { ...usualKnobs, temperature: 0.5, topK: 3, topP: 0.9, seed: 7, beams: 5 };

test('a method is told its own knobs and no others', () => {
  expect(wholeRequest({ ...knobs, method: 'greedy' })).toEqual({ method: 'greedy' });
  expect(wholeRequest({ ...knobs, method: 'beam' })).toEqual({ method: 'beam', beams: 5 });
  expect(wholeRequest({ ...knobs, method: 'sample' })).toEqual({
    method: 'sample',
    temperature: 0.5,
    top_k: 3,
    top_p: 0.9,
    seed: 7,
  });
});

test('one token more is drawn anew at each place, and never searched for', () => {
  const sample = { ...knobs, method: 'sample' } as const;
  expect(nextRequest(sample, [])).toMatchObject({ written: [], length: 1, seed: 7, top_k: 3 });
  const seeds = [[], [4], [4, 4]].map((written) => nextRequest(sample, written).seed);
  expect(new Set(seeds).size).toBe(3);
  expect(nextRequest({ ...knobs, method: 'beam' }, [4])).toEqual({
    method: 'greedy',
    written: [4],
    length: 1,
  });
});
