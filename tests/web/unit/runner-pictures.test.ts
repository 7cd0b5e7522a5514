import { beforeEach, describe, expect, test } from 'vitest';

import { openedMachine, type Machine } from './support/machine';

let machine: Machine;
beforeEach(() => {
  machine = openedMachine();
});
const run = (speed?: number | 'max') => machine.run(speed);

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
