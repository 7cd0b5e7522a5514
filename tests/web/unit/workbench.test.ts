import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Experiment } from '../../../web/src/engine/types';
import { Assets } from '../../../web/src/state/assets';
import { Hiding } from '../../../web/src/state/hiding.svelte';
import { ExperimentStore } from '../../../web/src/state/experiment.svelte';
import { Refusal } from '../../../web/src/state/message';
import { NoticeStore } from '../../../web/src/state/notices.svelte';
import { RunStore } from '../../../web/src/state/run.svelte';
import { isSave } from '../../../web/src/state/storage';
import { Workbench } from '../../../web/src/state/workbench.svelte';
import { loadEngine } from './support/engine';
import {
  localClient,
  MemoryAddress,
  MemoryLeft,
  MemoryStorage,
  until,
  type LocalPort,
} from './support/memory';

const opening: Experiment = {
  lushan: 1,
  seed: 7,
  task: { kind: 'circle' },
  model: { layers: [{ kind: 'features' }, { kind: 'dense', units: 4 }] },
  train: { optimizer: { kind: 'adam', lr: 0.01 } },
};

let storage: MemoryStorage;
let address: MemoryAddress;
let left: MemoryLeft;
let document: ExperimentStore;
let run: RunStore;
let notices: NoticeStore;
let hiding: Hiding;
let workbench: Workbench;
let ports: LocalPort[];
const open: Workbench[] = [];

/** A page as it is loaded: everything new but the address and what is stored. */
async function load(): Promise<void> {
  const engine = await loadEngine();
  const local = localClient(engine);
  ports = local.ports;
  document = new ExperimentStore();
  run = new RunStore(local.client);
  notices = new NoticeStore();
  hiding = new Hiding();
  const assets = new Assets(() => Promise.resolve(new Response(null, { status: 404 })));
  workbench = new Workbench({ document, run, notices, storage, address, left, assets, hiding });
  open.push(workbench);
  await workbench.start(opening);
}

async function fingerprintAfter(steps: number): Promise<string> {
  await run.step(steps);
  return (await run.fingerprint()).fingerprint;
}

const keys = () => notices.list.flatMap((notice) => notice.messages.map((message) => message.key));
const settled = () => until(() => !workbench.pending || run.error !== null);

beforeEach(() => {
  storage = new MemoryStorage();
  address = new MemoryAddress();
  left = new MemoryLeft();
});
afterEach(() => open.splice(0).forEach((page) => page.close()));

describe('opening', () => {
  test('a first visit opens the first experiment, completed by the engine', async () => {
    await load();
    expect(workbench.phase).toBe('ready');
    expect(run.info!.parameters).toBe(2 * 4 + 4 + 4 * 2 + 2);
    expect(document.current.train.batch).toBeGreaterThan(0);
    expect(workbench.pending).toBe(false);
    await until(() => address.fragment.startsWith('v=1&seed=7&task=circle'));
  });

  test('an address opens the same data and initial weights elsewhere', async () => {
    await load();
    const here = await fingerprintAfter(30);
    const { address: shared, notes } = workbench.share();
    expect(notes).toEqual([]);

    storage = new MemoryStorage();
    address = new MemoryAddress(new URL(shared).hash.slice(1));
    await load();
    expect(document.current.seed).toBe(7);
    expect(await fingerprintAfter(30)).toBe(here);
  });

  test('a TensorFlow Playground address opens its network and says what it lost', async () => {
    address = new MemoryAddress('dataset=xor&networkShape=5&seed=0.11111');
    await load();
    expect(document.current.task.kind).toBe('xor');
    expect(run.info!.loss.kind).toBe('half_squared');
    expect(keys()).toEqual(['link.carried', 'link.note.random']);
  });

  test('an address that cannot be read is explained, and what was saved is opened', async () => {
    await load();
    document.edit((draft) => ({ ...draft, seed: 99 }));
    await settled();
    await workbench.keep();
    address = new MemoryAddress('v=1&task=circle,noise:7');
    await load();
    expect(keys()).toEqual(['link.refused', 'link.out_of_range']);
    expect(document.current.seed).toBe(99);
  });

  test('a run that comes to rest is saved at once, not at the next look', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] }); // there is none
    try {
      await load();
      await run.step(30);
      await until(() => storage.save?.step === 30);
      for (let i = 0; i < 5; i++) await run.step();
      await until(() => storage.save?.step === 35);
      await load();
      expect(run.resumedFrom).toBe(35);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a run that starts over right after a change starts with it', async () => {
    await load();
    await run.step(5);
    document.edit((draft) => {
      draft.train.optimizer!.lr = 0.5;
    });
    await workbench.reset(); // before the engine has answered
    expect(run.info!.experiment.train.optimizer!.lr).toBe(0.5);
    await run.step();
    await until(() => run.frame?.step === 1);
    expect(run.frame!.learningRate).toBeCloseTo(0.5, 6);
  });

  test('a link takes the place of what was saved, and undo leads back to it', async () => {
    await load();
    document.edit((draft) => ({ ...draft, seed: 99 }));
    await settled();
    await workbench.keep();
    address = new MemoryAddress('v=1&seed=2&task=moons');
    await load();
    expect(run.info!.experiment.task.kind).toBe('moons');
    document.undo();
    await settled();
    expect(run.info!.experiment.seed).toBe(99);
  });

  test('what only the engine can refuse is refused with its sentence', async () => {
    address = new MemoryAddress('v=1&task=circle&layers=dense,units:4;features');
    await load();
    expect(keys()).toEqual(['link.refused']);
    expect(notices.list[0].sentence).toMatch(/features/);
    expect(run.info!.experiment.seed).toBe(7);
  });

  test('without a data file the page says so, and shows the first experiment', async () => {
    address = new MemoryAddress('v=1&task=mnist&layers=flatten');
    await load();
    expect(keys()).toContain('state.asset_failed');
    expect(run.info!.experiment.task.kind).toBe('circle');
  });

  test('a reload goes on from the last save, to the same bits and with its curves', async () => {
    await load();
    await run.step(40);
    await until(() => run.frame?.step === 40);
    await workbench.keep();
    expect(workbench.saved).toBe(40);
    const curves = run.history.kept;
    await until(() => address.fragment !== '');
    const whole = await fingerprintAfter(30);

    await load();
    expect(run.resumedFrom).toBe(40);
    await until(() => run.frame?.step === 40);
    expect(run.history.kept.batches).toEqual(curves.batches);
    expect(await fingerprintAfter(30)).toBe(whole);
    expect((await run.fingerprint()).step).toBe(70);
  });

  test('a reload right after changes goes on with them, before the address and the save have them', async () => {
    await load();
    await run.step(40);
    await until(() => run.frame?.step === 40);
    await workbench.keep();
    await until(() => address.fragment !== '');
    const written = address.fragment;
    const rate = (lr: number) =>
      document.edit((draft) => {
        draft.train.optimizer!.lr = lr;
      });
    rate(0.5);
    workbench.hide(['seed']);
    rate(0.25);
    workbench.leave();
    await load();
    expect([document.current.train.optimizer!.lr, run.resumedFrom]).toEqual([0.25, 40]);
    expect(hiding.hidden).toEqual(['seed']);
    await settled();
    expect(run.info!.experiment.train.optimizer!.lr).toBe(0.25);
    expect(left.left).toBeNull();

    // what another network was begun with is there, though it has never been open
    document.edit((draft) => ({ ...draft, seed: 9, task: { kind: 'xor' } }));
    workbench.leave();
    await load();
    await settled();
    expect([run.info!.experiment.task.kind, run.info!.experiment.seed]).toEqual(['xor', 9]);
    await until(() => address.fragment.includes('task=xor'));

    // where nothing is saved, and what was tried last is refused, the address has what was open
    document.edit((draft) => {
      draft.model.layers = [{ kind: 'gru' }];
    });
    await settled();
    workbench.leave();
    storage.save = null;
    await load();
    await until(() => run.error !== null);
    expect([run.info!.experiment.task.kind, workbench.pending]).toEqual(['xor', true]);
    document.undo();
    await settled();

    // another address that is opened in the same tab has the last word
    workbench.leave();
    address.fragment = written;
    await load();
    await settled();
    expect(run.info!.experiment.task.kind).toBe('circle');
  });

  test('the speed that was chosen and the step to pause at outlast a reload', async () => {
    await load();
    await workbench.keep();
    expect(storage.save!.pace).toEqual({ speed: null, goal: 0 });
    run.setGoal(120);
    run.setSpeed(20, false); // as fitting: the page takes it anew
    await workbench.keep();
    expect(storage.save!.pace).toEqual({ speed: null, goal: 120 });
    run.setSpeed(0.25);
    await until(() => storage.save!.pace!.speed === 0.25); // at rest, by itself
    await load();
    expect([run.speed, run.paced, run.goal]).toEqual([0.25, true, 120]);
    run.setSpeed('max');
    run.play();
    await until(() => !run.running);
    expect(run.frame!.step).toBe(120);
  });

  test('a save of an earlier version is opened, one that is no save is not', async () => {
    await load();
    await workbench.keep();
    const { pace, ...older } = storage.save!;
    expect(isSave(older)).toBe(true);
    for (const wrong of [
      { ...pace, speed: 0 },
      { ...pace, speed: 'fast' },
      { ...pace, goal: -1 },
      { ...pace, goal: 0.5 },
      { speed: 1 },
      null,
    ])
      expect(isSave({ ...older, pace: wrong })).toBe(false);
  });

  test('what a link hides stays hidden over a reload, until all is shown', async () => {
    address = new MemoryAddress(
      'v=1&seed=7&task=circle&layers=features;dense,units:4&hide=seed,tasks',
    );
    await load();
    expect(hiding.hidden).toEqual(['seed', 'tasks']);
    await run.step(20);
    await until(() => run.frame?.step === 20);
    await workbench.keep();
    await until(() => address.fragment.endsWith('&hide=tasks,seed'));

    await load();
    expect(run.resumedFrom).toBe(20); // the run is the same with and without its controls
    expect(hiding.hidden).toEqual(['tasks', 'seed']);
    workbench.hide([]);
    await until(() => !address.fragment.includes('hide'));
    await load();
    expect(run.resumedFrom).toBe(20);
    expect(hiding.hidden).toEqual([]);
  });

  test('another link shows what the one before had hidden', async () => {
    await load();
    await workbench.openLink('v=1&task=xor&layers=features&hide=play');
    expect(hiding.hidden).toEqual(['play']);
    expect(workbench.share().address).not.toContain('hide');
    expect(workbench.share(['seed', 'step']).address).toMatch(/&hide=step,seed$/);
    await workbench.openLink('v=1&task=xor&layers=features&hide=everything');
    expect(hiding.hidden).toEqual(['play']); // it was refused
    await workbench.openLink('dataset=gauss&seed=0.1');
    expect(hiding.hidden).toEqual([]);
  });

  test('a save that cannot be read costs the run, not the experiment', async () => {
    await load();
    await run.step(5);
    await until(() => run.frame?.step === 5);
    await workbench.keep();
    storage.save!.state!.fill(7);
    await load();
    expect(run.info!.experiment.seed).toBe(7);
    expect((await run.fingerprint()).step).toBe(0);
  });

  test('storage that is full is told once, and nothing stops', async () => {
    storage.refusal = new Refusal('state.storage_full');
    await load();
    await workbench.keep();
    document.edit((draft) => ({ ...draft, seed: 8 }));
    await settled();
    await workbench.keep();
    expect(keys()).toEqual(['state.storage_full']);
    expect(workbench.saved).toBeNull();
    expect(workbench.unsaved?.key).toBe('state.storage_full');
    storage.refusal = null;
    await run.step(1);
    await until(() => run.frame?.step === 1);
    await workbench.keep();
    expect(workbench.saved).toBe(1);
    expect(workbench.unsaved).toBeNull();
  });
});

describe('editing', () => {
  beforeEach(load);

  test('a live change goes on training; the same document again is the same run', async () => {
    await run.step(10);
    document.edit((draft) => {
      draft.train.optimizer!.lr = 0.5;
    });
    await settled();
    await run.step(1);
    await until(() => run.frame?.step === 11);
    expect(run.frame!.learningRate).toBe(0.5);
    expect(run.info!.experiment.train.optimizer!.lr).toBe(0.5);
  });

  test('a change of the architecture starts anew', async () => {
    await run.step(10);
    document.edit((draft) => {
      draft.model.layers!.push({ kind: 'dense', units: 3 });
    });
    await settled();
    expect(run.info!.layers.map((layer) => layer.path)).toContain('dense_2');
    await until(() => run.frame?.step === 0);
  });

  test('a refused change leaves the run, says why, and undo is back', async () => {
    await run.step(10);
    document.edit((draft) => {
      draft.model.layers![1].units = 5000;
    });
    await settled();
    expect(run.error!.message).toMatch(/units/);
    expect(workbench.pending).toBe(true);
    expect(run.info!.experiment.model.layers![1].units).toBe(4);
    document.undo();
    await settled();
    expect(run.error).toBeNull();
    expect(workbench.pending).toBe(false);
    await run.step(1);
    await until(() => run.frame?.step === 11);
  });

  test('of many changes in a row the last one counts', async () => {
    for (let units = 5; units <= 20; units++) {
      document.edit((draft) => {
        draft.model.layers![1].units = units;
      });
    }
    await until(() => run.info?.experiment.model.layers![1].units === 20);
    await settled();
    expect(workbench.pending).toBe(false);
  });

  test('reset returns to the same initial weights', async () => {
    const { fingerprint } = await run.fingerprint();
    await run.step(10);
    await workbench.reset();
    expect(await run.fingerprint()).toEqual({ fingerprint, step: 0 });
  });

  test('the address follows', async () => {
    document.edit((draft) => ({ ...draft, seed: 4321 }));
    await until(() => address.fragment.includes('seed=4321'));
  });

  test('the address has a change before its network is open, and the last one back if that is refused', async () => {
    const before = address.fragment;
    await new Promise((resolve) => setTimeout(resolve, 300)); // so that it may be written at once
    document.edit((draft) => ({ ...draft, seed: 4321 }));
    expect(workbench.pending).toBe(true);
    expect(address.fragment).toContain('seed=4321');
    await settled();
    document.edit((draft) => ({ ...draft, model: { layers: [{ kind: 'flatten' }] } }));
    await until(() => run.error !== null);
    await until(() => address.fragment === before.replace('seed=7', 'seed=4321'));
  });
});

describe('history', () => {
  beforeEach(load);

  /** All that a view may ask for, at the step that is shown. */
  const seen = () =>
    run.readAll([
      'parameter:dense_1/weight',
      'parameter:output/weight.grad',
      'train:input',
      'train:dense_1/linear.grad',
      'example:output/probability',
    ]);

  test('shows a kept step as it was, gradients and all, and then now again', async () => {
    await run.step(8);
    await until(() => run.frame?.step === 8);
    const then = await seen();
    const fingerprint = (await run.fingerprint()).fingerprint;
    await run.step(42);
    await until(() => run.frame?.step === 50);
    const now = await seen();
    expect(run.moments.slice(0, 5)).toEqual([0, 1, 2, 4, 8]);
    const points = run.history.metrics.points.length;

    await run.revisit(8);
    await until(() => run.past);
    expect(run.frame).toMatchObject({ step: 8, present: 50, fingerprint });
    expect(run.metrics!.step).toBe(8);
    expect(await seen()).toEqual(then);
    expect(run.history.metrics.points).toHaveLength(points);

    await run.revisit(null);
    await until(() => !run.past);
    expect(run.frame!.step).toBe(50);
    expect(await seen()).toEqual(now);
  });

  test('shows the example that was chosen, at any step', async () => {
    await run.step(16);
    await run.setExample({ values: new Float32Array([0.5, -0.25]) });
    await run.revisit(4);
    await until(() => run.past);
    expect([...(await run.read('example:input')).data]).toEqual([0.5, -0.25]);
  });

  test('of many wishes in a row the last one is shown', async () => {
    await run.step(64);
    await until(() => run.moments.includes(32));
    await Promise.all([1, 2, 4, 8, 16, 32].map((step) => run.revisit(step)));
    await until(() => run.frame?.step === 32);
    expect(run.asked).toBeNull();
  });

  test('going on leads back to now', async () => {
    await run.step(20);
    await run.revisit(4);
    await until(() => run.past);
    await run.step(1);
    await until(() => run.frame?.step === 21);
    expect(run.past).toBe(false);
  });

  test('a branch without a change repeats the run bit by bit', async () => {
    const whole = await fingerprintAfter(60);
    await until(() => run.frame?.step === 60);
    const before = [...run.history.metrics.points];
    expect(await workbench.branch(16)).toBe(true);
    expect((await run.fingerprint()).step).toBe(16);
    expect(run.moments.at(-1)).toBe(16);
    expect(run.history.fork).toMatchObject({ step: 16 });
    expect(run.history.fork!.metrics.points.at(-1)).toEqual(before.at(-1));
    expect(await fingerprintAfter(44)).toBe(whole);
  });

  test('a branch takes back what was changed since, and takes the new change', async () => {
    await run.step(8);
    await until(() => run.frame?.step === 8);
    document.edit((draft) => {
      draft.train.optimizer!.lr = 0.5;
      draft.train.batch = 3;
    });
    await settled();
    await run.step(8);
    await until(() => run.frame?.step === 16);
    const changed = await workbench.branch(4, (then) => ({
      ...then,
      train: { ...then.train, l2: 0.25 },
    }));
    expect(changed).toBe(true);
    await settled();
    expect(document.current.train).toMatchObject({ batch: 32, l2: 0.25 });
    expect(document.current.train.optimizer!.lr).toBe(0.01);
    expect(run.info!.experiment).toEqual(document.current);
    await run.step(1);
    await until(() => run.frame?.step === 5);
    expect(run.frame!.learningRate).toBe(0.01);
    document.undo();
    await settled();
    expect(document.current.train.optimizer!.lr).toBe(0.5);
  });

  test('undo leads back across a branch, and redo to where the branch had come', async () => {
    await run.step(8);
    document.edit((draft) => {
      draft.train.batch = 3;
    });
    await settled();
    const end = await fingerprintAfter(24);
    await until(() => run.frame?.step === 32);
    const [moments, curve] = [run.moments, [...run.history.metrics.points]];
    await workbench.branch(4, (then) => ({ ...then, train: { ...then.train, l2: 0.25 } }));
    const branched = await fingerprintAfter(6);
    document.edit((draft) => {
      draft.train.clip_norm = 1;
    });
    await settled();

    expect(await workbench.undo()).toBeNull(); // the clipping
    await settled();
    expect(document.current.train).toMatchObject({ clip_norm: 0, l2: 0.25 });
    expect((await run.fingerprint()).step).toBe(10);
    expect(await workbench.undo()).toBe(32); // the branch
    expect(await run.fingerprint()).toEqual({ fingerprint: end, step: 32 });
    expect(document.current.train).toMatchObject({ batch: 3, l2: 0 });
    expect(run.info!.experiment).toEqual(document.current);
    await until(() => run.frame?.step === 32);
    expect(run.moments).toEqual(moments);
    expect(run.history.metrics.points).toEqual(expect.arrayContaining(curve));
    expect(run.history.metrics.points.at(-1)).toEqual(curve.at(-1));
    expect(run.history.fork).toMatchObject({ step: 4, branch: true });

    expect(await workbench.redo()).toBe(10);
    expect(await run.fingerprint()).toEqual({ fingerprint: branched, step: 10 });
    expect(document.current.train).toMatchObject({ batch: 32, l2: 0.25 });
    expect(run.history.fork).toMatchObject({ step: 4, branch: false });
    expect(await workbench.undo()).toBe(32);
    expect(await workbench.undo()).toBeNull(); // the batch
    await settled();
    expect(document.current.train.batch).toBe(32);
    expect(workbench.canUndo).toBe(false);
  });

  test('a branch that changes nothing is a step of undo too, until another run is opened', async () => {
    await run.step(20);
    expect(workbench.canUndo).toBe(false);
    await workbench.branch(4);
    expect([workbench.canUndo, workbench.canRedo]).toEqual([true, false]);
    expect(await workbench.undo()).toBe(20);
    expect([workbench.canUndo, workbench.canRedo]).toEqual([false, true]);
    expect(await workbench.redo()).toBe(4);
    await workbench.undo();
    document.edit((draft) => ({ ...draft, train: { ...draft.train, batch: 5 } }));
    await settled();
    expect(workbench.canRedo).toBe(false); // an edit takes the place of what was undone

    await workbench.branch(8);
    await workbench.reset();
    expect(workbench.undoesBranch).toBe(false);
    expect(await workbench.undo()).toBeNull();
    await settled();
    expect(document.current.train.batch).toBe(5); // of the branch only the document is left
  });

  test('what was never branched has nothing to go back to', async () => {
    await run.step(4);
    expect(await run.rejoin()).toBeNull();
    expect(run.error!.message).toMatch(/was not branched/);
  });

  test('a step that was not kept is refused with a sentence', async () => {
    await run.step(20);
    await run.revisit(13);
    expect(run.error!.message).toMatch(/Step 13 was not kept/);
    expect(run.past).toBe(false);
  });

  test('another document has another history', async () => {
    await run.step(20);
    await run.revisit(8);
    await until(() => run.past);
    document.edit((draft) => ({ ...draft, seed: 12 }));
    await settled();
    await until(() => run.frame?.step === 0);
    expect(run.past).toBe(false);
    expect(run.moments).toEqual([0]);
  });
});

describe('links while the page is open', () => {
  beforeEach(load);

  test('a pasted link opens, and undo leads back', async () => {
    expect(await workbench.openLink('https://example.org/#v=1&seed=5&task=moons')).toBe(true);
    expect(run.info!.experiment.task.kind).toBe('moons');
    document.undo();
    await settled();
    expect(run.info!.experiment.task.kind).toBe('circle');
  });

  test.each([
    '',
    'rubbish',
    'v=1&task=torus',
    'v=1&task=circle&layers=dense;features',
    'networkShape=4,abc',
  ])('a link that is refused changes nothing: %s', async (text) => {
    await run.step(5);
    const { fingerprint } = await run.fingerprint();
    const before = document.current;
    expect(await workbench.openLink(text)).toBe(false);
    expect(document.current).toBe(before);
    expect(await run.fingerprint()).toEqual({ fingerprint, step: 5 });
    expect(keys()[0]).toBe('link.refused');
  });

  test('a new fragment in the address bar is opened; a bad one is put back', async () => {
    await until(() => address.fragment !== '');
    // ours may stand there again before the event comes
    await workbench.addressChanged('https://a.example/lushan/#v=1&seed=2&task=xor');
    expect(run.info!.experiment.task.kind).toBe('xor');
    address.fragment = 'v=1&task=nonsense';
    await workbench.addressChanged('https://a.example/lushan/#v=1&task=nonsense');
    await until(() => address.fragment.includes('task=xor'));
  });
});

describe('files', () => {
  beforeEach(load);

  /** What a person's disk holds: another page knows nothing of this one. */
  const newVisit = async () => {
    storage = new MemoryStorage();
    address = new MemoryAddress();
    await load();
  };
  const fileOf = (name: string, ...parts: BlobPart[]) => new File(parts, name);
  const other: Experiment = { ...opening, seed: 5, task: { kind: 'xor' } };

  test('a run is saved, and goes on elsewhere to the same bits', async () => {
    document.edit((draft) => ({ ...draft, seed: 5 }));
    await settled();
    await run.step(30);
    await until(() => run.history.kept.metrics.some(({ step }) => step === 30));
    const { file, step } = await workbench.runFile();
    expect(step).toBe(30);
    const { metrics, batches } = run.history.kept;
    const later = await fingerprintAfter(20);

    await newVisit();
    expect(await workbench.openFile(fileOf('run.safetensors', file))).toBe(true);
    expect(document.current.seed).toBe(5);
    expect((await run.fingerprint()).step).toBe(30);
    const opened = run.history.kept;
    expect(opened.batches.map(({ step }) => step)).toEqual(batches.map(({ step }) => step));
    expect(opened.metrics[0].test.loss).toBeCloseTo(metrics[0].test.loss, 5);
    expect(opened.metrics[0].test.perplexity).toBeNaN();
    await until(() => address.fragment.includes('seed=5'));
    expect(await fingerprintAfter(20)).toBe(later);

    // the same again, with its own experiment open
    expect(await workbench.openFile(fileOf('run.safetensors', file))).toBe(true);
    expect((await run.fingerprint()).step).toBe(30);
    document.undo();
    await settled();
    expect(document.current.seed).toBe(7);
  });

  test('a run whose curves cannot be read is opened without them', async () => {
    await run.step(3);
    const { file } = await workbench.runFile();
    const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
    expect(text).toContain('\\"batches\\":');
    const spoilt = text.replace('\\"batches\\":', '\\"watches\\":');
    const bytes = Uint8Array.from(spoilt, (c) => c.charCodeAt(0));
    expect(await workbench.openFile(fileOf('run.safetensors', bytes))).toBe(true);
    expect(run.history.kept).toEqual({ metrics: [], batches: [] });
    expect((await run.fingerprint()).step).toBe(3);
  });

  test('an experiment is opened, and undo leads back', async () => {
    expect(await workbench.openFile(fileOf('x.JSON', JSON.stringify(other)))).toBe(true);
    expect(run.info!.experiment.task.kind).toBe('xor');
    document.undo();
    await settled();
    expect(run.info!.experiment.task.kind).toBe('circle');
  });

  test('weights bring their experiment, and outlast a reload at step 0', async () => {
    const engine = await loadEngine();
    const session = new engine.Session(JSON.stringify(other), new Uint8Array(0));
    session.step(40);
    const fingerprint = session.fingerprint();
    const weights = fileOf('w.safetensors', new Uint8Array(session.saveWeights()));
    session.delete();
    expect(await workbench.openFile(weights)).toBe(true);
    expect(run.info!.experiment.task.kind).toBe('xor');
    expect(await run.fingerprint()).toEqual({ fingerprint, step: 0 });
    await until(() => address.fragment.includes('task=xor'));
    await workbench.keep();
    await load();
    expect(await run.fingerprint()).toEqual({ fingerprint, step: 0 });
  });

  test('what is told of one that was refused goes with the next one', async () => {
    await workbench.openLink('v=1&task=torus');
    expect(keys()).toEqual(['link.refused', 'link.no_such_kind']);
    await workbench.openFile(fileOf('cut.json', '{'));
    expect(keys()).toEqual(['file.refused', 'file.no_experiment']);
    await workbench.openLink('dataset=xor&seed=0.5');
    expect(keys()).toEqual(['link.carried', 'link.note.random']);
    await workbench.openLink('v=1&task=torus');
    expect(keys()).toContain('link.carried'); // of what is open
    await workbench.openFile(fileOf('e.json', JSON.stringify(other)));
    expect(keys()).toEqual([]);
  });

  test('a weight set by hand outlasts a reload as soon as it is set', async () => {
    const none = { fingerprint: (await run.fingerprint()).fingerprint, step: 0 };
    await workbench.setParameter('dense_1/weight', 0, 1.5);
    const set = await run.fingerprint();
    expect(set).not.toEqual(none);
    await load();
    expect(await run.fingerprint()).toEqual(set);

    // what is refused is no reason to save anything else
    expect(await workbench.setParameter('dense_9/weight', 0, 1)).toBe(false);
    await load();
    expect(await run.fingerprint()).toEqual(set);
  });

  test('what cannot be read is refused, and changes nothing', async () => {
    await run.step(5);
    const before = document.current;
    const { fingerprint } = await run.fingerprint();
    const { file } = await workbench.runFile();
    const bytes = new Uint8Array(await file.arrayBuffer());
    const header = (object: object) => {
      const text = new TextEncoder().encode(JSON.stringify(object));
      const length = new Uint8Array(8);
      new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
      return fileOf('h.safetensors', length, text);
    };
    const spoilt = new TextDecoder('latin1').decode(bytes).replace('"document":"', '"document":"x');
    const refused: [File, string | undefined][] = [
      [fileOf('cut.json', '{"lushan":1,'), 'file.no_experiment'],
      [fileOf('list.json', '[1, 2]'), 'file.no_experiment'],
      [
        fileOf('deep.json', `{"lushan":1,"task":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
        'file.no_experiment',
      ],
      [fileOf('large.json', ' '.repeat(8_000_001)), 'file.too_large'],
      [
        fileOf('torus.json', '{"lushan":1,"task":{"kind":"torus"},"model":{"layers":[]}}'),
        undefined,
      ],
      [fileOf('empty.safetensors'), 'file.no_run'],
      [fileOf('long.safetensors', new Uint8Array(16).fill(255)), 'file.no_run'],
      [header([]), 'file.no_run'],
      [header({ __metadata__: { experiment: '{' } }), 'file.no_run'],
      [header({ __metadata__: { experiment: JSON.stringify(other), snapshot: '1' } }), undefined],
      [fileOf('cut.safetensors', bytes.slice(0, bytes.length - 8)), undefined],
      [fileOf('spoilt.safetensors', Buffer.from(spoilt, 'latin1')), undefined],
    ];
    for (const [wrong, key] of refused) {
      const told = notices.list.at(-1)?.id;
      expect(await workbench.openFile(wrong), wrong.name).toBe(false);
      const notice = notices.list.at(-1)!;
      expect(notice.id, wrong.name).not.toBe(told);
      expect(notice.messages[0].key).toBe('file.refused');
      if (key) expect(notice.messages[1].key).toBe(key);
      else expect(notice.sentence, wrong.name).toMatch(/\.$/);
      expect(document.current, wrong.name).toEqual(before);
      expect(await run.fingerprint(), wrong.name).toEqual({ fingerprint, step: 5 });
      expect(notices.list, wrong.name).toHaveLength(1); // of the last attempt
    }
    // without an experiment they are for the one that is open, and say themselves that they are not
    expect(await workbench.openFile(header({}))).toBe(false);
    expect(run.error!.message).toMatch(/^These weights are of another network/);
    expect(await run.fingerprint()).toEqual({ fingerprint, step: 5 });
  });
});

describe('a worker that dies', () => {
  beforeEach(load);

  test('is started again from the last save, and this is said', async () => {
    await run.step(20);
    await until(() => run.frame?.step === 20);
    const before = await run.read('parameter:dense_1/weight');
    await workbench.keep();
    run.play();
    ports[0].crash('out of memory');
    await until(() => ports.length === 2 && notices.list.length > 0);
    expect(keys()).toEqual(['state.crashed_resumed']);
    expect(run.running).toBe(false);
    expect((await run.read('parameter:dense_1/weight')).data).toEqual(before.data);
    await run.step(3);
    await until(() => run.frame?.step === 23);
  });

  test('comes back with the last document that was taken, not with one that was refused', async () => {
    document.edit((draft) => {
      draft.model.layers![1].units = 5000;
    });
    await settled();
    ports[0].crash('out of memory');
    await until(() => notices.list.length > 0);
    expect(workbench.phase).toBe('ready');
    expect(run.info!.experiment.model.layers![1].units).toBe(4);
    expect(workbench.pending).toBe(true);
  });

  test('that dies again at once is given up with a reason', async () => {
    ports[0].crash('out of memory');
    await until(() => notices.list.length > 0);
    expect(keys()).toEqual(['state.crashed_restarted']);
    ports[1].crash('again');
    await until(() => workbench.phase === 'failed');
    expect(workbench.failure).toBe('again');
  });
});
