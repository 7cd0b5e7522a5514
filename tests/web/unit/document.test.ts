import { describe, expect, test } from 'vitest';

import type { Experiment, RunInfo } from '../../../web/src/engine/types';
import { changedPaths, consequence } from '../../../web/src/state/changes';
import { ExperimentStore } from '../../../web/src/state/experiment.svelte';
import { batchPoint, Series } from '../../../web/src/state/history';
import { packPoints, snapped, unpackPoints } from '../../../web/src/state/points-text';
import { describeExperiment, manifest } from './support/engine';
import { generator } from './support/random';

const first: Experiment = {
  lushan: 1,
  seed: 1,
  task: { kind: 'xor' },
  model: {
    layers: [{ kind: 'features' }, { kind: 'dense', units: 4 }, { kind: 'dropout', rate: 0.1 }],
  },
  train: { optimizer: { kind: 'adam', lr: 0.01 } },
};

describe('what differs', () => {
  const changed = (change: (draft: Experiment) => void) => {
    const after = structuredClone(first);
    change(after);
    return changedPaths(first, after).map((path) => path.join('.'));
  };
  test('nothing', () => expect(changed(() => undefined)).toEqual([]));
  test('an option', () => {
    expect(changed((d) => (d.train.optimizer!.lr = 1))).toEqual(['train.optimizer.lr']);
    expect(changed((d) => (d.model.layers![1].units = 5))).toEqual(['model.layers.1.units']);
  });
  test('an option added or taken away', () => {
    expect(changed((d) => (d.train.batch = 5))).toEqual(['train.batch']);
    expect(changed((d) => delete d.train.optimizer)).toEqual(['train.optimizer']);
  });
  test('the list of layers as one when its length changes', () => {
    expect(changed((d) => d.model.layers!.pop())).toEqual(['model.layers']);
  });
  test('lists of numbers as one', () => {
    expect(changedPaths({ p: [1, 2, 3] }, { p: [1, 2, 4] })).toEqual([['p']]);
    expect(changedPaths({ p: [1, 2, 3] }, { p: [1, 2, 3] })).toEqual([]);
  });
});

describe('what a change asks of a run', () => {
  const info: RunInfo = describeExperiment(first);
  const asked = (change: (draft: Experiment) => void) => {
    const after = structuredClone(info.experiment);
    change(after);
    return consequence(info, after, manifest);
  };

  test('nothing when nothing changed', () => {
    expect(asked(() => undefined)).toEqual({ kind: 'nothing' });
  });
  test('training settings are live', () => {
    expect(asked((d) => (d.train.optimizer!.lr = 0.5)).kind).toBe('live');
    expect(asked((d) => (d.train.batch = 64)).kind).toBe('live');
    expect(asked((d) => (d.train.optimizer = { kind: 'momentum', momentum: 0.5 })).kind).toBe(
      'live',
    );
    expect(asked((d) => (d.train.schedule = { kind: 'cosine', period: 10 })).kind).toBe('live');
  });
  test('the rate of dropout is live, by the name the engine gives the block', () => {
    expect(asked((d) => (d.model.layers![2].rate = 0.3))).toEqual({
      kind: 'live',
      train: null,
      options: [{ path: 'dropout_1.rate', value: 0.3 }],
    });
  });
  test.each<[string, (draft: Experiment) => void]>([
    ['units', (d) => (d.model.layers![1].units = 5)],
    ['layers', (d) => d.model.layers!.pop()],
    ['the kind of a layer', (d) => (d.model.layers![1] = { kind: 'activation' })],
    ['seed', (d) => (d.seed = 2)],
    ['task', (d) => (d.task.noise = 0.2)],
    ['loss', (d) => (d.train.loss = { kind: 'hinge' })],
    ['output', (d) => (d.model.output!.activation = 'tanh')],
  ])('%s: a restart', (_, change) => {
    expect(asked(change).kind).toBe('restart');
  });
  test('a live change beside one that is not: a restart', () => {
    const both = (d: Experiment) => {
      d.train.batch = 64;
      d.seed = 2;
    };
    expect(asked(both).kind).toBe('restart');
  });
});

describe('the document and its history', () => {
  let time = 0;
  const store = () => {
    const made = new ExperimentStore(() => time);
    made.begin(first);
    return made;
  };
  const setUnits = (units: number) => (draft: Experiment) => {
    draft.model.layers![1].units = units;
  };

  test('an edit leaves the document before untouched, and undo brings it back', () => {
    const made = store();
    made.edit(setUnits(5));
    expect(first.model.layers![1].units).toBe(4);
    expect(made.current.model.layers![1].units).toBe(5);
    made.undo();
    expect(made.current).toBe(first);
    made.redo();
    expect(made.current.model.layers![1].units).toBe(5);
  });

  test('an edit that changes nothing is none', () => {
    const made = store();
    made.edit(setUnits(4));
    expect(made.canUndo).toBe(false);
  });

  test('dragging a slider is one step of undo; a pause begins another', () => {
    const made = store();
    for (let units = 5; units < 20; units++, time += 50) made.edit(setUnits(units));
    time += 5000;
    made.edit(setUnits(30));
    made.undo();
    expect(made.current.model.layers![1].units).toBe(19);
    made.undo();
    expect(made.current).toBe(first);
    expect(made.canUndo).toBe(false);
  });

  test('an edit after undo forgets what could be redone', () => {
    const made = store();
    made.edit(setUnits(5));
    made.undo();
    expect(made.canRedo).toBe(true);
    made.edit((draft) => {
      draft.seed = 9;
    });
    expect(made.canRedo).toBe(false);
  });

  test('a change may return another document', () => {
    const made = store();
    made.edit((draft) => ({ ...draft, seed: 4 }));
    expect(made.current.seed).toBe(4);
  });

  test('the engine’s completion is no step of undo, and comes too late for another document', () => {
    const made = store();
    const completed = { ...first, seed: 1, train: { ...first.train, batch: 32 } };
    made.complete(first, completed);
    expect(made.current).toBe(completed);
    expect(made.canUndo).toBe(false);
    made.complete(first, first);
    expect(made.current).toBe(completed);
  });

  test('undo keeps a bounded number of steps', () => {
    const made = store();
    for (let units = 1; units < 500; units++, time += 1000) made.edit(setUnits(units + 100));
    let steps = 0;
    for (; made.canUndo; steps++) made.undo();
    expect(steps).toBe(200);
  });

  test('listeners hear of edits, undo and redo', () => {
    const made = store();
    const heard: (number | undefined)[] = [];
    made.onChange((document) => heard.push(document.seed));
    made.edit((draft) => {
      draft.seed = 2;
    });
    made.undo();
    made.redo();
    expect(heard).toEqual([2, 1, 2]);
  });
});

describe('curves in bounded memory', () => {
  test('the first and the newest point are always there, in order', () => {
    const series = new Series<{ step: number }>(100);
    let held = true;
    for (let step = 0; step < 100_000; step += 3) {
      series.add({ step });
      held &&= series.points.length <= 100 && series.points.at(-1)!.step === step;
    }
    expect(held).toBe(true);
    expect(series.points[0].step).toBe(0);
    const steps = series.points.map((point) => point.step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  test('points stay about evenly spread', () => {
    const series = new Series<{ step: number }>(100);
    for (let step = 0; step < 100_000; step++) series.add({ step });
    const gaps = series.points.slice(1, -1).map((point, i) => point.step - series.points[i].step);
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(4.5);
    expect(series.points.length).toBeGreaterThan(40);
  });

  test('no spike is lost, however long the run, in either direction', () => {
    type Point = { step: number; loss: number; norm: number };
    const series = new Series<Point>(300, [(p) => p.loss, (p) => p.norm]);
    let most = 0;
    const spikes = [1_001, 77_777, 150_000, 199_990];
    for (let step = 0; step < 200_000; step++) {
      const spike = spikes.includes(step);
      series.add({ step, loss: spike ? 100 + step : 1, norm: step === 123_456 ? -5 : 2 });
      most = Math.max(most, series.points.length);
    }
    expect(most).toBeLessThanOrEqual(300);
    for (const step of spikes) expect(series.points.map((p) => p.step)).toContain(step);
    expect(series.points.find((p) => p.norm < 0)?.step).toBe(123_456);
    expect(series.points.every((p, i) => i === 0 || p.step > series.points[i - 1].step)).toBe(true);
  });

  test('a run that begins anew begins a new curve', () => {
    const series = new Series<{ step: number }>(100);
    for (const step of [0, 10, 20, 0]) series.add({ step });
    expect(series.points).toEqual([{ step: 0 }]);
  });
});

describe('drawn points as text', () => {
  test('every point on the grid comes back', () => {
    const random = generator(5);
    for (let i = 0; i < 200; i++) {
      const points = Array.from({ length: 30 }, (_, k) =>
        k % 3 === 2 ? Math.floor(random() * 6) : snapped(random() * 14 - 7),
      );
      expect(unpackPoints(packPoints(points)!)).toEqual(points);
    }
    const corners = [-6, -6, 0, 6, 6, 5, -6, 6, 0];
    expect(unpackPoints(packPoints(corners)!)).toEqual(corners);
  });

  test('what does not lie on the grid is not packed', () => {
    expect(packPoints([0.001, 0, 0])).toBeNull();
    expect(packPoints([7, 0, 0])).toBeNull();
    expect(packPoints([0, 0, 6])).toBeNull();
    expect(packPoints([0, 0])).toBeNull();
  });

  test('what is no such text is not unpacked', () => {
    expect(unpackPoints('AAA')).toBeNull();
    expect(unpackPoints('AA*A')).toBeNull();
    expect(unpackPoints('____')).toBeNull();
  });
});

test('a frame at rest measures no speed', () => {
  const frame = { step: 7, loss: 0.5, learningRate: 0.1, gradientNorm: 2, stepsPerSecond: 90 };
  expect(batchPoint(frame)).toEqual(frame);
  expect(batchPoint({ ...frame, stepsPerSecond: 0 })).toEqual({ ...frame, stepsPerSecond: NaN });
});
