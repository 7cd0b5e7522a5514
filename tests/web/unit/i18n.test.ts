import { describe, expect, test } from 'vitest';

import { opening } from '../../../web/src/app/opening';
import { Timeline } from '../../../web/src/engine/timeline';
import type { Entry, Field } from '../../../web/src/engine/types';
import { choiceKey, fieldKeys, fieldName, setLanguage, t } from '../../../web/src/i18n';
import { engineSentence, formatAccuracy, formatNumber, formatPercent } from '../../../web/src/i18n';
import { en } from '../../../web/src/i18n/messages/en';
import { texts as first } from '../../../web/src/i18n/messages/en-first';
import { zh } from '../../../web/src/i18n/messages/zh';
import type { View } from '../../../web/src/views/view';
import { engine, manifest } from './support/engine';

const catalogues: Record<string, Record<string, string>> = { en, zh };
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test('nothing is all right where one of many is wrong', async () => {
  await setLanguage('en');
  expect(formatPercent(0.9997)).toBe('100.0%'); // a probability
  expect([1, 0.9997, 0.5, NaN].map(formatAccuracy)).toEqual(['100.0%', '99.9%', '50.0%', '–']);
});

test('numbers to be compared keep their zeros', () => {
  expect([1.39, -0.5, 0, 2e-5].map((value) => formatNumber(value, 4, true))).toEqual([
    '1.390',
    '−0.5000',
    '0',
    '2.000e−5',
  ]);
  expect(formatNumber(1.39, 4)).toBe('1.39');
});

describe('catalogues', () => {
  test('both languages have the same keys', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  test.each(Object.keys(en))('%s has the same placeholders in both, and says something', (key) => {
    const [english, chinese] = [catalogues.en[key], catalogues.zh[key]];
    expect(english.trim()).not.toBe('');
    expect(chinese.trim()).not.toBe('');
    expect([...new Set(placeholders(chinese))]).toEqual([...new Set(placeholders(english))]);
  });

  test('placeholders are filled in, and a name that is not given stands as it is', async () => {
    await setLanguage('en');
    expect(t('number.range', { min: 1, max: '{min}' })).toBe('1 to {min}');
    expect(t('number.range', { min: 1 })).toBe('1 to {max}');
  });
});

/** Every key that the manifest asks for: any one of each list will do. */
function keysOfManifest(): string[][] {
  const keys: string[][] = [];
  const fields = (scope: string, list: Field[]) => {
    for (const field of list) {
      keys.push(fieldKeys(scope, field.name));
      keys.push(fieldKeys(scope, field.name).map((key) => `${key}.help`));
      if (field.type === 'choice') {
        for (const choice of field.choices) keys.push([choiceKey(field.name, choice)]);
      }
    }
  };
  const lists: Record<string, (Entry | { name: string })[]> = {
    tasks: manifest.tasks,
    blocks: manifest.blocks,
    activations: manifest.activations,
    initializers: manifest.initializers,
    losses: manifest.losses,
    optimizers: manifest.optimizers,
    schedules: manifest.schedules,
  };
  for (const [list, entries] of Object.entries(lists)) {
    for (const entry of entries) {
      keys.push([`${list}.${entry.name}`], [`${list}.${entry.name}.help`]);
      if ('fields' in entry) fields(`${list}.${entry.name}`, entry.fields);
    }
  }
  for (const { group } of manifest.tasks) keys.push([`group.${group}`]);
  fields('output', manifest.output.fields);
  fields('train', manifest.train.fields);
  fields('experiment', manifest.experiment.fields);
  return keys;
}

const views = import.meta.glob<{ default: View }>('../../../web/src/views/*/{index,block}.ts', {
  eager: true,
});

test('views have their titles from the first, and explanations come later', () => {
  const titles = Object.values(views).map(({ default: { name } }) => `view.${name}.title`);
  expect(titles.length).toBeGreaterThan(20);
  const missing = titles.filter((key) => !(key in first));
  expect(missing, 'Add these to web/src/i18n/messages/*/views.ts.').toEqual([]);
  expect(Object.keys(first).filter((key) => key.endsWith('.help'))).toEqual([]);
});

describe('the manifest', () => {
  test.each(Object.keys(catalogues))('each of its names has a text in %s', (language) => {
    const texts = catalogues[language];
    const missing = keysOfManifest().filter((keys) => !keys.some((key) => key in texts));
    const told = new Set(missing.map((keys) => keys.join(' or ')));
    expect([...told], `Add these to web/src/i18n/messages/${language}.`).toEqual([]);
  });

  // The inspector waits for its texts; what else names things does not.
  test('what it names outside the inspector is said from the first', () => {
    const { tasks, blocks, activations, losses, optimizers, schedules, train, experiment } =
      manifest;
    const lists = { tasks, blocks, activations, losses, optimizers, schedules };
    const names = Object.entries(lists).flatMap(([list, entries]) =>
      entries.map(({ name }) => [`${list}.${name}`]),
    );
    const owners: [string, Field[]][] = [
      ...tasks.map(({ name, fields }): [string, Field[]] => [`tasks.${name}`, fields]),
      ...losses.map(({ name, fields }): [string, Field[]] => [`losses.${name}`, fields]),
      ...optimizers.map(({ name, fields }): [string, Field[]] => [`optimizers.${name}`, fields]),
      ...schedules.map(({ name, fields }): [string, Field[]] => [`schedules.${name}`, fields]),
      ['train', train.fields],
      ['experiment', experiment.fields],
    ];
    for (const [scope, fields] of owners) {
      for (const field of fields) {
        names.push(fieldKeys(scope, field.name));
        if (field.type !== 'choice') continue;
        for (const choice of field.choices) names.push([choiceKey(field.name, choice)]);
      }
    }
    const late = names.filter((keys) => !keys.some((key) => key in first));
    const told = new Set(late.map((keys) => keys.join(' or ')));
    expect([...told], 'These belong to a part that en-first.ts and zh-first.ts list.').toEqual([]);
  });
});

describe('the engine’s sentences', () => {
  const present = opening;
  const none = new Uint8Array(0);
  const layerOf = new Map<string, string>(); // the layer that a sentence is about
  const sentenceOf = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      const { message, layer } = error as Error & { layer: string };
      layerOf.set(message, layer);
      return message;
    }
    throw new Error(`The engine took it: ${call}`);
  };
  const text = (document: string) => sentenceOf(() => engine.describe(document, none));
  const refused = (change: object) => text(JSON.stringify({ ...present, ...change }));
  const layers = (...list: object[]) => refused({ model: { layers: list } });
  const sequence = (layer: object) =>
    refused({
      task: { kind: 'reverse' },
      model: { layers: [{ kind: 'embedding', dim: 16 }, layer] },
      train: {},
    });
  const translating = (encoder: object, decoder: object) =>
    refused({
      task: { kind: 'reverse' },
      model: {
        encoder: [{ kind: 'embedding', dim: 8 }, encoder],
        decoder: [{ kind: 'embedding', dim: 8 }, decoder],
      },
      train: {},
    });
  const columns = (csv: string) => sentenceOf(() => engine.csvColumns(csv));
  const table = (csv: string, options: object = {}) =>
    refused({ task: { kind: 'csv', text: csv, ...options }, model: { layers: [] }, train: {} });
  const points = (...list: number[]) => refused({ task: { kind: 'points', points: list } });
  const own = (kind: string, task: object) =>
    refused({ task: { kind, ...task }, model: { layers: [] }, train: {} });
  const ownText = (text: string, options: object = {}) => own('own_text', { text, ...options });
  const ownPairs = (text: string) => own('own_pairs', { text });
  const blank = `${'A'.repeat(22)}==`; // a black picture of 4 by 4
  const picture = (i: number) => btoa(String.fromCharCode(i >> 8, i & 255).padEnd(16, '\0'));
  const images = (text: string) => own('images', { images: text });
  const rows = (n: number, row: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => row(i)).join('\n');

  const session = new engine.Session(JSON.stringify(present), none);
  const asked = (call: (s: typeof session) => unknown) => sentenceOf(() => call(session));
  const other = new engine.Session(
    JSON.stringify({ ...present, model: { layers: [{ kind: 'dense', units: 3 }] } }),
    none,
  );
  const shorter = new engine.Session(
    JSON.stringify({ ...present, model: { layers: present.model.layers!.slice(0, -1) } }),
    none,
  );

  /** A file of weights whose one tensor is described so. */
  function weightsOf(tensor: object): Uint8Array {
    const header = new TextEncoder().encode(JSON.stringify({ 'output/bias': tensor }));
    return new Uint8Array([header.length, 0, 0, 0, 0, 0, 0, 0, ...header, 0, 0]);
  }

  function stopped(): string {
    const wild = new engine.Session(
      JSON.stringify({
        lushan: 1,
        task: { kind: 'linear', inputs: 8 },
        model: { layers: [] },
        train: { loss: { kind: 'squared' }, optimizer: { kind: 'sgd', lr: 10 } },
      }),
      none,
    );
    wild.step(1000);
    return JSON.parse(wild.status()).message;
  }

  // What a text to be answered can bring about.
  function written(): string[] {
    const writer = new engine.Session(
      JSON.stringify({
        lushan: 1,
        task: { kind: 'reverse', length: 4, samples: 100 },
        model: { layers: [{ kind: 'one_hot' }, { kind: 'gru', units: 4 }] },
        train: {},
      }),
      none,
    );
    const generate = (request: object) =>
      sentenceOf(() => writer.generate(JSON.stringify(request)));
    const show = (request: object) => sentenceOf(() => writer.show(JSON.stringify(request)));
    return [
      generate({ text: '' }),
      generate({ text: 'ß' }),
      generate({ text: '0123012301' }),
      generate({ tokens: [99] }),
      generate({ text: '01', written: [99] }),
      generate({ text: '01', written: Array(30).fill(3) }),
      show({ text: '0123012301' }),
      asked((s) => s.show('{"text":"0"}')),
      asked((s) => s.generate('{"text":"0"}')),
    ];
  }

  const timeline = new Timeline(engine, () => undefined);

  // What a user can bring about with a link, a document, a table, points, weights or a drawing.
  const provoked = () => [
    refused({ task: { kind: 'spiral', classes: 2.5 } }),
    refused({ task: { kind: 'spiral', noise: 7 } }),
    refused({ train: { loss: { kind: 'nothing' } } }),
    refused({ task: {} }),
    refused({ task: 3 }),
    refused({ task: { kind: 'csv', text: 3 } }),
    refused({ task: { kind: 'csv', text: 'x'.repeat(2_000_001) } }),
    refused({ task: { kind: 'points', points: 3 } }),
    refused({ task: { kind: 'points', points: ['a'] } }),
    refused({ task: { kind: 'points', points: Array(100_000).fill(0) } }),
    refused({ task: { kind: 'spiral', sides: 3 } }),
    refused({ extra: 1 }),
    refused({ lushan: undefined }),
    refused({ lushan: 2 }),
    refused({ task: undefined }),
    refused({ model: { layers: {} } }),
    refused({ model: { layers: Array(65).fill({ kind: 'dense' }) } }),
    refused({ model: { layers: [{ kind: 'dense', bias: 3 }] } }),
    text('3'),
    text('{'),
    text('{"lushan":1e999}'),
    text(`${'['.repeat(100)}${']'.repeat(100)}`),
    text('{"lushan":1,"lushan":1}'),
    text(`{${rows(2000, (i) => `"k${i}":0`).replaceAll('\n', ',')}}`),
    layers({ kind: 'flatten' }),
    layers({ kind: 'features', x1: false, x2: false }),
    refused({ model: { layers: [{ kind: 'batch_norm' }] }, train: { batch: 1 } }),
    refused({ model: { encoder: [], decoder: [] } }),
    refused({ model: { encoder: [] } }),
    refused({ model: { encoder: [], decoder: [], layers: [] } }),
    refused({ model: { answer: 'after' } }),
    refused({ task: { kind: 'addition' }, model: { answer: 'beside' }, train: {} }),
    refused({
      task: { kind: 'reverse' },
      model: { answer: 'after', encoder: [], decoder: [] },
      train: {},
    }),
    refused({
      task: { kind: 'dyck', length: 2, brackets: 1, depth: 1, asks: 'closing', shorter: false },
      model: {},
      train: {},
    }),
    ...[
      { kind: 'conv2d', channels: 6, groups: 4 },
      { kind: 'conv2d', kernel: 11, dilation: 4 },
      { kind: 'conv2d', kernel: 9, stride: 8, padding: 0 },
      { kind: 'avg_pool2d', padding: 2 },
    ].map((layer) =>
      refused({
        task: { kind: 'mnist' },
        model: { layers: [layer, { kind: 'max_pool2d', kernel: 8 }, { kind: 'flatten' }] },
        train: {},
      }),
    ),
    layers({ kind: 'dense', units: 3 }, { kind: 'features' }),
    refused({
      task: { kind: 'curve' },
      model: { layers: [{ kind: 'features', x1_x2: true }] },
      train: {},
    }),
    sequence({ kind: 'encoder_layer', heads: 7, causal: true }),
    sequence({ kind: 'position', method: 'learned', max_length: 2 }),
    sequence({ kind: 'multi_head_attention', source: 'cross' }),
    sequence({ kind: 'multi_head_attention', heads: 4, source: 'cross', position: 'rope' }),
    sequence({ kind: 'multi_head_attention', heads: 16, causal: true, position: 'rope' }),
    sequence({ kind: 'gru', initial: 'encoder' }),
    sequence({ kind: 'gru', bidirectional: true }),
    sequence({ kind: 'gru', output: 'last' }),
    sequence({ kind: 'recurrent_decoder' }),
    layers({ kind: 'dense' }, { kind: 'gru' }),
    refused({ train: { teacher_forcing: 0.5 } }),
    refused({ task: { kind: 'reverse' }, model: { output: { tied: true } }, train: {} }),
    refused({
      task: { kind: 'reverse' },
      model: {
        layers: [
          { kind: 'embedding', dim: 8 },
          { kind: 'dense', units: 5 },
        ],
        output: { tied: true },
      },
      train: {},
    }),
    translating({ kind: 'gru', units: 8 }, { kind: 'gru', units: 9, initial: 'encoder' }),
    translating({ kind: 'position' }, { kind: 'gru', units: 8, initial: 'encoder' }),
    translating({ kind: 'gru', units: 8 }, { kind: 'recurrent_decoder', units: 8, layers: 2 }),
    translating(
      { kind: 'dense', units: 8 },
      { kind: 'recurrent_decoder', initial: 'zeros', context: 'every' },
    ),
    translating(
      { kind: 'gru', units: 8 },
      { kind: 'recurrent_decoder', initial: 'zeros', context: 'dot', units: 9 },
    ),
    translating({ kind: 'gru', units: 8, output: 'last' }, { kind: 'recurrent_decoder', units: 8 }),
    translating(
      { kind: 'gru', units: 8 },
      { kind: 'recurrent_decoder', units: 8, context: 'none', input_feeding: true },
    ),
    translating(
      { kind: 'gru', units: 8, layers: 2 },
      { kind: 'recurrent_decoder', units: 8, layers: 2, input_feeding: true },
    ),
    refused({ task: { kind: 'plane' }, train: { loss: { kind: 'cross_entropy' } } }),
    refused({ train: { loss: { kind: 'huber' } }, task: { kind: 'reverse' } }),
    refused({ task: { kind: 'mnist' } }),
    sentenceOf(() =>
      engine.describe(JSON.stringify({ ...present, task: { kind: 'mnist' } }), new Uint8Array(40)),
    ),
    sentenceOf(
      () => new engine.Session(JSON.stringify({ ...present, task: { kind: 'mnist' } }), none),
    ),
    layers(...Array.from({ length: 9 }, () => ({ kind: 'dense', units: 4096 }))),
    layers(...Array.from({ length: 64 }, () => ({ kind: 'dense', units: 1024 }))),
    refused({
      task: { kind: 'linear', inputs: 8 },
      model: { layers: Array.from({ length: 30 }, () => ({ kind: 'dense', units: 1024 })) },
      train: { batch: 1024 },
    }),
    points(),
    points(0, 0, 1, 1, 1, 1),
    points(0, 0),
    points(0, 9, 1, 0, 0, 0),
    points(0, 0, 7, 0, 0, 0),

    columns(''),
    columns('a,b\0\n1,2\n'),
    columns('a,b\n1,2\n'),
    columns('a\n1\n2\n'),
    columns('a,b\n1,2,3\n'),
    columns('a,a\n1,2\n3,4\n'),
    columns('a,b\n1,"2\n'),
    columns('a,b\n1,"2"3\n'),
    columns(rows(100_002, () => '1,2')),
    columns('1,'.repeat(201)),
    table('a,b\n1,2\n3,\n4,5\n'),
    table(`a,b\n${rows(30, (i) => `${i},${i}.5`)}\nfew,1\n`),
    table(`a,b\n${rows(30, (i) => `${i},${i}.5`)}\n1e101,1\n`),
    table('a,b\n1,2\n3,4.5\n', { target: 'c' }),
    table(`a,b\n${rows(40, (i) => `t${i},${i}.5`)}\n`),
    table('a,b\n1,2\n3,4.5\n', { columns: 'b' }),
    table(`a,b,c\n${rows(40, (i) => `t${i},${i},${i}.5`)}\n`, { columns: 'a' }),
    table(`a,b\n${rows(60, (i) => `${i},t${i}`)}\n`),
    table('a,b\n1,2\n3,2\n'),
    table('a,b\n1,x\n3,y\n', { predict: 'value' }),
    table(
      `${rows(41, (i) => Array.from({ length: 41 }, (_, c) => (i ? `t${i % 32}` : `c${c}`)).join())}`,
    ),

    ownText('short'),
    ownText('a'.repeat(5000)),
    ownText('a\u0001'),
    ownText('one line', { examples: 'lines' }),
    ownText(`a\n${'b'.repeat(300)}`, { examples: 'lines' }),
    ownText(rows(4001, (i) => String.fromCodePoint(0x4e00 + i))),
    sentenceOf(
      () => new engine.Session(JSON.stringify({ ...present, task: { kind: 'names' } }), none),
    ),
    ownPairs(''),
    ownPairs('a -> b\nno arrow'),
    ownPairs('a -> b\n-> c'),
    ownPairs('a -> b\nc ->'),
    ownPairs('a -> b\na -> c'),
    ownPairs(`a -> b\n${'x'.repeat(65)} -> y`),
    ownPairs(`a -> b\nx -> ${'y'.repeat(65)}`),
    ownPairs(rows(20_001, (i) => `${i}->x`)),
    images(''),
    images('4x4\n'),
    images('40x4x1\n'),
    images('4x4x1\na'),
    images('4x4x1\n\t'),
    images(`4x4x1\n${'a'.repeat(41)}\t`),
    images(`4x4x1\n${rows(51, (i) => `class ${i}\t${picture(i)}`)}`),
    images(`4x4x1\n${rows(4001, (i) => `class ${i % 2}\t${picture(i)}`)}`),
    images('4x4x1\na\t////'),
    images(`4x4x1\na\t${blank}`),
    images(`4x4x1\na\t${blank}\nb\t${blank}`),

    stopped(),
    asked((s) => s.setTrain(JSON.stringify({ loss: { kind: 'hinge' } }))),
    asked((s) => s.setOption('model.layers![1].units', 3)),
    asked((s) => s.setParameter('nothing', 0, 1)),
    asked((s) => s.setParameter('output/bias', 99, 1)),
    asked((s) => s.setParameter('output/bias', 0, 1e9)),
    asked((s) => s.loadWeights(other.saveWeights())),
    asked((s) => s.loadWeights(shorter.saveWeights())),
    asked((s) => s.loadWeights(new Uint8Array(4))),
    asked((s) => s.loadWeights(weightsOf({ dtype: 'F16', shape: [1], data_offsets: [0, 2] }))),
    asked((s) => s.loadWeights(weightsOf({ dtype: 'F32', shape: [1], data_offsets: [0, 9] }))),
    asked((s) => s.restore(new Uint8Array(4))),
    asked((s) => s.restore(other.snapshot())),
    asked((s) => s.restore(s.saveWeights())),
    asked((s) => s.setExample('train', 1_000_000)),
    asked((s) => s.setExampleInput(new Float32Array(1))),
    asked((s) => s.setExampleInput(new Float32Array([NaN, 0]))),
    ...written(),
    sentenceOf(() => {
      timeline.open({ experiment: JSON.stringify(present), asset: none }, null);
      timeline.rejoin();
    }),
    sentenceOf(() => engine.normalizeDigit(new Float32Array(100), 10, 10)),
  ];

  test('are told in Chinese, and nothing is left of the English', async () => {
    await setLanguage('zh');
    const left = provoked().filter((sentence) => {
      const told = engineSentence(sentence);
      return !/[一-鿿]/.test(told) || /\{\w+\}|undefined|\b(?:the|is|has|must|it)\b/.test(told);
    });
    expect(left).toEqual([]);
  });

  // What a reader of documents has found is told by its place in the document.
  const ofDocument =
    /^(?:[\w.[\]]+ (?:is .+; it must be|is missing|is a (?:text|list) of|has \d+ layers|has a key|must be)|The document|The key|An object|model (?:has|needs))/;
  // without what the user wrote, and without names of tensors
  const unmarked = (sentence: string) => sentence.replace(/“[^”]*”|"[^"]*"|`[^`]*`|\w+\/\w+/g, '');
  const wordsOf = (sentence: string) => unmarked(sentence).match(/\w+/g) ?? [];
  const named = (scope: string, fields: Field[]): [string, string[]][] =>
    fields.flatMap((field): [string, string[]][] => [
      [field.name, fieldKeys(scope, field.name)],
      ...(field.type === 'choice'
        ? field.choices.map((choice): [string, string[]] => [
            choice,
            [choiceKey(field.name, choice)],
          ])
        : []),
    ]);
  const kindOf = (layer = '') => /(\w+)_\d+$/.exec(layer)?.[1] ?? '';
  const fieldsOf = (kind: string) => manifest.blocks.find(({ name }) => name === kind)?.fields;

  test('say what has a name in a form as the form does', async () => {
    const raw: string[] = [];
    for (const language of ['en', 'zh'] as const) {
      await setLanguage(language);
      for (const sentence of provoked()) {
        const told = engineSentence(sentence);
        if (told.includes('`')) raw.push(told);
        const kind = kindOf(layerOf.get(sentence));
        for (const [, mark] of sentence.matchAll(/`(\w+)`/g)) {
          if (!fieldsOf(kind)?.some(({ name }) => name === mark)) continue;
          if (!told.includes(`“${fieldName(`blocks.${kind}`, mark)}”`))
            raw.push(`${mark}: ${told}`);
        }
      }
    }
    expect(raw).toEqual([]);
  });

  test('mark each name of the document that has another one in a form', async () => {
    await setLanguage('en');
    const raw: string[] = [];
    for (const sentence of provoked()) {
      if (ofDocument.test(sentence)) continue;
      if (/\b(?:task|model|train)\.\w/.test(unmarked(sentence))) raw.push(sentence);
      const kind = kindOf(layerOf.get(sentence));
      const names = new Map([
        ...named('train', manifest.train.fields),
        ...manifest.blocks.map(({ name }): [string, string[]] => [name, [`blocks.${name}`]]),
        ...named(`blocks.${kind}`, fieldsOf(kind) ?? []),
      ]);
      for (const word of wordsOf(sentence)) {
        const key = names.get(word)?.find((key) => key in en);
        if (key && !catalogues.en[key].toLowerCase().includes(word))
          raw.push(`${word}: ${sentence}`);
      }
    }
    expect(raw).toEqual([]);
  });

  test('have nothing of the document’s names in Chinese, either', async () => {
    await setLanguage('zh');
    const lists = [...manifest.blocks, ...manifest.tasks];
    const names = new Set([
      ...lists.flatMap(({ name, fields }) => [name, ...named('', fields).map(([word]) => word)]),
      ...named('', manifest.train.fields).map(([word]) => word),
    ]);
    const raw = provoked()
      .filter((sentence) => !ofDocument.test(sentence))
      .map(engineSentence)
      .filter((told) => wordsOf(told).some((word) => names.has(word)));
    expect(raw).toEqual([]);
  });

  test('leave in peace what the user wrote', async () => {
    await setLanguage('en');
    const sentence = table('a,`initial`\n1,2\n3,2\n');
    expect(engineSentence(sentence)).toBe(sentence);
    expect(sentence).toContain('“`initial`”');
  });

  test('keep the names and numbers that they speak of', async () => {
    await setLanguage('en');
    const told = (sentence: string) => engineSentence(sentence);
    expect(told(sequence({ kind: 'gru', initial: 'encoder' }))).toBe(
      '“First state” is “the encoder’s last”, but there is no encoder here; choose “zeros” or “learned”.',
    );
    await setLanguage('zh');
    expect(told(sequence({ kind: 'gru', initial: 'encoder' }))).toBe(
      '“初始状态”是“编码器的末状态”，而这里没有编码器；请改成“全零”或“可学习”。',
    );
    expect(told(columns('a,b\n1,"2\n'))).toMatch(/^第 2 行第 2 列：/);
    expect(told(table('a,年龄\n1,2\n3,\n4,5\n'))).toMatch(/^第 3 行“年龄”列：/);
    const named = table('"this, or that",b\n1,2\n3,4.5\n', { target: 'c' });
    expect(told(named)).toContain('“this, or that”、“b”');
    expect(told(layers({ kind: 'flatten' }))).toContain('“展平 1”需要图像，而任务给出的是向量');
    expect(
      told(refused({ task: { kind: 'csv', text: 'a,b\n1,2\n3,4.5', predict: 'x' } })),
    ).toContain('auto、value、class');
  });

  test('stand as they are in English, and where they are not known', async () => {
    const known = refused({ task: { kind: 'spiral', noise: 7 } });
    await setLanguage('en');
    expect(engineSentence(known)).toBe(known);
    await setLanguage('zh');
    expect(engineSentence('Something else went wrong.')).toBe('Something else went wrong.');
  });
});
