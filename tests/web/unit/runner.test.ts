import { beforeEach, describe, expect, test } from 'vitest';

import type { Progress } from '../../../web/src/engine/protocol';
import { document, Machine, openedMachine } from './support/machine';

let machine: Machine;
beforeEach(() => {
  machine = openedMachine();
});
const run = (speed?: number | 'max') => machine.run(speed);

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
