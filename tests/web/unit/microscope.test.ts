import { describe, expect, it } from 'vitest';

import { productsOf } from '../../../web/src/app/microscope/chain';
import { largestOf } from '../../../web/src/app/microscope/stations';

const share = (node: string, op: string, shape: number[], factors: number[]) => ({
  node,
  op,
  shape,
  places: factors.map((_, k) => k),
  errors: factors.map((_, k) => (k + 1) / 10),
  factors,
});

describe('the products of a weight’s gradient', () => {
  it('stand at rows and columns of an image', () => {
    const all = productsOf({
      gradient: 0,
      shares: [share('c/linear', 'conv2d', [1, 8, 2, 3], [1, 2, 3, 4])],
    });
    expect(all.map(({ place }) => place)).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ]);
    expect(all[3].value).toBeCloseTo(1.6);
    expect(all[0].kind).toBe('input');
  });
  it('are told apart where a table is also the output’s weights', () => {
    const all = productsOf({
      gradient: 0,
      shares: [
        share('embedding_1/value', 'embedding', [4, 1, 8], [1, 1]),
        share('output/linear', 'affine', [4, 1, 9], [0.5, -2, 3, 1]),
      ],
    });
    expect(all.map(({ kind }) => kind)).toEqual(['one', 'one', 'input', 'input', 'input', 'input']);
    expect(all.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('have no place where there is only one', () => {
    expect(
      productsOf({ gradient: 0, shares: [share('d/linear', 'affine', [1, 8], [2])] })[0].place,
    ).toBeNull();
  });
  it('are none for a weight that takes no part', () => {
    expect(productsOf({ gradient: 0, shares: [] })).toEqual([]);
  });
});

it('the largest are written out in their order', () => {
  expect(largestOf([1, -9, 3, 5], 2, Math.abs)).toEqual([
    [-9, 5],
    [1, 3],
  ]);
  expect(largestOf([1, 2], 2, Math.abs)).toEqual([[1, 2], []]);
});
