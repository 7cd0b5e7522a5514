import { beforeEach, describe, expect, test } from 'vitest';

import type { Session } from '../../../web/src/engine/module';
import { Timeline } from '../../../web/src/engine/timeline';
import { engine } from './support/engine';

const experiment = JSON.stringify({
  lushan: 1,
  seed: 3,
  task: { kind: 'xor' },
  model: { layers: [{ kind: 'dense', units: 3 }] },
  train: { optimizer: { kind: 'adam', lr: 0.05 }, batch: 8 },
});
const opened = { experiment, asset: new Uint8Array(0) };

let halts: number;
let timeline: Timeline;
let session: Session;
beforeEach(() => {
  halts = 0;
  timeline = new Timeline(engine, () => void (halts += 1));
  session = timeline.open(opened, null);
});

/** Trains step by step, with time standing still: the doublings are kept, and nothing else. */
function train(steps: number): string[] {
  return Array.from({ length: steps }, () => {
    timeline.keepMoment(session, () => 0);
    session.step(1);
    return session.fingerprint();
  });
}

describe('going back', () => {
  test('shows a moment to the bit, and leaves the run where it is', () => {
    const prints = train(20);
    expect(timeline.steps).toEqual([0, 1, 2, 4, 8, 16]);
    expect(timeline.show(4)).toBe(true);
    expect(timeline.shown().fingerprint()).toBe(prints[3]);
    expect(timeline.show(16)).toBe(false); // in the session that is there
    expect(timeline.shown().fingerprint()).toBe(prints[15]);
    expect(timeline.present().fingerprint()).toBe(prints[19]);
    expect(timeline.leavePast()).toBe(true);
    expect(timeline.leavePast()).toBe(false);
    expect(timeline.shown()).toBe(session);
  });

  test('a branch goes on from a moment, and the other side comes back with its moments', () => {
    const prints = train(20);
    timeline.told = true;
    timeline.branch(4);
    expect([session.stepCount(), session.fingerprint()]).toEqual([4, prints[3]]);
    expect(timeline.steps).toEqual([0, 1, 2, 4]);
    expect(timeline.told).toBe(false);

    session.setTrain(JSON.stringify({ optimizer: { kind: 'adam', lr: 0.5 }, batch: 8 }));
    const others = train(6);
    expect(others[3]).not.toBe(prints[7]);
    timeline.rejoin();
    expect([session.stepCount(), session.fingerprint()]).toEqual([20, prints[19]]);
    expect(timeline.steps).toEqual([0, 1, 2, 4, 8, 16, 20]);
    timeline.rejoin();
    expect([session.stepCount(), session.fingerprint()]).toEqual([10, others[5]]);
  });

  test('an example that was chosen is that of the past as well', () => {
    train(4);
    timeline.exemplify((of) => of.setExample('test', 1));
    const input = (of: Session) => {
      of.refresh('example');
      return [...of.view(of.find('example:input'))];
    };
    const first = input(session);
    timeline.show(2);
    expect(input(timeline.shown())).toEqual(first);
    timeline.exemplify((of) => of.setExample('test', 2));
    expect(input(timeline.shown())).not.toEqual(first);
    expect(input(timeline.shown())).toEqual(input(session));
  });
});

test('the run is halted before it is left, and not where that is refused', () => {
  train(4);
  halts = 0;
  expect(() => timeline.show(3)).toThrow('Step 3 was not kept');
  expect(() => timeline.branch(3)).toThrow('Step 3 was not kept');
  expect(() => timeline.rejoin()).toThrow('not branched');
  const torus = { ...opened, experiment: experiment.replace('xor', 'torus') };
  expect(() => timeline.open(torus, null)).toThrow('torus');
  expect(() => timeline.open(opened, new Uint8Array(3))).toThrow();
  expect(timeline.present()).toBe(session);
  expect([halts, session.stepCount()]).toEqual([0, 4]);
  timeline.show(2);
  timeline.branch(2);
  expect(halts).toBe(2);
});

test('another run has nothing of the one before', () => {
  train(4);
  timeline.show(2);
  timeline.branch(2);
  timeline.show(1);
  session = timeline.open(opened, null);
  expect(timeline.past).toBeNull();
  expect(timeline.steps).toEqual([0]);
  expect(() => timeline.rejoin()).toThrow('not branched');
});

test('before anything is open there is a sentence', () => {
  const none = new Timeline(engine, () => undefined);
  expect(none.session).toBeNull();
  for (const ask of [() => none.shown(), () => none.show(0), () => none.branch(0)])
    expect(ask).toThrow('open one first');
});
