import { describe, expect, test } from 'vitest';

import type { Chosen } from '../../../web/src/engine/types';
import { readLink } from '../../../web/src/state/read-link';
import { describeExperiment, manifest } from './support/engine';
import { generator, pick } from './support/random';
import { refusal } from './support/refusal';

const read = (text: string) => readLink(text, manifest);
const noteKeys = (text: string) => read(text).notes.map((note) => note.key);

// What the site writes when nothing has been touched but the seed.
const whole =
  'activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03' +
  '&regularizationRate=0&noise=0&networkShape=4,2&seed=0.51234&showTestData=false' +
  '&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false' +
  '&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false' +
  '&problem=classification&initZero=false&hideText=false';

describe('settings', () => {
  test('the site’s opening network', () => {
    const { experiment } = read(`https://playground.tensorflow.org/#${whole}`);
    const start = { initializer: 'uniform', initial_bias: 0.1 };
    expect(experiment).toEqual({
      lushan: 1,
      seed: 51234,
      task: { kind: 'circle', samples: 500, noise: 0, train_share: 0.5 },
      model: {
        layers: [
          {
            kind: 'features',
            x1: true,
            x2: true,
            x1_squared: false,
            x2_squared: false,
            x1_x2: false,
            sin_x1: false,
            sin_x2: false,
          },
          { kind: 'dense', units: 4, activation: 'tanh', ...start },
          { kind: 'dense', units: 2, activation: 'tanh', ...start },
        ],
        output: { activation: 'tanh', ...start },
      },
      train: {
        loss: { kind: 'half_squared' },
        optimizer: { kind: 'sgd', lr: 0.03 },
        schedule: { kind: 'constant' },
        batch: 10,
        l1: 0,
        l2: 0,
      },
    });
  });

  test('the engine takes it: 2-4-2-1, 25 parameters, 250 examples of each split', () => {
    const info = describeExperiment(read(whole).experiment);
    expect(info.parameters).toBe(2 * 4 + 4 + 4 * 2 + 2 + 2 + 1);
    expect(info.task).toMatchObject({
      train: 250,
      test: 250,
      target: { kind: 'classes', count: 2 },
    });
    expect(info.loss).toMatchObject({ kind: 'half_squared', width: 1 });
  });

  test('properties left out, or left empty, have the site’s defaults', () => {
    expect(read('seed=0.51234&dataset=').experiment).toEqual(read(whole).experiment);
  });

  test('regression: 1200 points, a linear output, its own data sets', () => {
    const text =
      'problem=regression&regDataset=reg-gauss&activation=relu&noise=35&percTrainData=70&seed=1';
    const { experiment } = read(text);
    expect(experiment.task).toEqual({
      kind: 'multi_gaussian',
      samples: 1200,
      noise: 0.35,
      train_share: 0.7,
    });
    expect(experiment.model.output).toMatchObject({ activation: 'linear' });
    expect(describeExperiment(experiment).task).toMatchObject({ train: 840, test: 360 });
  });

  test.each([
    ['circle', 'circle'],
    ['xor', 'xor'],
    ['gauss', 'gaussians'],
    ['spiral', 'spiral'],
  ])('data set %s', (theirs, ours) => {
    expect(read(`dataset=${theirs}`).experiment.task.kind).toBe(ours);
  });

  test('what is shown of the outcome is carried too', () => {
    expect(read('showTestData=true').display).toEqual({ testData: true, discretize: false });
    expect(read('discretize=true').display).toEqual({ testData: false, discretize: true });
  });

  test('features in the site’s order', () => {
    const { experiment } = read('x=false&y=true&sinX=true&xTimesY=true&ySquared=true');
    const on = Object.entries(experiment.model.layers![0]).filter(([, value]) => value === true);
    expect(on.map(([name]) => name)).toEqual(['x2', 'x2_squared', 'x1_x2', 'sin_x1']);
  });

  test('an empty networkShape is a network without hidden layers', () => {
    expect(read('networkShape=&x=true').experiment.model.layers!).toHaveLength(1);
    expect(
      read('networkShape=8%2C8,1').experiment.model.layers!.map((l: Chosen) => l.units),
    ).toEqual([undefined, 8, 8, 1]);
  });

  test('initZero: weights and biases begin at zero', () => {
    const { experiment } = read('initZero=true');
    const zero = { initializer: 'zeros', initial_bias: 0 };
    expect(experiment.model.layers![1]).toMatchObject(zero);
    expect(experiment.model.output).toMatchObject(zero);
  });

  test('regularization is L1, L2 or none, whatever the rate', () => {
    expect(read('regularization=L2&regularizationRate=0.03').experiment.train).toMatchObject({
      l1: 0,
      l2: 0.03,
    });
    expect(read('regularization=L1&regularizationRate=0.1').experiment.train).toMatchObject({
      l1: 0.1,
      l2: 0,
    });
    expect(read('regularizationRate=0.1').experiment.train).toMatchObject({ l1: 0, l2: 0 });
  });

  test.each([
    ['0.51234', 51234],
    ['.00012', 12],
    ['42', 42],
  ])('seed %s becomes %i', (text, seed) => {
    expect(read(`seed=${text}`).experiment.seed).toBe(seed);
  });

  test('a seed of any other text is one of the engine’s too, and always the same', () => {
    const { seed } = read('seed=hello%20world').experiment;
    expect(seed).toBe(read('seed=hello%20world').experiment.seed);
    expect(() => describeExperiment(read('seed=hello').experiment)).not.toThrow();
  });
});

describe('what is not carried over is said', () => {
  test('always the random numbers', () => {
    expect(noteKeys(whole)).toEqual(['link.note.random']);
    expect(noteKeys('dataset=xor')).toEqual(['link.note.no_seed']);
  });

  test('L1, cosines, the display, hidden controls, what is not theirs', () => {
    const text =
      'seed=1&regularization=L1&regularizationRate=0.01&cosX=true&showTestData=true&hideText=true' +
      '&tutorial=dataset&noise_hide=true&percTrainData_hide=false&numHiddenLayers=2&cookie_hide=true';
    const { notes } = read(text);
    expect(notes.map((note) => note.key)).toEqual([
      'link.note.random',
      'link.note.l1',
      'link.note.cosine',
      'link.note.display',
      'link.note.hidden',
      'link.note.unknown',
    ]);
    expect(notes[3].params).toEqual({ names: ['tutorial'] });
    expect(notes[4].params).toEqual({ names: ['noise'] });
    expect(notes[5].params).toEqual({ names: ['numHiddenLayers', 'cookie_hide'] });
  });

  test('what it hides is hidden here, where it is a group of its own or all of a group', () => {
    const hide = (...controls: string[]) => controls.map((name) => `${name}_hide=true`).join('&');
    const hiddenBy = (text: string) => read(`seed=1&${text}`).hidden;
    expect(hiddenBy('playButton_hide=false')).toEqual([]);
    expect(hiddenBy(hide('playButton', 'learningRate'))).toEqual(['play', 'learning_rate']);
    expect(hiddenBy(hide('problem'))).toEqual([]);
    expect(hiddenBy(hide('problem', 'dataset') + '&hideText=true')).toEqual(['help', 'tasks']);
    const all =
      'showTestData discretize playButton stepButton resetButton learningRate activation regularization ' +
      'regularizationRate problem dataset percTrainData noise batchSize numHiddenLayers';
    const { hidden, notes } = read(`seed=1&${hide(...all.split(' '))}`);
    expect(hidden).toHaveLength(11);
    expect(notes.map(({ key }) => key)).toEqual(['link.note.random']);
  });
});

describe('refusals', () => {
  const cases: [string, string, string][] = [
    ['networkShape=4,abc', 'link.not_a_number', 'networkShape'],
    ['networkShape=4,,2', 'link.not_a_number', 'networkShape'],
    ['networkShape=0', 'link.out_of_range', 'networkShape'],
    ['networkShape=4.5', 'link.out_of_range', 'networkShape'],
    ['networkShape=-3', 'link.out_of_range', 'networkShape'],
    ['networkShape=999999999', 'link.out_of_range', 'networkShape'],
    [`networkShape=${'1,'.repeat(500)}1`, 'link.too_many', 'networkShape'],
    ['learningRate=NaN', 'link.not_a_number', 'learningRate'],
    ['learningRate=Infinity', 'link.not_a_number', 'learningRate'],
    ['learningRate=-1', 'link.out_of_range', 'learningRate'],
    ['learningRate=11', 'link.out_of_range', 'learningRate'],
    ['batchSize=2.5', 'link.not_whole', 'batchSize'],
    ['batchSize=0', 'link.out_of_range', 'batchSize'],
    ['noise=51', 'link.out_of_range', 'noise'],
    ['percTrainData=5', 'link.out_of_range', 'percTrainData'], // as the task itself says
    ['activation=swish', 'link.no_such_choice', 'activation'],
    ['activation=__proto__', 'link.no_such_choice', 'activation'],
    ['dataset=mnist', 'link.no_such_choice', 'dataset'],
    ['problem=clustering', 'link.no_such_choice', 'problem'],
    ['x=1', 'link.not_true_or_false', 'x'],
  ];
  test.each(cases)('%.40s', (text, key, path) => {
    const error = refusal(text);
    expect(error.key).toBe(key);
    expect(error.params!.path).toBe(path);
  });

  test('no features at all', () => {
    expect(refusal('x=false&y=false').key).toBe('link.no_features');
  });

  test('a property twice', () => {
    expect(refusal('seed=1&seed=2').params).toEqual({ name: 'seed' });
  });

  test('hostile names do nothing', () => {
    expect(noteKeys('seed=1&__proto__=1&toString=2')).toContain('link.note.unknown');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('of a thousand unknown names the note lists a few, each of them short', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `${'n'.repeat(20)}${i}`);
    const long = 'm'.repeat(5000);
    const { notes } = read(`seed=1&${[long, ...names].map((name) => `${name}=1`).join('&')}`);
    const listed = notes.find((note) => note.key === 'link.note.unknown')!.params!.names;
    expect(listed).toEqual([`${'m'.repeat(37)}…`, ...names.slice(0, 4), '…']);
  });

  test('ten million characters', () => {
    expect(refusal(`networkShape=${'4,'.repeat(5_000_000)}`).key).toBe('link.too_long');
  });
});

test('every link within the site’s own controls builds a network that the engine takes', () => {
  const random = generator(3);
  const rates = [
    '0.00001',
    '0.0001',
    '0.001',
    '0.003',
    '0.01',
    '0.03',
    '0.1',
    '0.3',
    '1',
    '3',
    '10',
  ];
  for (let i = 0; i < 300; i++) {
    const flag = () => pick(random, ['true', 'false']);
    const shape = Array.from({ length: pick(random, [0, 1, 2, 3, 6]) }, () =>
      pick(random, [1, 2, 5, 8]),
    );
    const text =
      `activation=${pick(random, ['relu', 'tanh', 'sigmoid', 'linear'])}` +
      `&regularization=${pick(random, ['L1', 'L2', 'none'])}&regularizationRate=${pick(random, ['0', ...rates])}` +
      `&batchSize=${pick(random, [1, 10, 30])}&dataset=${pick(random, ['circle', 'xor', 'gauss', 'spiral'])}` +
      `&regDataset=${pick(random, ['reg-plane', 'reg-gauss'])}&learningRate=${pick(random, rates)}` +
      `&noise=${pick(random, [0, 5, 25, 50])}&networkShape=${shape.join(',')}` +
      `&seed=${random().toFixed(5)}&percTrainData=${pick(random, [10, 50, 90])}&x=true&y=${flag()}` +
      `&xTimesY=${flag()}&xSquared=${flag()}&ySquared=${flag()}&sinX=${flag()}&sinY=${flag()}` +
      `&problem=${pick(random, ['classification', 'regression'])}&initZero=${flag()}`;
    const info = describeExperiment(read(text).experiment);
    const dense = info.layers.filter((layer) => layer.kind === 'dense');
    expect(dense.map((layer) => layer.output.shape)).toEqual(shape.map((units) => [units]));
  }
});
