import { beginning, end, padding } from '../shared/families';

/** One held-out example: what is read, what is to be written and what the network takes to be likeliest
 *  at each of those places, given the right tokens before it. */
export interface Row {
  index: number;
  input: number[];
  expected: number[];
  guess: number[];
  right: boolean;
}

/** The example at `index` of tensors with a row an example. An answer has tokens where the target is not
 *  padding; where it goes on after the input (`next`), the input ends where the answer begins. */
export function rowOf(
  index: number,
  x: { data: Float32Array; width: number },
  y: { data: Float32Array; width: number },
  predicted: Float32Array | undefined,
  next: boolean,
): Row {
  const target = y.data.subarray(index * y.width, (index + 1) * y.width);
  const places = [...target.keys()].filter((i) => target[i] !== padding);
  const read = Array.from(x.data.subarray(index * x.width, (index + 1) * x.width));
  const kept = next ? read.slice(0, (places[0] ?? read.length) + 1) : read;
  const expected = places.map((i) => target[i]);
  const guess = predicted ? places.map((i) => predicted[index * y.width + i] ?? padding) : [];
  return {
    index,
    input: kept.filter((token) => token !== padding && token !== beginning),
    expected,
    guess,
    right: guess.length > 0 && guess.every((token, i) => token === expected[i]),
  };
}

/** An input as a text that the engine reads the same tokens from. */
export function textOf(tokens: number[], vocabulary: string[]): string {
  const words = vocabulary.slice(end + 1).some((symbol) => [...symbol].length > 1);
  return tokens.map((token) => vocabulary[token] ?? '').join(words ? ' ' : '');
}
