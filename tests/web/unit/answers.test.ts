import { describe, expect, test } from 'vitest';

import type { Writing } from '../../../web/src/engine/types';
import { Answers } from '../../../web/src/state/history';
import {
  followed,
  placesOf,
  ranked,
  roomOf,
  rowsNamed,
  rowsOf,
} from '../../../web/src/views/probabilities/answer';
import { questionOf } from '../../../web/src/views/writing/question';
import { treeOf, wayTo } from '../../../web/src/views/writing/tree';
import { tensorOf, trained } from './support/engine';

const tensor = (...values: number[]) => ({
  shape: [values.length],
  data: Float32Array.from(values),
});

describe('places of an answer', () => {
  const probability = Float32Array.from([0.1, 0.7, 0.2, 0.5, 0.2, 0.3, 0, 0, 1]);

  test('are those that count, right where the likeliest is the target', () => {
    const places = placesOf([1, 0, 1], probability, 3);
    expect(places.map(({ step, right, guess }) => [step, right, guess])).toEqual([
      [0, true, 1],
      [2, false, 2],
    ]);
    expect(places[0].ofTarget).toBeCloseTo(0.7);
    expect(places[1].ofTarget).toBe(0);
    expect(ranked(probability, 3, 3)).toEqual([0, 2, 1]);
  });

  test('have a row for every token of a few; of many, for those to be written and those guessed', () => {
    expect(rowsOf(placesOf([1, 0, 1], probability, 3), 3)).toEqual([0, 1, 2]);
    const many = new Float32Array(3 * 100);
    many[7] = many[100 + 90] = many[200 + 90] = 1;
    expect(rowsOf(placesOf([90, 50, 90], many, 100), 100)).toEqual([50, 90, 7]);
  });

  test('have as much room whatever is guessed', () => {
    const targets = Array.from({ length: 24 }, (_, i) => 30 + i);
    const guessing = (guess: (step: number) => number) => {
      const probability = new Float32Array(24 * 100);
      targets.forEach((_, step) => (probability[step * 100 + guess(step)] = 1));
      return placesOf(targets, probability, 100);
    };
    const all = [guessing((step) => 30 + step), guessing(() => 5), guessing((step) => 60 + step)];
    expect(all.map((places) => rowsOf(places, 100).length)).toEqual([24, 25, 48]);
    expect(all.map((places) => roomOf(places, 100))).toEqual([30, 30, 30]);
    expect(roomOf(placesOf([1, 0, 1], probability, 3), 3)).toBe(3);
  });

  test('are named in the picture where they are told of, whatever room there is', () => {
    const probability = new Float32Array(2 * 9);
    probability[4] = probability[9 + 3] = 1;
    const places = placesOf([5, 3], probability, 9);
    expect(rowsNamed(places, [0, 1, 2, 3, 4, 5, 6, 7, 8], 2)).toEqual([3, 4, 5, 0, 7]);
    expect(rowsNamed(places, [0, 1, 2, 3, 4, 5, 6, 7, 8], 1)).toHaveLength(9);
  });

  test('are followed by what was ever likely there, the target first', () => {
    const points = [
      { step: 0, values: Float32Array.from([0.1, 0.1, 0.8, 0]) },
      { step: 1, values: Float32Array.from([0.2, 0.7, 0.1, 0]) },
    ];
    expect(followed(points, 0, 4, 3, 3)).toEqual([3, 2, 1]);
  });
});

describe('the history of answers', () => {
  test('keeps each example’s own, the newest few, in bounded memory', () => {
    const answers = new Answers();
    const p = (v: number) => tensor(...Array<number>(100).fill(v));
    for (let step = 0; step < 5000; step++) answers.add(step, tensor(3), tensor(4), p(step));
    expect(answers.points.length).toBeLessThanOrEqual(400);
    expect(answers.points[0].step).toBe(0);
    expect(answers.points.at(-1)!.step).toBe(4999);
    expect(answers.points.at(-1)!.values[7]).toBe(4999);

    answers.add(4999, tensor(5), tensor(6), p(1));
    expect(answers.points.map(({ step }) => step)).toEqual([4999]);
    answers.add(5000, tensor(3), tensor(4), p(2));
    expect(answers.points[0].step).toBe(0);
    for (let k = 10; k < 14; k++) answers.add(5001, tensor(k), undefined, p(k));
    answers.add(5002, tensor(3), tensor(4), p(2));
    expect(answers.points.map(({ step }) => step)).toEqual([5002]); // the oldest had to go
    answers.clear();
    expect(answers.points).toEqual([]);
  });

  test('passes over frames that do not show one, and steps that were seen', () => {
    const answers = new Answers();
    answers.add(1, undefined, tensor(1), tensor(1));
    answers.add(1, tensor(1), tensor(1), undefined);
    expect(answers.points).toEqual([]);
    answers.add(2, tensor(1), tensor(1), tensor(0.5));
    answers.add(2, tensor(1), tensor(1), tensor(0.75));
    answers.add(1, tensor(1), tensor(1), tensor(0.75));
    expect(answers.points.map(({ values }) => values[0])).toEqual([0.5]);
  });
});

function opened(task: object, model: object) {
  const document = {
    lushan: 1,
    seed: 5,
    task,
    model,
    train: { optimizer: { kind: 'adam', lr: 0.01 }, batch: 16 },
  };
  const { session } = trained(document, 60);
  const write = (request: object): Writing => JSON.parse(session.generate(JSON.stringify(request)));
  const show = (request: object) => JSON.parse(session.show(JSON.stringify(request)));
  const read = (path: string) => {
    session.refresh('example');
    return [...tensorOf(session, path).data];
  };
  return { session, write, show, read };
}
const reverse = { kind: 'reverse', length: 5, alphabet: 4, samples: 200 };
const pair = {
  encoder: [
    { kind: 'embedding', dim: 8 },
    { kind: 'gru', units: 8 },
  ],
  decoder: [
    { kind: 'embedding', dim: 8 },
    { kind: 'recurrent_decoder', units: 8 },
  ],
};
const layers = {
  layers: [
    { kind: 'embedding', dim: 8 },
    { kind: 'gru', units: 8 },
  ],
};

describe('writing', () => {
  const { write } = opened(reverse, pair);

  test('one token at a time gives what writing at once gives', () => {
    const whole = write({ text: '0123' });
    const tokens = [...whole.tokens, ...(whole.ended ? [2] : [])];
    const written: number[] = [];
    tokens.forEach((token, i) => {
      const one = write({ text: '0123', written, length: 1 });
      expect(one.steps[0]).toEqual(whole.steps[i]);
      expect(one.tokens[0] ?? 2).toBe(token);
      written.push(token);
    });
    expect(() => write({ text: '0123', written: Array(40).fill(3) })).toThrow('no room');
    expect(() => write({ text: '0123', written: [99] })).toThrow('no token');
  });

  test('the chances of being drawn are what temperature, top k and top p leave', () => {
    const [step] = write({ text: '0123', method: 'sample', top_k: 2, temperature: 0.5 }).steps;
    const chances = step.map(([, , chance]) => chance!);
    expect(chances.filter((chance) => chance > 0)).toHaveLength(2);
    const [a, b] = step.map(([, p]) => p * p); // temperature 1/2 squares
    expect(chances[0]).toBeCloseTo(a / (a + b), 5);
    expect(chances[0] + chances[1]).toBeCloseTo(1, 6);
    const [narrow] = write({ text: '0123', method: 'sample', top_p: 0.01 }).steps;
    expect(narrow[0][2]).toBe(1);
    expect(write({ text: '0123' }).steps[0][0]).toHaveLength(2);
  });

  test('the tree of a beam search leads to what was written', () => {
    const result = write({ text: '0123', method: 'beam', beams: 3 });
    const written = [...result.tokens, ...(result.ended ? [2] : [])];
    const nodes = treeOf(result.considered, written, 2);
    const best = nodes.filter((node) => node.best);
    expect(best.map(({ token }) => token)).toEqual(written);
    expect(wayTo(nodes, best.at(-1)!)).toEqual(written);
    expect(best.at(-1)!.logProbability).toBeCloseTo(result.log_probability, 10);
    for (const node of nodes) {
      expect(node.probability).toBeGreaterThan(0);
      expect(node.probability).toBeLessThanOrEqual(1 + 1e-6);
      if (node.parent >= 0) expect(nodes[node.parent].depth).toBe(node.depth - 1);
    }
    const passed = nodes.filter((node) => node.depth === 1 && !node.kept && !node.best);
    expect(passed.length).toBeLessThanOrEqual(2);
  });
});

describe('an input of the user’s own', () => {
  test('of a decoder stands beside what was written', () => {
    const { show, read } = opened(reverse, pair);
    show({ text: '012', written: [5, 4], ended: true });
    expect(read('example:input')).toEqual([3, 4, 5, 0, 0]);
    expect(read('example:target')).toEqual([5, 4, 2, 0, 0, 0]);
    expect(read('example:decoder/input')).toEqual([1, 5, 4, 2, 0, 0]);
    expect(() => show({ text: '012301230' })).toThrow('shorten it');
  });

  test('of a model that goes on is followed by what was written', () => {
    const { show, read } = opened(reverse, layers);
    show({ text: '01', written: [4, 3], ended: true });
    expect(read('example:input').slice(0, 6)).toEqual([3, 4, 1, 4, 3, 0]);
    expect(read('example:target').slice(0, 6)).toEqual([0, 0, 4, 3, 2, 0]);
    show({ text: '01' });
    expect(read('example:target').every((token) => token === 0)).toBe(true);
  });

  test('of a language model is the beginning of a text', () => {
    const text = 'abcabcabdabcabcabeabcabcabdabcabcab'.repeat(4);
    const task = { kind: 'own_text', text, length: 12, samples: 60 };
    const { show, read, write } = opened(task, layers);
    const begun = write({ text: 'abc', length: 2 });
    const [a, b, c] = begun.input;
    const written = begun.tokens;
    show({ text: 'abc', written });
    const input = [1, a, b, c, ...written].slice(0, -1);
    expect(read('example:input').slice(0, input.length)).toEqual(input);
    const target = [a, b, c, ...written];
    expect(read('example:target').slice(0, target.length)).toEqual(target);
    // What is shown is what was written from: the same distribution, to the bit.
    const shares = read('example:output/probability');
    const wide = shares.length / read('example:input').length;
    const likeliest = shares.slice(3 * wide, 4 * wide);
    expect(likeliest[begun.steps[0][0][0]]).toBe(begun.steps[0][0][1]);
  });

  test('is asked about from the data: a question, or the beginning of a text', () => {
    expect(questionOf([4, 5, 1, 5, 4, 2, 0], true)).toEqual([4, 5]);
    expect(questionOf([4, 5, 0], false)).toEqual([4, 5]);
    expect(questionOf([1, ...Array<number>(20).fill(7)], true)).toEqual(Array(8).fill(7));
  });

  test('of a model that answers beside has no answer known', () => {
    const { show, read } = opened(reverse, {
      layers: [
        { kind: 'embedding', dim: 8 },
        { kind: 'gru', units: 8, bidirectional: true },
      ],
      answer: 'beside',
    });
    show({ text: '3210' });
    expect(read('example:input').slice(0, 5)).toEqual([6, 5, 4, 3, 0]);
    expect(read('example:target').every((token) => token === 0)).toBe(true);
    const shares = read('example:output/probability');
    expect(shares.slice(0, 7).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });
});
