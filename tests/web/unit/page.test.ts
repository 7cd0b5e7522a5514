import { describe, expect, test } from 'vitest';

import { readRecord, writeRecord } from '../../../web/src/app/csv-record';
import {
  anotherSeed,
  candidatesForForm,
  candidatesForTask,
  duplicateLayer,
  featuresLeftOut,
  insertLayer,
  learnable,
  moveBlock,
  moveLayer,
  removeLayer,
  setLayerOption,
  withFeatures,
  withoutUsualLoss,
} from '../../../web/src/app/edits';
import { decode } from '../../../web/src/app/text-file';
import { classesIn, eraseNear, pointsFrom, trainable } from '../../../web/src/app/points';
import { presets, systems } from '../../../web/src/app/presets';
import { placeBeside } from '../../../web/src/app/tour';
import { trainingOf } from '../../../web/src/app/training';
import type { Chosen, Experiment, TargetKind } from '../../../web/src/engine/types';
import { en } from '../../../web/src/i18n/messages/en';
import { describeExperiment, manifest } from './support/engine';

const start: Experiment = {
  lushan: 1,
  task: { kind: 'spiral' },
  model: { layers: [{ kind: 'features' }, { kind: 'dense', units: 4 }, { kind: 'dropout' }] },
  train: { loss: { kind: 'cross_entropy' } },
};
const kinds = (doc: Experiment) => doc.model.layers!.map((layer) => layer.kind);

describe('changes to the layers', () => {
  test('make new documents and leave the old one alone', () => {
    const before = structuredClone(start);
    expect(kinds(insertLayer(start, 1, { kind: 'dense' }))).toEqual([
      'features',
      'dense',
      'dense',
      'dropout',
    ]);
    expect(kinds(removeLayer(start, 0))).toEqual(['dense', 'dropout']);
    expect(kinds(moveLayer(start, 2, -1))).toEqual(['features', 'dropout', 'dense']);
    expect(duplicateLayer(start, 1).model.layers![2]).toEqual({ kind: 'dense', units: 4 });
    expect(setLayerOption(start, 1, 'units', 9).model.layers![1].units).toBe(9);
    expect(setLayerOption(start, -1, 'activation', 'tanh').model.output).toEqual({
      activation: 'tanh',
    });
    expect(start).toEqual(before);
  });

  test('a layer at either end does not move beyond it', () => {
    expect(moveLayer(start, 0, -1)).toBe(start);
    expect(moveLayer(start, 2, 1)).toBe(start);
  });

  test('a block goes to any place, also of another column', () => {
    const to = (index: number) => kinds(moveBlock(start, at(2), at(index)));
    const at = (index: number) => ({ column: 'layers' as const, index });
    expect(to(0)).toEqual(['dropout', 'features', 'dense']);
    expect(to(1)).toEqual(['features', 'dropout', 'dense']);
    expect(moveBlock(start, at(2), at(2))).toBe(start);
    expect(moveBlock(start, at(2), at(3))).toBe(start);
    expect(kinds(moveBlock(start, at(0), at(3)))).toEqual(['dense', 'dropout', 'features']);
    const pair: Experiment = {
      ...start,
      model: { encoder: [{ kind: 'embedding' }, { kind: 'gru' }], decoder: [] },
    };
    const moved = moveBlock(pair, { column: 'encoder', index: 0 }, { column: 'decoder', index: 0 });
    expect(moved.model).toEqual({ encoder: [{ kind: 'gru' }], decoder: [{ kind: 'embedding' }] });
  });

  test('a copy of a layer does not change with the first one', () => {
    const copied = duplicateLayer(start, 1);
    copied.model.layers![1].units = 7;
    expect(copied.model.layers![2].units).toBe(4);
  });
});

describe('another task', () => {
  const examples = presets.map((preset) => preset.experiment);
  const accepted = (doc: Experiment) => {
    try {
      describeExperiment(doc);
      return true;
    } catch {
      return false;
    }
  };

  test.each(
    learnable(manifest)
      .filter(({ fields }) => fields.every(({ type }) => type !== 'text' && type !== 'numbers'))
      .map((task) => task.name),
  )(
    'from any preset to %s there is a document that the engine takes',
    (kind) => {
      for (const preset of presets) {
        const candidates = candidatesForTask(preset.experiment, { kind }, manifest, examples);
        expect(candidates.some(accepted), preset.id).toBe(true);
      }
    },
    60_000,
  ); // each document makes its data anew

  test('keeps the model and the loss where they fit', () => {
    const [first] = candidatesForTask(start, { kind: 'circle' }, manifest, examples);
    expect(first.model).toEqual(start.model);
    expect(first.train).toEqual(start.train);
  });

  test('of one input leaves the features out, and they come back with two', () => {
    const features = { kind: 'features', sin_x1: true };
    const drawn: Experiment = {
      ...start,
      model: { layers: [features, { kind: 'dense', units: 4 }] },
    };
    const taken = (doc: Experiment, kind: string) =>
      candidatesForTask(doc, { kind }, manifest, examples).find(accepted)!;
    const linear = taken(drawn, 'linear');
    expect(kinds(linear)).toEqual(['dense']);
    expect(featuresLeftOut(drawn, linear)).toEqual(features);
    // tuned there, and then on to one more before the plane
    const tuned = setLayerOption(linear, 0, 'units', 9);
    const curve = taken(withFeatures(tuned, features), 'curve');
    expect(kinds(curve)).toEqual(['dense']);
    const back = taken(withFeatures(curve, features), 'circle');
    expect(back.model.layers).toEqual([features, { kind: 'dense', units: 9 }]);
    expect(withFeatures(back, features)).toBe(back);
    expect(featuresLeftOut(drawn, back)).toBe(null);
    // of an example that is taken instead nothing is left out
    expect(featuresLeftOut(drawn, taken(drawn, 'mnist'))).toBe(null);
  });

  test('leaves the usual loss of a task with it, and keeps one that was chosen', () => {
    const usual = (target: TargetKind) =>
      manifest.losses.find(({ targets }) => targets.includes(target));
    const lossAfter = (loss: Chosen, target: TargetKind, kind: string) => {
      const doc = { ...start, train: { ...start.train, loss } };
      const present = withoutUsualLoss(doc, usual(target));
      const taken = candidatesForTask(present, { kind }, manifest, examples).find(accepted)!;
      return describeExperiment(taken).loss.kind;
    };
    expect(lossAfter({ kind: 'squared' }, 'values', 'xor')).toBe('cross_entropy');
    expect(lossAfter({ kind: 'cross_entropy', label_smoothing: 0 }, 'classes', 'plane')).toBe(
      'squared',
    );
    expect(lossAfter({ kind: 'squared' }, 'values', 'curve')).toBe('squared');
    expect(lossAfter({ kind: 'squared' }, 'classes', 'xor')).toBe('squared'); // not the usual one there
    expect(lossAfter({ kind: 'half_squared' }, 'values', 'xor')).toBe('half_squared');
    const smoothed = { kind: 'cross_entropy', label_smoothing: 0.1 };
    const doc = { ...start, train: { ...start.train, loss: smoothed } };
    expect(withoutUsualLoss(doc, usual('classes'))).toBe(doc);
  });
});

test('between the plane and pictures the example’s model is taken, with the seed that was there', () => {
  const examples = presets.map((preset) => preset.experiment);
  const seeded = { ...start, seed: 42 };
  const [first] = candidatesForTask(seeded, { kind: 'mnist', samples: 500 }, manifest, examples);
  expect(first.model).toEqual(examples.find(({ task }) => task.kind === 'mnist')!.model);
  expect(first.task).toEqual({ kind: 'mnist', samples: 500 });
  expect(first.seed).toBe(42);
  const [back] = candidatesForTask(first, { kind: 'xor' }, manifest, examples);
  expect(back.model).toEqual(examples.find(({ task }) => task.kind === 'xor')!.model);
});

describe('presets', () => {
  test.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s is taken by the engine',
    (_, preset) => {
      expect(() => describeExperiment(preset.experiment)).not.toThrow();
      expect(en).toHaveProperty([preset.name]);
      expect(en).toHaveProperty([preset.about]);
      expect(systems).toContain(preset.system);
    },
  );

  test('each system has one, and a name', () => {
    expect(systems.filter((name) => !presets.some(({ system }) => system === name))).toEqual([]);
    for (const name of systems) expect(en).toHaveProperty([`system.${name}`]);
  });

  test('each task that the engine generates has one to begin with', () => {
    const shown = new Set(presets.map(({ experiment }) => experiment.task.kind));
    const made = manifest.tasks.filter(({ group }) => group === 'sequences');
    expect(made.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('drawn points', () => {
  const points = [0, 0, 0, 1, 0, 1, 5, 5, 3];

  test('classes are counted up to the highest', () => {
    expect(classesIn([])).toBe(0);
    expect(classesIn(points)).toBe(4);
  });

  test('the eraser takes what is within its reach', () => {
    expect(eraseNear(points, 0.9, 0, 0.2)).toEqual([0, 0, 0, 5, 5, 3]);
    expect(eraseNear(points, 3, 3, 0.2)).toBe(points);
    expect(eraseNear(points, 0.5, 0, 0.5)).toEqual([5, 5, 3]);
  });

  test('two classes are needed', () => {
    expect(trainable([])).toBe(false);
    expect(trainable([0, 0, 1, 1, 1, 1])).toBe(false);
    expect(trainable([0, 0, 1, 1, 1, 0])).toBe(true);
  });

  test('points of a task are thinned evenly', () => {
    const x = Float32Array.from({ length: 20 }, (_, i) => i / 3);
    const y = Float32Array.from({ length: 10 }, (_, i) => i % 2);
    expect(pointsFrom(x, y, 100)).toHaveLength(30);
    expect(pointsFrom(x, y, 5)).toHaveLength(15);
    expect(pointsFrom(x, y, 5).slice(0, 3)).toEqual([0, 0.33, 0]);
  });
});

describe('a record of names', () => {
  test.each([
    [['a', 'b']],
    [['with, comma', 'with "quotes"', 'plain']],
    [[' led by space', 'x']],
    [['只有中文', '另一列']],
  ])('%j comes back as it was', (names) => {
    expect(readRecord(writeRecord(names))).toEqual(names);
  });
});

test('another seed differs from the present one', () => {
  for (let i = 0; i < 100; i++) expect(anotherSeed(5)).not.toBe(5);
});

describe('a text file', () => {
  const bytes = (...parts: (number[] | string)[]) =>
    Uint8Array.from(
      parts.flatMap((part) =>
        typeof part === 'string' ? [...new TextEncoder().encode(part)] : part,
      ),
    );
  const height = [0xc9, 0xed, 0xb8, 0xdf]; // 身高 in GBK

  test('is UTF-8 where it can be, with or without its mark', () => {
    expect(decode(bytes('身高,a\n1,2'))).toEqual({ text: '身高,a\n1,2', encoding: 'utf-8' });
    expect(decode(bytes([0xef, 0xbb, 0xbf], '身高'))).toEqual({ text: '身高', encoding: 'utf-8' });
    expect(decode(bytes())).toEqual({ text: '', encoding: 'utf-8' });
  });

  test('is else what a Chinese spreadsheet writes', () => {
    const read = decode(bytes(height, ',a\n1,2'));
    expect(read).toEqual({ text: '身高,a\n1,2', encoding: 'gb18030' });
    // four bytes: a character that GBK lacks
    expect(decode(bytes([0x95, 0x32, 0x82, 0x36])).text).toBe('\u{20000}');
  });

  test('is UTF-16 where its mark says so', () => {
    expect(decode(bytes([0xff, 0xfe, 0xab, 0x8e, 0xd8, 0x9a]))).toEqual({
      text: '身高',
      encoding: 'utf-16le',
    });
    expect(decode(bytes([0xfe, 0xff, 0x8e, 0xab, 0x9a, 0xd8])).text).toBe('身高');
  });

  test('is what a Western spreadsheet writes where it does not look Chinese', () => {
    const read = decode(bytes('caf', [0xe9], ',1'));
    expect(read).toEqual({ text: 'café,1', encoding: 'windows-1252' });
    const german = decode(bytes('gr', [0xf6, 0xdf], 'e,farbe\n1,gr', [0xfc], 'n'));
    expect(german).toEqual({ text: 'größe,farbe\n1,grün', encoding: 'windows-1252' });
  });

  test('cut short after its mark is read all the same', () => {
    expect(decode(bytes([0xff, 0xfe, 0x41])).encoding).toBe('windows-1252');
  });
});

describe('the card of the tour', () => {
  const view = { left: 0, top: 0, width: 1000, height: 700 };
  const card = { offsetWidth: 300, offsetHeight: 150 };

  test('stands beside what it speaks of where there is room', () => {
    const { ring, at } = placeBeside({ left: 0, top: 100, width: 250, height: 500 }, view, card);
    expect(ring).toEqual({ left: 4, top: 96, width: 250, height: 508 });
    expect(at.left).toBeGreaterThan(ring.left + ring.width);
    const right = placeBeside({ left: 700, top: 100, width: 300, height: 580 }, view, card).at;
    expect(right.left + 300).toBeLessThan(700);
  });

  test('stands over the lower end of what fills the view', () => {
    const { at } = placeBeside({ left: -50, top: -50, width: 1200, height: 900 }, view, card);
    expect(at).toEqual({ left: 350, top: 700 - 4 - 12 - 150 });
  });
});

describe('the form of a model', () => {
  const reverse = { kind: 'reverse', length: 6, samples: 40 };
  const models: [string, Experiment['model']][] = [
    ['a recurrence', { layers: [{ kind: 'embedding' }, { kind: 'lstm', units: 16 }] }],
    [
      'self-attention',
      {
        layers: [{ kind: 'embedding' }, { kind: 'encoder_layer', causal: true }],
        answer: 'after',
      },
    ],
  ];
  test.each(models)('%s becomes an encoder and a decoder of its kind, and back', (_, model) => {
    const doc: Experiment = { lushan: 1, task: reverse, model, train: {} };
    const [pair] = candidatesForForm(doc, 'pair', []);
    expect(describeExperiment(pair).layers.some(({ column }) => column === 'decoder')).toBe(true);
    const [back] = candidatesForForm(pair, 'layers', []);
    expect(back.model.layers!.map(({ kind }) => kind)).toEqual(
      model.layers!.map(({ kind }) => kind),
    );
    expect(() => describeExperiment(back)).not.toThrow();
  });

  test('takes with it what only a decoder has use for', () => {
    const { experiment } = presets.find(({ id }) => id === 'seq2seq')!;
    const doc = { ...experiment, train: { ...experiment.train, teacher_forcing: 0.5 } };
    expect(() => describeExperiment(doc)).not.toThrow();
    const [layers] = candidatesForForm(doc, 'layers', []);
    expect(layers.train).toEqual(experiment.train);
    expect(() => describeExperiment(layers)).not.toThrow();
    const shown = (of: Experiment) =>
      trainingOf(of, undefined, manifest).fields.some(({ name }) => name === 'teacher_forcing');
    expect([shown(doc), shown(layers)]).toEqual([true, false]);
  });
});
