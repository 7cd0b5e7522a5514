import { describe, expect, test } from 'vitest';

import type { Chosen, Entry, Experiment, Field, Options } from '../../../web/src/engine/types';
import { controlGroups } from '../../../web/src/state/controls';
import { withoutHidden, writeLink } from '../../../web/src/state/link';
import { Refusal } from '../../../web/src/state/message';
import { readLink } from '../../../web/src/state/read-link';
import { describeExperiment, manifest } from './support/engine';
import { below, experiment, generator, pick } from './support/random';
import { refusal } from './support/refusal';

const read = (text: string) => readLink(text, manifest).experiment;

/** All options filled in, so that documents of one meaning are equal. */
function complete(document: Experiment): unknown {
  const all = (given: object | undefined, fields: Field[]) =>
    Object.fromEntries(fields.map((f) => [f.name, (given as Options)?.[f.name] ?? f.default]));
  const kind = (given: Chosen | undefined, list: Entry[], otherwise?: string) => {
    const name = given?.kind ?? otherwise;
    const entry = list.find((e) => e.name === name);
    return entry && { ...all(given, entry.fields), kind: name };
  };
  const { task, model, train } = document;
  return {
    seed: document.seed,
    task: kind(task, manifest.tasks),
    layers: model.layers!.map((layer) => kind(layer, manifest.blocks)),
    output: all(model.output, manifest.output.fields),
    loss: kind(train.loss, manifest.losses),
    optimizer: kind(train.optimizer, manifest.optimizers),
    schedule: kind(train.schedule, manifest.schedules, 'constant'),
    train: all(train, manifest.train.fields),
  };
}

describe('writing and reading', () => {
  test('a thousand documents come back as they were', () => {
    const random = generator(1);
    for (let i = 0; i < 1000; i++) {
      const document = experiment(random, manifest);
      const { fragment, notes } = writeLink(document, manifest);
      expect(notes).toEqual([]);
      expect(complete(read(fragment)), fragment).toEqual(complete(document));
      expect(fragment).toMatch(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*$/); // as RFC 3986 has fragments
    }
  });

  test('an encoder, a decoder and the way to answer come back as they were', () => {
    const document: Experiment = {
      lushan: 1,
      seed: 7,
      task: { kind: 'reverse' },
      model: {
        encoder: [
          { kind: 'embedding', dim: 48 },
          { kind: 'gru', bidirectional: true },
        ],
        decoder: [{ kind: 'embedding', dim: 48 }, { kind: 'recurrent_decoder' }],
        output: { tied: true },
      },
      train: {},
    };
    const { fragment, notes } = writeLink(document, manifest);
    expect(notes).toEqual([]);
    expect(fragment).toContain('encoder=embedding,dim:48;gru,bidirectional:1&decoder=embedding');
    expect(read(fragment)).toEqual(document);
    const beside: Experiment = {
      ...document,
      model: { layers: [{ kind: 'embedding' }, { kind: 'gru' }], answer: 'beside' },
    };
    expect(read(writeLink(beside, manifest).fragment)).toEqual(beside);
  });

  test('only what differs from the defaults is written, and the seed always', () => {
    const layers: Chosen[] = [{ kind: 'features' }, { kind: 'dense', units: 6 }];
    const document: Experiment = {
      lushan: 1,
      seed: 7,
      task: { kind: 'spiral', noise: 0.1 },
      model: { layers },
      train: { optimizer: { kind: 'sgd', lr: 0.05 }, batch: 12 },
    };
    const text =
      'v=1&seed=7&task=spiral,noise:0.1&layers=features;dense,units:6&optimizer=sgd,lr:0.05&batch=12';
    expect(writeLink(document, manifest).fragment).toBe(text);
    expect(writeLink(describeExperiment(document).experiment, manifest).fragment).toBe(
      text.replace('&optimizer', '&loss=cross_entropy&optimizer'),
    );
  });

  test('hidden controls come back in the order of the page, and are no part of the experiment', () => {
    const random = generator(3);
    for (let i = 0; i < 100; i++) {
      const document = experiment(random, manifest);
      const hidden = controlGroups.filter(() => random() < 0.3);
      const { fragment } = writeLink(document, manifest, [...hidden].reverse());
      const content = readLink(fragment, manifest);
      expect(content.hidden).toEqual(hidden);
      expect(complete(content.experiment)).toEqual(complete(document));
      expect(withoutHidden(fragment)).toBe(writeLink(document, manifest).fragment);
    }
  });

  test('a whole address is read like its fragment', () => {
    const fragment = 'v=1&seed=3&task=xor';
    expect(read(`https://example.org/some/path/?q=1#${fragment}`)).toEqual(read(fragment));
    expect(read(`#${fragment}`)).toEqual(read(fragment));
  });

  test('a link that was encoded as a whole, even again, is read as it was', () => {
    const fragment = 'v=1&seed=3&task=own_text,text:a%26b%3Dc%25';
    const once = encodeURIComponent(fragment);
    for (const encoded of [once, encodeURIComponent(once)])
      expect(read(`https://example.org/#${encoded}`)).toEqual(read(fragment));
    expect(read(fragment).task.text).toBe('a&b=c%');
  });

  test('a link whose values alone were encoded is read as it was', () => {
    const random = generator(4);
    for (let i = 0; i < 200; i++) {
      const document = experiment(random, manifest);
      const { fragment } = writeLink(document, manifest, ['seed', 'play']);
      const encoded = fragment.replace(/=([^&]*)/g, (_, value) => `=${encodeURIComponent(value)}`);
      expect(readLink(encoded, manifest), encoded).toEqual(readLink(fragment, manifest));
    }
    const circle = read('v=1&task=circle,noise:0.1');
    expect(read('v=1&task=circle%2Cnoise%3A0.1')).toEqual(circle);
    expect(read(encodeURIComponent('v=1&task=circle%2Cnoise%3A0.1'))).toEqual(circle);
  });

  test('drawn points take four characters each', () => {
    const points = [0.5, -1.25, 0, -6, 6, 5, 0, 0, 1];
    const document = { ...read('v=1&task=points'), task: { kind: 'points', points } };
    const { fragment } = writeLink(document, manifest);
    expect(fragment.length).toBe('v=1&task=points,points:!'.length + 12);
    expect(read(fragment).task.points).toEqual(points);
  });

  test('points off the grid are carried exactly too', () => {
    const points = [0.123456789, -1e-7, 0, 2, 3, 1];
    const document = { ...read('v=1&task=points'), task: { kind: 'points', points } };
    expect(read(writeLink(document, manifest).fragment).task.points).toEqual(points);
  });

  test('a table too large for a link is left out, and said to be', () => {
    const document = { ...read('v=1&task=csv'), task: { kind: 'csv', text: 'x,y\n'.repeat(5000) } };
    const { fragment, notes } = writeLink(document, manifest);
    expect(fragment.length).toBeLessThan(100);
    expect(notes).toEqual([{ key: 'link.note.too_long', params: { path: 'task.text' } }]);
  });
});

describe('refusals name the field', () => {
  const cases: [string, string, object][] = [
    ['v=1', 'link.no_task', {}],
    ['v=2&task=xor', 'link.version', { version: '2' }],
    ['hello', 'link.no_value', { path: 'hello' }],
    ['hello=world', 'link.not_ours', { text: 'hello=world' }],
    ['', 'link.not_ours', { text: '' }],
    ['v=1&task=torus', 'link.no_such_kind', { path: 'task', name: 'torus' }],
    ['v=1&task=xor&task=xor', 'link.twice', { name: 'task' }],
    [
      'v=1&task=xor,noise:9',
      'link.out_of_range',
      { path: 'task.noise', value: 9, min: 0, max: 0.5 },
    ],
    ['v=1&task=xor,noise:NaN', 'link.not_a_number', { path: 'task.noise', value: 'NaN' }],
    ['v=1&task=xor,noise:0x1', 'link.not_a_number', { path: 'task.noise', value: '0x1' }],
    ['v=1&task=xor,noise:1e999', 'link.not_a_number', { path: 'task.noise', value: '1e999' }],
    ['v=1&task=xor,noise:1e-400', 'link.too_small', { path: 'task.noise', value: '1e-400' }],
    ['v=1&task=xor,noise', 'link.no_value', { path: 'task.noise' }],
    ['v=1&task=xor,noise:0,noise:0', 'link.twice', { name: 'task.noise' }],
    ['v=1&task=xor,loudness:1', 'link.no_such_option', { path: 'task', name: 'loudness' }],
    ['v=1&task=xor,__proto__:1', 'link.no_such_option', { path: 'task', name: '__proto__' }],
    ['v=1&task=%E8%9E%BA%E6%97%8B', 'link.no_such_kind', { path: 'task', name: '螺旋' }],
    ['v=1&task=xor%2Cnoise%3A9', 'link.no_such_kind', { path: 'task', name: 'xor,noise:9' }],
    ['v=1&task=xor%252Cnoise%253A0', 'link.no_such_kind', { path: 'task' }],
    ['v=1&task=%5F%5Fproto%5F%5F', 'link.no_such_kind', { path: 'task', name: '__proto__' }],
    ['v=1&task=xor%26seed%3D3', 'link.no_such_kind', { path: 'task', name: 'xor&seed=3' }],
    ['v=1&task=__proto__', 'link.no_such_kind', { path: 'task', name: '__proto__' }],
    ['v=1&task=xor&constructor=1', 'link.unknown', { name: 'constructor' }],
    [
      'v=1&task=xor&layers=dense;dense,units:2.5',
      'link.not_whole',
      { path: 'layers[1].units', value: 2.5 },
    ],
    ['v=1&task=xor&layers=dense;;', 'link.no_such_kind', { path: 'layers[1]', name: '' }],
    [
      'v=1&task=xor&layers=features,x1:yes',
      'link.not_a_flag',
      { path: 'layers[0].x1', value: 'yes' },
    ],
    ['v=1&task=points,points:!AAA', 'link.unreadable', { path: 'task.points', value: '!AAA' }],
    ['v=1&task=csv,text:%E0%A4', 'link.unreadable', { path: 'task.text', value: '%E0%A4' }],
    ['v=1&seed=-1&task=xor', 'link.out_of_range', { path: 'seed', value: -1, min: 0 }],
    ['v=1&task=xor&hide=', 'link.no_such_choice', { path: 'hide', value: '' }],
    ['v=1&task=xor&hide=seed,toString', 'link.no_such_choice', { value: 'toString' }],
    ['v=1&task=xor&hide=seed,seed', 'link.twice', { name: 'seed' }],
    ['v=1&task=xor&hide=seed&hide=play', 'link.twice', { name: 'hide' }],
  ];
  test.each(cases)('%s', (text, key, params) => {
    const error = refusal(text);
    expect(error.key).toBe(key);
    expect(error.params).toMatchObject(params);
  });

  test('a choice tells the choices', () => {
    const error = refusal('v=1&task=xor&layers=dense,activation:step');
    expect(error.key).toBe('link.no_such_choice');
    expect(error.params!.choices).toContain('tanh');
  });

  test('what is quoted of a link is short and of one line', () => {
    const { params } = refusal(`v=1&task=${'x'.repeat(5000)}%0a`);
    expect(String(params!.name).length).toBeLessThanOrEqual(40);
  });

  test('a link that was encoded over and over is decoded a few times, then refused', () => {
    const encoded = (times: number) =>
      `v%${'25'.repeat(times - 1)}3D1&task%${'25'.repeat(times - 1)}3Dxor`;
    expect(read(encoded(8)).task.kind).toBe('xor');
    const { key, params } = refusal(encoded(9));
    expect([key, params]).toEqual(['link.encoded', { most: 8 }]);
    expect(refusal(encoded(7000)).key).toBe('link.encoded');
  });

  test('ten million characters are refused at once', () => {
    const start = performance.now();
    expect(refusal(`v=1&task=xor&layers=${'dense;'.repeat(1_700_000)}`).key).toBe('link.too_long');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('whatever is done to a link, it is read or refused, and nothing else happens', () => {
  const random = generator(2);
  const spice = [
    '&',
    '=',
    ',',
    ';',
    ':',
    '~',
    '!',
    '%',
    '%00',
    '__proto__',
    'constructor',
    '-',
    '1e9',
    'NaN',
    '\u0000',
    '列',
    '#',
    'v=1',
    'task=',
  ];
  let taken = 0;
  for (let i = 0; i < 4000; i++) {
    let text = writeLink(experiment(random, manifest), manifest).fragment;
    for (let k = below(random, 4); k >= 0; k--) {
      const at = below(random, text.length + 1);
      text = text.slice(0, at) + pick(random, spice) + text.slice(at + below(random, 6));
    }
    try {
      readLink(text, manifest);
      taken++;
    } catch (error) {
      expect(error, text).toBeInstanceOf(Refusal);
    }
  }
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(4000);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).noise).toBeUndefined();
});
