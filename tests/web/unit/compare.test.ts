import { beforeEach, describe, expect, test } from 'vitest';

import {
  differenceOf,
  differenceText,
  referenceOf,
  senseOf,
} from '../../../web/src/app/compare/difference';
import { entriesOf, spread } from '../../../web/src/app/compare/entries';
import { spreadOf } from '../../../web/src/app/compare/lines';
import { changeText, differences, modelText } from '../../../web/src/app/compare/words';
import { families, membersOf } from '../../../web/src/app/families';
import { presets } from '../../../web/src/app/presets';
import { EngineClient } from '../../../web/src/engine/client';
import type { Experiment } from '../../../web/src/engine/types';
import { setLanguage } from '../../../web/src/i18n';
import {
  CompareStore,
  measureEvery,
  mostRuns,
  type ComparisonStorage,
  type SavedComparison,
} from '../../../web/src/state/compare.svelte';
import { ComparedRun } from '../../../web/src/state/compared-run.svelte';
import { NoticeStore } from '../../../web/src/state/notices.svelte';
import { csvOf, tableOf } from '../../../web/src/views/curves/csv';
import { quantities } from '../../../web/src/views/curves/quantities';
import { describeExperiment, engine, manifest } from './support/engine';
import { LocalPort, localClient, until } from './support/memory';

const xor: Experiment = {
  lushan: 1,
  seed: 3,
  task: { kind: 'xor', samples: 100 },
  model: { layers: [{ kind: 'dense', units: 4 }] },
  train: { optimizer: { kind: 'adam', lr: 0.02 }, batch: 10 },
};

class MemoryComparison implements ComparisonStorage {
  save: SavedComparison | null = null;
  load = () => Promise.resolve(structuredClone(this.save));
  store = (save: SavedComparison) => {
    this.save = structuredClone(save);
    return Promise.resolve();
  };
}

function make(workers = 2, storage = new MemoryComparison()) {
  const clients: EngineClient[] = [];
  const store = new CompareStore({
    client: () => {
      const { client } = localClient(engine);
      clients.push(client);
      return client;
    },
    describe: (document) => new Promise((resolve) => resolve(describeExperiment(document))),
    assetName: () => null,
    storage,
    notices: new NoticeStore(),
    workers,
  });
  return { store, clients, storage };
}

const ended = (store: CompareStore) => store.runs.every((run) => run.ended);

/** What the engine itself makes of a document after so many steps. */
function fingerprintOf(document: Experiment, steps: number): string {
  const session = new engine.Session(JSON.stringify(document), new Uint8Array(0));
  session.step(steps);
  const fingerprint = session.fingerprint();
  session.delete();
  return fingerprint;
}

describe('runs side by side', () => {
  test('each comes to the bits of a run of its own, measured at the same steps', async () => {
    const { store } = make();
    store.setBudget({ unit: 'steps', value: 300 });
    const other = { ...xor, train: { ...xor.train, optimizer: { kind: 'sgd', lr: 0.1 } } };
    for (const document of [xor, other, { ...xor, seed: 4 }]) await store.add(document);
    store.play();
    await until(() => ended(store));
    expect(store.runs.map(({ phase }) => phase)).toEqual(['finished', 'finished', 'finished']);
    expect(store.playing).toBe(false);
    for (const run of store.runs) {
      expect(run.step).toBe(300);
      expect(run.fingerprint).toBe(fingerprintOf(run.document, 300));
      expect(run.seconds).toBeGreaterThan(0);
      const every = measureEvery(run.facts, 300);
      const steps = run.history.metrics.points.map(({ step }) => step).filter((step) => step > 0);
      const expected = Array.from({ length: Math.floor(300 / every) }, (_, i) => (i + 1) * every);
      expect(steps).toEqual(300 % every === 0 ? expected : [...expected, 300]);
    }
  });

  test('no more train at once than there are workers; the rest waits for its turn', async () => {
    const { store, clients } = make(2);
    store.setBudget({ unit: 'steps', value: 200 });
    for (let seed = 0; seed < 5; seed++) await store.add({ ...xor, seed });
    store.play();
    let most = 0;
    await until(() => {
      most = Math.max(most, store.runs.filter(({ phase }) => phase === 'running').length);
      return ended(store);
    });
    expect(most).toBe(2);
    expect(clients.length).toBe(5);
  });

  test('a pause stops all, and going on ends at the same bits', async () => {
    const { store } = make(2);
    const steps = 80_000;
    store.setBudget({ unit: 'steps', value: steps });
    await store.add(xor);
    store.play();
    await until(() => store.runs[0].step > 0);
    store.pause();
    await until(() => store.runs[0].phase === 'paused');
    const { step } = store.runs[0];
    expect(step).toBeLessThan(steps);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(store.runs[0].step).toBe(step);
    store.play();
    await until(() => ended(store));
    expect(store.runs[0].fingerprint).toBe(fingerprintOf(store.runs[0].document, steps));
  }, 60_000);

  test('all can be run again under another budget', async () => {
    const { store } = make();
    store.setBudget({ unit: 'steps', value: 40 });
    await store.sweep(xor, [1, 2]);
    store.play();
    await until(() => ended(store));
    const before = store.runs.map(({ fingerprint }) => fingerprint);
    store.setBudget({ unit: 'steps', value: 80 });
    store.againAll();
    expect(store.runs.every(({ step, newest }) => step === 0 && newest === null)).toBe(true);
    await until(() => ended(store));
    for (const [i, run] of store.runs.entries()) {
      expect(run.fingerprint).not.toBe(before[i]);
      expect(run.fingerprint).toBe(fingerprintOf(run.document, 80));
    }
  });

  test('a budget of time ends a run by time', async () => {
    const { store } = make();
    store.setBudget({ unit: 'seconds', value: 0.1 });
    await store.add(xor);
    store.play();
    await until(() => ended(store));
    expect(store.runs[0].phase).toBe('finished');
    expect(store.runs[0].seconds).toBeGreaterThanOrEqual(0.1);
    expect(store.runs[0].seconds).toBeLessThan(0.5);
    expect(store.runs[0].history.metrics.points.length).toBeGreaterThan(0);
  });

  test('a cancelled run keeps what it came to, and another takes its place', async () => {
    const { store } = make(1);
    store.setBudget({ unit: 'steps', value: 1_000_000 });
    const first = await store.add(xor);
    await store.add({ ...xor, seed: 9 });
    store.play();
    await until(() => first.step > 0);
    store.cancel(first);
    const { step } = first;
    await until(() => store.runs[1].step > 0);
    expect(first.phase).toBe('cancelled');
    expect(first.step).toBe(step);
    store.cancelAll();
    expect(store.playing).toBe(false);
    expect(ended(store)).toBe(true);
  });

  test('a run whose numbers are no longer finite says where, and the others go on', async () => {
    const { store } = make();
    store.setBudget({ unit: 'steps', value: 200 });
    const bad: Experiment = {
      lushan: 1,
      task: { kind: 'linear' },
      model: { layers: [] },
      train: { optimizer: { kind: 'sgd', lr: 10 } },
    };
    const run = await store.add(bad);
    await store.add(xor);
    store.play();
    await until(() => ended(store));
    expect(run.phase).toBe('stopped');
    expect(run.status?.code).toBe('non_finite');
    expect(store.runs[1].phase).toBe('finished');
  });

  test('a worker that dies fails its run only', async () => {
    const ports: LocalPort[] = [];
    const store = new CompareStore({
      client: () =>
        new EngineClient(() => {
          const port = new LocalPort(engine);
          ports.push(port);
          return port;
        }),
      describe: (document) => Promise.resolve(describeExperiment(document)),
      assetName: () => null,
      storage: new MemoryComparison(),
      notices: new NoticeStore(),
      workers: 2,
    });
    store.setBudget({ unit: 'steps', value: 100_000 });
    await store.add(xor);
    await store.add({ ...xor, seed: 5 });
    store.play();
    await until(() => store.runs.every(({ step }) => step > 0));
    ports[0].crash('out of memory');
    await until(() => ended(store));
    expect(store.runs.map(({ phase }) => phase)).toEqual(['failed', 'finished']);
    expect(store.runs[0].problem).toContain('out of memory');
  }, 60_000);

  test('a reload brings back finished runs with their curves; the others wait again', async () => {
    const { store, storage } = make(1);
    store.setBudget({ unit: 'steps', value: 100 });
    await store.add(xor);
    store.play();
    await until(() => ended(store));
    store.rename(store.runs[0], 'the first');
    await store.add({ ...xor, seed: 8 });
    await until(() => storage.save?.runs.length === 2);

    const again = make(1, storage).store;
    await again.load();
    expect(again.budget).toEqual({ unit: 'steps', value: 100 });
    expect(again.runs.map(({ phase }) => phase)).toEqual(['finished', 'waiting']);
    const [before, after] = [store.runs[0], again.runs[0]];
    expect(after.name).toBe('the first');
    expect(after.fingerprint).toBe(before.fingerprint);
    expect(after.history.metrics.points).toEqual(before.history.metrics.points);
    expect(after.history.batches.points).toEqual(before.history.batches.points);
    expect((await again.add(xor)).id).toBeGreaterThan(store.runs[1].id);
  });

  test('the run that others are told against is kept, and forgotten with it', async () => {
    const { store, storage } = make(1);
    for (const seed of [1, 2]) await store.add({ ...xor, seed });
    store.tellAgainst(store.runs[1]);
    await until(() => storage.save?.against === store.runs[1].id);

    const again = make(1, storage).store;
    await again.load();
    const entries = entriesOf(again.runs);
    expect(referenceOf(entries, again.against)).toBe(entries[1]);
    again.remove(again.runs[1]);
    expect(again.against).toBe(null); // a new run after a reload may have its number
    expect(referenceOf(entriesOf(again.runs), again.against)?.runs).toEqual([again.runs[0]]);
    expect(referenceOf([], null)).toBeUndefined();
  });

  test('there is an end to how many are taken, and what is refused is not added', async () => {
    const { store } = make();
    await expect(
      store.add({ ...xor, model: { layers: [{ kind: 'dense', units: -1 }] } }),
    ).rejects.toThrow();
    expect(store.runs.length).toBe(0);
    for (let seed = 0; seed < mostRuns; seed++) await store.add({ ...xor, seed });
    await expect(store.add(xor)).rejects.toMatchObject({ key: 'state.compare_full' });
  });

  test('colours are told apart until there are more runs than colours; a sweep has one', async () => {
    const { store } = make();
    for (let i = 0; i < 5; i++) await store.add({ ...xor, seed: i });
    await store.sweep(xor, [1, 2, 3]);
    const colors = entriesOf(store.runs).map(({ color }) => color);
    expect(colors.length).toBe(6);
    expect(new Set(colors).size).toBe(6);
  });
});

describe('the same task across families', () => {
  const describe_ = (document: Experiment) =>
    new Promise<ReturnType<typeof describeExperiment>>((resolve) =>
      resolve(describeExperiment(document)),
    );
  // What a task gives and asks for, told with a model that the engine takes.
  function describeTask(task: Experiment['task']): { input: string; target: string } {
    const { input } = manifest.tasks.find(({ name }) => name === task.kind)!;
    const encoder = [{ kind: 'embedding' }, { kind: 'gru' }];
    const decoder = [{ kind: 'embedding' }, { kind: 'recurrent_decoder' }];
    try {
      const model = { encoder, decoder };
      describeExperiment({ lushan: 1, task, model, train: {} });
      return { input, target: 'pair' };
    } catch {
      return { input, target: '' };
    }
  }
  const present = (id: string) => presets.find((preset) => preset.id === id)!.experiment;
  const cases: [string, string[]][] = [
    ['spiral', ['linear', 'mlp_narrow', 'mlp_medium', 'mlp_wide', 'mlp_deep']],
    ['gru', ['rnn', 'lstm', 'gru', 'transformer']],
    ['recall', ['rnn', 'lstm', 'gru', 'transformer']],
    ['seq2seq', ['rnn', 'lstm', 'gru', 'gru_attention', 'transformer']],
    ['digits', ['linear', 'mlp', 'cnn']],
  ];

  test.each(cases)('for the example %s the engine takes %j', async (id, wanted) => {
    const document = present(id);
    const parameters = 8000;
    const members = await membersOf(document, parameters, describe_);
    expect(members.map(({ family }) => family)).toEqual(wanted);
    for (const { family, info, document: made } of members) {
      expect(made.task).toEqual(document.task);
      expect(made.seed).toBe(document.seed);
      const { widths } = families.find((each) => each.id === family)!;
      if (!widths) continue;
      expect(info.parameters, family).toBeGreaterThan(parameters / 1.5);
      expect(info.parameters, family).toBeLessThan(parameters * 1.5);
    }
  });

  const ready = manifest.tasks.filter(({ group }) => group !== 'own').map(({ name }) => name);
  test.each(ready)(
    'several families suit the task %s',
    async (kind) => {
      const task = { kind };
      const { input, target } = describeTask(task);
      const found = await membersOf(
        { lushan: 1, task, model: { layers: [] }, train: {} },
        5000,
        describe_,
      );
      const names = found.map(({ family }) => family);
      expect(names.length).toBeGreaterThan(1);
      if (input === 'tokens') {
        expect(names).toEqual(expect.arrayContaining(['rnn', 'lstm', 'gru', 'transformer']));
      }
      if (input === 'image') expect(names).toEqual(expect.arrayContaining(['mlp', 'cnn']));
      if (target !== 'pair') return;
      const model = { encoder: [], decoder: [] };
      const pairs = await membersOf({ lushan: 1, task, model, train: {} }, 20_000, describe_);
      expect(pairs.map(({ family }) => family)).toEqual(
        expect.arrayContaining(['gru', 'gru_attention', 'transformer']),
      );
    },
    60_000,
  );
});

describe('differences in words', () => {
  beforeEach(() => setLanguage('en'));
  const complete = (document: Experiment) => describeExperiment(document).experiment;

  test('what differs is named, and nothing else', async () => {
    const slower = structuredClone(xor);
    slower.train.optimizer = { kind: 'adam', lr: 0.001 };
    slower.model.layers![0].units = 8;
    const found = differences([complete(xor), complete(slower)], manifest);
    expect(found.map(({ name, values }) => [name, values])).toEqual([
      ['Units of Dense', ['4', '8']],
      ['Learning rate', ['0.02', '0.001']],
    ]);
    await setLanguage('zh');
    expect(changeText(complete(xor), complete(slower), manifest)).toBe(
      '全连接的神经元数：4 → 8；学习率：0.02 → 0.001',
    );
  });

  test('of a changed network no arrow stands between old and new', () => {
    const deeper = structuredClone(xor);
    deeper.model.layers!.push({ kind: 'dense', units: 3 });
    expect(changeText(complete(xor), complete(deeper), manifest)).toMatch(
      /^Network: .*Dense 4 → Dense 3, instead of .*Dense 4$/,
    );
  });

  test('a block has its number among its kind, and heads that are off have theirs', () => {
    const wide: Experiment = {
      ...structuredClone(xor),
      model: { layers: [{ kind: 'features' }, { kind: 'dense' }, { kind: 'dense' }] },
    };
    const narrow = structuredClone(wide);
    narrow.model.layers![2].units = 4;
    expect(differences([complete(wide), complete(narrow)], manifest)[0].name).toBe(
      'Units of Dense 2',
    );

    const attends = (heads_off: number): Experiment => ({
      lushan: 1,
      task: { kind: 'recall' },
      model: { layers: [{ kind: 'encoder_layer', heads: 4, heads_off }] },
      train: {},
    });
    expect(differences([attends(0), attends(6)], manifest)[0].values).toEqual(['–', '2 + 3']);
  });

  test('models that are built differently are told whole', () => {
    const deeper = structuredClone(xor);
    deeper.model.layers!.push({ kind: 'dense', units: 4 }, { kind: 'dropout' });
    const found = differences([complete(xor), complete(deeper)], manifest);
    expect(found.map(({ path, values }) => [path, values])).toEqual([
      ['model', ['Dense 4', '2 × Dense 4 → Dropout']],
    ]);
    expect(modelText({ layers: [] }, manifest)).toBe('Linear');
  });

  test('documents that are the same do not differ', () => {
    expect(differences([complete(xor), complete(xor), complete(xor)], manifest)).toEqual([]);
    expect(differences([complete(xor)], manifest)).toEqual([]);
  });
});

describe('spread and files', () => {
  const info = describeExperiment(xor);
  const facts = { target: info.task.target.kind, parameters: 1, batch: 1, measured: 1 };
  const metrics = (loss: number) => ({ loss, accuracy: NaN, exact: NaN, perplexity: NaN });
  const loss = quantities.find(({ name }) => name === 'loss')!;

  function runOf(id: number, points: [number, number][]): ComparedRun {
    const run = new ComparedRun(id, xor, facts, { sweep: 1 });
    for (const [step, value] of points) {
      run.measured({ step, epoch: 0, train: metrics(value), test: metrics(value + 10) });
    }
    run.tell();
    return run;
  }

  test('mean and sample standard deviation', () => {
    expect(spread([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({
      mean: 5,
      deviation: Math.sqrt(32 / 7),
      count: 8,
    });
    expect(spread([3, NaN])).toEqual({ mean: 3, deviation: 0, count: 1 });
  });

  test('a band stands only where all were measured', () => {
    const runs = [
      runOf(1, [
        [0, 1],
        [10, 2],
        [20, 3],
      ]),
      runOf(2, [
        [0, 3],
        [10, 4],
        [15, 9],
      ]),
    ];
    const [entry] = entriesOf(runs);
    expect(entry.runs).toEqual(runs);
    const { xs, mean, low, high } = spreadOf(entry, loss, 'test');
    expect(xs).toEqual([0, 10]);
    expect(mean).toEqual([12, 13]);
    expect(high[0] - low[0]).toBeCloseTo(2 * Math.SQRT2, 12);
  });

  describe('the difference to another run', () => {
    const accuracy = quantities.find(({ name }) => name === 'accuracy')!;
    const entry = (...runs: ComparedRun[]) => {
      for (const run of runs) run.phase = 'finished';
      return { runs };
    };

    test('is that of the means over seeds', () => {
      const [one, other] = [runOf(1, [[9, 1]]), runOf(2, [[9, 4]])];
      const reference = entry(runOf(3, [[9, 2]]));
      expect(differenceOf(entry(one, other), reference, loss)).toBe(0.5);
      expect(differenceOf(entry(one), reference, accuracy)).toBeNaN(); // this task has none
    });

    test('is told of what went as far as was asked, only', () => {
      const [one, reference] = [entry(runOf(1, [[9, 1]])), entry(runOf(2, [[9, 2]]))];
      expect(differenceOf(one, reference, loss)).toBe(-1);
      for (const late of [one, reference]) {
        late.runs[0].phase = 'running';
        expect(differenceOf(one, reference, loss)).toBeNaN();
        late.runs[0].phase = 'finished';
      }
    });

    test('is better where a loss is lower and a share higher', () => {
      expect([-0.1, 0, 0.1].map((d) => senseOf(loss, d))).toEqual(['better', 'same', 'worse']);
      expect([-0.1, 0, 0.1].map((d) => senseOf(accuracy, d))).toEqual(['worse', 'same', 'better']);
    });

    test('has its sign, and shares in percentage points that never round to none', async () => {
      await setLanguage('en');
      expect(differenceText(loss, -0.01234)).toBe('−0.0123');
      expect(differenceText(loss, 2)).toBe('+2.00');
      expect(differenceText(accuracy, 0.125)).toBe('+12.5 points');
      expect(differenceText(accuracy, -0.0002)).toBe('−0.02 points');
      await setLanguage('zh');
      expect(differenceText(accuracy, -0.03)).toBe('−3.0 个百分点');
    });
  });

  test('a file has every number to its last digit, and nothing where there is none', () => {
    const run = runOf(1, [
      [0, 1 / 3],
      [7, 2],
    ]);
    run.history.batches.add({
      ...{ step: 7, loss: 0.25, learningRate: 0.1, gradientNorm: 2, stepsPerSecond: 9 },
    });
    const { columns, rows } = tableOf(run.history, [loss]);
    expect(csvOf(columns, rows)).toBe(
      'step,batch_loss,train_loss,test_loss\r\n' +
        `0,,${1 / 3},${1 / 3 + 10}\r\n` +
        '7,0.25,2,12\r\n',
    );
    expect(csvOf(['a,b', 'c"d'], [['x\ny', 1]])).toBe('"a,b","c""d"\r\n"x\ny",1\r\n');
  });
});
