import type { GradientTerms } from '../../engine/types';

// The chain rule for one weight, as a list of products: at each place where it takes part, the error there
// times what the weight is multiplied by.

/** What a weight is multiplied by: 'one' where it is added as it is. */
export type FactorKind = 'input' | 'state' | 'normal' | 'match' | 'scale' | 'one';

// By the op that uses it; the input for those that are not named.
const factorOf: Record<string, FactorKind> = {
  rnn: 'state',
  lstm: 'state',
  gru: 'state',
  layer_norm: 'normal',
  rms_norm: 'normal',
  batch_norm: 'normal',
  additive_scores: 'match',
  embedding: 'scale',
  add_rows: 'scale',
};

export interface Product {
  /** Where in the list: a place is chosen by it. */
  at: number;
  node: string;
  /** What the error stands at: a step or example, or row and column of an image; null if there is one only. */
  place: number[] | null;
  error: number;
  factor: number;
  value: number;
  /** What the factor is. */
  kind: FactorKind;
}

export function productsOf({ shares }: GradientTerms): Product[] {
  const all: Product[] = [];
  for (const { node, op, shape, places, errors, factors } of shares) {
    const added = factors.every((factor) => factor === 1);
    const kind = added ? 'one' : (factorOf[op] ?? 'input');
    const across = shape.length === 4 ? shape[3] : 0;
    places.forEach((place, k) => {
      const at = across ? [Math.floor(place / across) + 1, (place % across) + 1] : [place + 1];
      all.push({
        at: all.length,
        node,
        place: places.length > 1 || shape.length > 2 ? at : null,
        error: errors[k],
        factor: factors[k],
        value: errors[k] * factors[k],
        kind,
      });
    });
  }
  return all;
}
