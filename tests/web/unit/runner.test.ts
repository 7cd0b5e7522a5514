import { beforeEach, describe, expect, test } from 'vitest';

import type { EngineModule, Session } from '../../../web/src/engine/module';
import type { AnyRequest, FromWorker, Progress, ToWorker } from '../../../web/src/engine/protocol';
import { Runner } from '../../../web/src/engine/runner';
import type { Experiment } from '../../../web/src/engine/types';

const document: Experiment = { lushan: 1, task: { kind: 'xor' }, model: { layers: [] }, train: {} };

// A machine where time passes only by work: a step takes `stepTime`, an evaluation
// `evaluationTime`, looking at the grid `gridTime`, at any tensor `viewTime`.
class Machine {
  time = 0;
  stepTime = 1;
  evaluationTime = 0;
  operations = 100; // of a step, as the engine tells
  gridTime = 0;
  summaryTime = 0;
  summaries = 0;
  viewTime = 0;
  snapshotTime = 0;
  snapshots = 0;
  views = 0;
  stopAt = Infinity;
  steps = 0;
  stack = 1000;
  sessions = 0;
  calls: number[] = []; // steps asked for in each call
  evaluations = 0;
  gridRefreshes = 0;
  trap = false;
  posted: FromWorker[] = [];
  #tasks: { at: number; order: number; run: () => void }[] = [];
  #order = 0;
  readonly runner: Runner;

  constructor() {
    const unused = () => {
      throw new Error('not part of this test');
    };
    const session = {
      info: () =>
        JSON.stringify({
          operations: this.operations,
          task: { train: 16, test: 16 },
          experiment: { train: { batch: 8 } },
        }),
      step: (count: number) => {
        if (this.trap) throw new WebAssembly.RuntimeError('unreachable');
        const done = Math.max(0, Math.min(count, this.stopAt - this.steps));
        this.calls.push(count);
        this.steps += done;
        this.time += done * this.stepTime;
        return done;
      },
      stepCount: () => this.steps,
      epoch: () => 0,
      learningRate: () => 0.1,
      gradientNorm: () => 1,
      loss: () => 0.5,
      status: () =>
        JSON.stringify(this.steps >= this.stopAt ? { state: 'stopped' } : { state: 'ready' }),
      evaluate: () => {
        this.evaluations++;
        this.time += this.evaluationTime / 2;
        return { loss: 1, accuracy: 0.5, exact: NaN, perplexity: NaN, count: 4 };
      },
      find: (path: string) => {
        if (path.endsWith('missing')) {
          this.stack -= 16;
          throw new Error(`There is no ${path}.`);
        }
        return path.length;
      },
      view: (handle: number) => {
        this.views++;
        this.time += this.viewTime;
        return new Float32Array(handle).fill(this.steps);
      },
      shape: (handle: number) => [handle],
      refresh: (probe: string) => {
        if (probe === 'summary') {
          this.summaries++;
          this.time += this.summaryTime;
          return;
        }
        this.gridRefreshes++;
        this.time += this.gridTime;
      },
      setExample: unused,
      setExampleInput: unused,
      setTrain: () => undefined,
      setOption: unused,
      setParameter: () => undefined,
      landscape: unused,
      path: unused,
      solution: unused,
      generate: unused,
      show: unused,
      fingerprint: () => 'f',
      saveWeights: () => new Uint8Array([1, 2]),
      loadWeights: () => undefined,
      snapshot: () => {
        this.time += this.snapshotTime;
        this.snapshots++;
        return new Uint8Array(4);
      },
      restore: unused,
      applyProbe: unused,
      delete: () => {
        this.sessions--;
      },
    } satisfies Session;
    const open = (experiment: string) => {
      if (experiment.includes('torus')) {
        this.stack -= 16;
        throw new Error('There is no torus.');
      }
      this.sessions++;
      this.steps = 0;
      return session;
    };
    const engine = {
      manifest: () => '{}',
      describe: unused,
      schedulePreview: unused,
      positionTable: unused,
      normalizeDigit: unused,
      csvColumns: unused,
      Session: class {
        constructor(experiment: string) {
          return open(experiment);
        }
      } as unknown as EngineModule['Session'],
      stackSave: () => this.stack,
      stackRestore: (pointer: number) => {
        this.stack = pointer;
      },
    } satisfies EngineModule;
    this.runner = new Runner(engine, {
      now: () => this.time,
      post: (message) => this.posted.push(message),
      defer: (task) => this.#later(0, task),
      delay: (task, milliseconds) => this.#later(milliseconds, task),
    });
  }

  #later(milliseconds: number, run: () => void): void {
    this.#tasks.push({ at: this.time + milliseconds, order: this.#order++, run });
  }

  /** Lets the worker's loop turn for so many milliseconds of its time. */
  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    while (this.time < end) {
      this.#tasks.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.#tasks[0];
      if (!next || next.at > end) break;
      this.#tasks.shift();
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = Math.max(this.time, end);
  }

  ask(request: AnyRequest, id = 1): FromWorker[] {
    const before = this.posted.length;
    this.send({ type: 'request', id, request });
    return this.posted.slice(before);
  }

  send(message: ToWorker): void {
    this.runner.receive(message);
  }

  frames() {
    return this.posted.filter((message) => message.type === 'frame');
  }

  /** The page takes a frame and gives its buffer back. */
  recycle(): void {
    for (const frame of this.frames().slice(this.#recycled)) {
      this.#recycled++;
      this.send({ type: 'recycle', buffer: frame.buffer });
    }
  }
  #recycled = 0;

  /** The same as pass(), with a page that keeps up. */
  play(milliseconds: number): void {
    const end = this.time + milliseconds;
    while (this.time < end) {
      this.pass(1);
      this.recycle();
    }
  }
}

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  machine.ask({ ask: 'open', experiment: document, asset: null, state: null });
  machine.pass(1);
  machine.recycle();
});

const run = (speed: number | 'max' = 'max') =>
  machine.send({ type: 'run', speed, order: 1, goal: 0 });

describe('training', () => {
  test('a session opens paused, and shows itself once', () => {
    expect(machine.frames()).toHaveLength(1);
    expect(machine.frames()[0].head).toMatchObject({ step: 0, running: false });
    expect(machine.frames()[0].head.metrics).toBeDefined();
    machine.play(200);
    expect(machine.steps).toBe(0);
    expect(machine.frames()).toHaveLength(1);
  });

  test('where measuring takes seconds, what is watched is shown before it', () => {
    machine = new Machine();
    Object.assign(machine, { operations: 1e9, evaluationTime: 3000 });
    machine.ask({ ask: 'open', experiment: document, asset: null, state: null });
    machine.play(100);
    machine.send({ type: 'watch', owner: 'a', paths: ['example:h', 'test:confusion'] });
    machine.play(20);
    const seen = machine.frames().at(-1)!;
    expect(seen.head.metrics).toBeUndefined();
    expect(seen.slots.map(({ path }) => path)).toEqual(['example:h']);
    expect(machine.evaluations).toBe(0);
    machine.play(4000);
    const measured = machine.frames().at(-1)!;
    expect(measured.head.metrics).toMatchObject({ step: 0 });
    expect(measured.slots.map(({ path }) => path)).toEqual(['example:h', 'test:confusion']);
    expect(machine.frames()).toHaveLength(3);
  });

  test('at full speed nearly all the time goes into steps', () => {
    run();
    machine.play(2000);
    expect(machine.steps * machine.stepTime).toBeGreaterThan(1900);
  });

  test('messages are looked at every ten milliseconds or so, however long a step takes', () => {
    machine.stepTime = 0.002;
    run();
    machine.play(500);
    expect(machine.calls[0]).toBe(1); // a first step may take long: nothing is known yet
    expect(Math.max(...machine.calls) * machine.stepTime).toBeLessThanOrEqual(10);
    expect(machine.steps * machine.stepTime).toBeGreaterThan(450);
    machine.send({ type: 'pause' });
    const { steps } = machine;
    machine.play(500);
    expect(machine.steps).toBe(steps);
  });

  test.each([0.5, 3, 'max'] as const)(
    'at speed %s it pauses at its goal, and plays on',
    (speed) => {
      machine.send({ type: 'run', speed, order: 1, goal: 37 });
      machine.play(3000);
      expect(machine.steps).toBe(37);
      expect(machine.frames().at(-1)!.head).toMatchObject({ step: 37, running: false });
      machine.send({ type: 'run', speed, order: 2, goal: 37 }); // which it has reached
      machine.play(200);
      expect(machine.steps).toBeGreaterThan(37);
      expect(machine.frames().at(-1)!.head.running).toBe(true);
    },
  );

  test('a slow step is one step a slice', () => {
    machine.stepTime = 300;
    run();
    machine.play(3000);
    expect(new Set(machine.calls)).toEqual(new Set([1]));
  });

  test('pause is answered with a last frame of the step it stands at', () => {
    run();
    machine.play(300);
    machine.send({ type: 'pause' });
    machine.play(50);
    const last = machine.frames().at(-1)!.head;
    expect(last).toMatchObject({ running: false, step: machine.steps });
    const measured = machine.frames().flatMap(({ head }) => head.metrics ?? []);
    expect(measured.at(-1)!.step).toBe(machine.steps);
  });

  test('step() makes exactly so many steps and then answers', () => {
    machine.ask({ ask: 'step', count: 37 }, 9);
    machine.play(200);
    expect(machine.steps).toBe(37);
    expect(machine.posted).toContainEqual({
      ...{ type: 'answer', id: 9 },
      result: expect.objectContaining({ step: machine.steps }),
    });
    expect(machine.frames().at(-1)!.head).toMatchObject({ step: 37, running: false });
  });

  test('steps asked for before the last ones are done are done as well', () => {
    for (let id = 1; id <= 5; id++) machine.ask({ ask: 'step', count: 1 }, id);
    machine.play(200);
    expect(machine.steps).toBe(5);
    for (let id = 1; id <= 5; id++) {
      const result = { step: 5, epoch: 0, trainedSeconds: 0.005 };
      expect(machine.posted).toContainEqual({ type: 'answer', id, result });
    }
  });

  test('splits are measured at the steps that were asked for, and at no others', () => {
    machine.stepTime = 0.3;
    machine.evaluationTime = 2;
    machine.ask({ ask: 'step', count: 100, every: 30 }, 9);
    machine.play(600);
    const measured = machine.posted.flatMap((m) => (m.type === 'measure' ? [m.measure.step] : []));
    expect(measured).toEqual([30, 60, 90]);
    // At rest the last step is measured as ever.
    const frames = machine.posted.flatMap((m) => (m.type === 'frame' ? [m.head] : []));
    expect(frames.flatMap(({ metrics }) => (metrics ? [metrics.step] : []))).toEqual([0, 100]);
    expect(frames.at(-1)!.trainedSeconds).toBeCloseTo(0.03, 6);
  });

  test('steps end early when the run has trained for as long as was asked', () => {
    machine.stepTime = 4;
    machine.evaluationTime = 50;
    machine.ask({ ask: 'step', count: Infinity, seconds: 0.1 }, 9);
    machine.play(600);
    const answer = machine.posted.find((m) => m.type === 'answer' && m.id === 9);
    const { trainedSeconds } = (answer as { result: Progress }).result;
    expect(trainedSeconds).toBeCloseTo((machine.steps * machine.stepTime) / 1000, 9);
    expect(trainedSeconds).toBeGreaterThanOrEqual(0.1);
    expect(trainedSeconds).toBeLessThan(0.11); // a slice more at most
  });

  test('a chosen speed is so many steps a picture', () => {
    machine.stepTime = 0.1;
    run(2);
    machine.play(1600);
    expect(machine.steps).toBeGreaterThanOrEqual(190);
    expect(machine.steps).toBeLessThanOrEqual(210);
  });

  test('a speed below one leaves pictures out', () => {
    machine.stepTime = 0.1;
    run(0.1);
    machine.play(1600);
    expect(machine.steps).toBeGreaterThanOrEqual(9);
    expect(machine.steps).toBeLessThanOrEqual(11);
  });

  test('a run that halts by itself says so and stays halted', () => {
    machine.stopAt = 25;
    run();
    machine.play(300);
    expect(machine.steps).toBe(25);
    expect(machine.frames().at(-1)!.head).toMatchObject({
      running: false,
      status: { state: 'stopped' },
    });
    run();
    machine.play(300);
    expect(machine.frames().at(-1)!.head).toMatchObject({ running: false, order: 1 });
  });
});

describe('moments', () => {
  const told = () => machine.frames().findLast(({ head }) => head.moments)!.head.moments!;

  test('are the beginning, every doubling at first, and later ones at their leisure', () => {
    machine.stepTime = 0.01;
    run();
    machine.play(2000);
    expect(told().slice(0, 8)).toEqual([0, 1, 2, 4, 8, 16, 32, 64]);
    expect(told().at(-1)).toBeLessThanOrEqual(machine.steps);
    expect(told().length).toBeGreaterThan(20);
    expect(told().length).toBeLessThanOrEqual(64);
  });

  test('take about one percent of the time, however long one takes', () => {
    machine.snapshotTime = 40;
    run();
    machine.play(500); // the doublings
    machine.snapshots = 0;
    machine.play(20_000);
    expect(machine.snapshots).toBeGreaterThan(3);
    expect((machine.snapshots * 40) / 20_000).toBeLessThan(0.015);
  });

  test('a step that was not taken is none', () => {
    machine.stopAt = 3;
    run();
    machine.play(100);
    expect(machine.steps).toBe(3);
    expect(told()).toEqual([0, 1, 2]);
  });
});

describe('pictures', () => {
  test('one every sixteen milliseconds at most', () => {
    run();
    machine.play(1600);
    expect(machine.frames().length).toBeGreaterThan(70);
    expect(machine.frames().length).toBeLessThanOrEqual(102);
  });

  test('a page that does not keep up gets two, while the training goes on', () => {
    run();
    machine.pass(2000);
    expect(machine.frames()).toHaveLength(1 + 2);
    expect(machine.steps * machine.stepTime).toBeGreaterThan(1900);
    machine.recycle();
    machine.pass(20);
    expect(machine.frames().at(-1)!.head.step).toBeGreaterThan(1900);
  });

  test('hold what every owner watches, each path once, as it is now', () => {
    machine.send({ type: 'watch', owner: 'a', paths: ['parameter:w', 'parameter:bias'] });
    machine.send({ type: 'watch', owner: 'b', paths: ['parameter:w', 'grid:missing'] });
    run();
    machine.play(100);
    const { slots, buffer, head } = machine.frames().at(-1)!;
    expect(slots.map((slot) => slot.path)).toEqual(['parameter:w', 'parameter:bias']);
    expect(slots[1]).toMatchObject({ offset: 11, length: 14, shape: [14] });
    expect([...new Float32Array(buffer, 44, 14)]).toEqual(new Array(14).fill(head.step));
    machine.send({ type: 'watch', owner: 'a', paths: [] });
    machine.play(50);
    expect(
      machine
        .frames()
        .at(-1)!
        .slots.map((slot) => slot.path),
    ).toEqual(['parameter:w']);
  });

  test('at first, evaluating whole splits takes about fifteen percent of the time, however long one takes', () => {
    machine.evaluationTime = 40;
    run();
    machine.play(10_000);
    const share = (machine.evaluations / 2) * machine.evaluationTime;
    expect(share / 10_000).toBeGreaterThan(0.1);
    expect(share / 10_000).toBeLessThan(0.18);
  });

  test('a grid that is slow to compute is computed less often; at rest it is always right', () => {
    machine.gridTime = 100;
    machine.send({ type: 'watch', owner: 'a', paths: ['grid:output/activation'] });
    run();
    machine.play(10_000);
    expect((machine.gridRefreshes * 100) / 10_000).toBeLessThan(0.25);
    const { gridRefreshes } = machine;
    machine.send({ type: 'pause' });
    machine.play(300);
    expect(machine.gridRefreshes).toBe(gridRefreshes + 1);
  });

  test('summaries have a small share of the time, and tell the step they are of', () => {
    machine.summaryTime = 12;
    machine.send({ type: 'watch', owner: 'a', paths: ['summary:norms'] });
    run();
    machine.play(20_000);
    expect((machine.summaries * 12) / 20_000).toBeLessThan(0.04);
    expect(machine.summaries).toBeGreaterThan(20);
    const running = machine.frames().at(-1)!.head;
    expect(running.summed).toBeGreaterThan(0);
    expect(running.summed).toBeLessThan(running.step);
    machine.send({ type: 'pause' });
    machine.play(300);
    expect(machine.frames().at(-1)!.head.summed).toBe(machine.steps);
  });

  test('tensors that take long to copy are copied less often', () => {
    machine.viewTime = 20;
    machine.send({ type: 'watch', owner: 'a', paths: ['parameter:w'] });
    run();
    machine.play(10_000);
    expect((machine.views * machine.viewTime) / 10_000).toBeLessThan(0.08);
    expect(machine.frames().length).toBeGreaterThan(10);
  });

  test('once much has been seen, nine tenths of the time go to steps', () => {
    Object.assign(machine, { evaluationTime: 40, gridTime: 15, viewTime: 2 });
    machine.send({ type: 'watch', owner: 'a', paths: ['grid:output/activation', 'parameter:w'] });
    run();
    machine.play(30_000);
    const { steps, time, evaluations } = machine;
    machine.play(30_000);
    const share = ((machine.steps - steps) * machine.stepTime) / (machine.time - time);
    expect(share).toBeGreaterThan(0.9);
    expect(machine.evaluations - evaluations).toBeGreaterThan(50); // of two splits each
  });

  test('without anything watching the grid it is not computed', () => {
    run();
    machine.play(300);
    expect(machine.gridRefreshes).toBe(0);
  });

  test('a change at rest is shown', () => {
    const before = machine.frames().length;
    machine.ask({ ask: 'parameter', name: 'w', index: 0, value: 1 });
    machine.play(20);
    expect(machine.frames()).toHaveLength(before + 1);
    expect(machine.frames().at(-1)!.head.metrics).toBeDefined();
  });

  test('they carry the number of the order they follow', () => {
    machine.send({ type: 'run', speed: 'max', order: 5, goal: 0 });
    machine.play(40);
    expect(machine.frames().at(-1)!.head).toMatchObject({ order: 5, running: true });
  });
});

describe('refusals', () => {
  test('a refused document leaves the session as it was', () => {
    run();
    machine.play(100);
    const torus = { ...document, task: { kind: 'torus' } };
    const [answer] = machine.ask({ ask: 'open', experiment: torus, asset: null, state: null }, 7);
    expect(answer).toEqual({
      type: 'refusal',
      id: 7,
      code: 'engine',
      message: 'There is no torus.',
    });
    const { steps } = machine;
    machine.play(100);
    expect(machine.steps).toBeGreaterThan(steps);
    expect(machine.sessions).toBe(1);
  });

  test('opening another document frees the one before', () => {
    for (let i = 0; i < 5; i++) {
      machine.ask({ ask: 'open', experiment: document, asset: null, state: null });
    }
    expect(machine.sessions).toBe(1);
  });

  test('the engine’s stack is put back after each', () => {
    const torus = { ...document, task: { kind: 'torus' } };
    for (let i = 0; i < 500; i++) {
      machine.ask({ ask: 'open', experiment: torus, asset: null, state: null });
      machine.ask({ ask: 'read', paths: ['parameter:missing'] });
    }
    expect(machine.stack).toBe(1000);
  });

  test('a request before anything is open is refused with a sentence', () => {
    const fresh = new Machine();
    expect(fresh.ask({ ask: 'fingerprint' })[0]).toMatchObject({ type: 'refusal', code: 'engine' });
    expect(fresh.ask({ ask: 'step', count: 1 })[0]).toMatchObject({
      type: 'refusal',
      code: 'engine',
    });
  });

  test('a trap of WebAssembly is told as a crash, and ends the training', () => {
    run();
    machine.play(50);
    machine.trap = true;
    machine.play(50);
    expect(machine.posted.at(-1)).toMatchObject({
      type: 'refusal',
      code: 'crash',
      message: 'unreachable',
    });
    const { length } = machine.posted;
    machine.play(200);
    expect(machine.posted).toHaveLength(length);
  });
});
