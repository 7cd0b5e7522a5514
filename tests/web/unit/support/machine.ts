import type { EngineModule, Session } from '../../../../web/src/engine/module';
import type { AnyRequest, FromWorker, Speed, ToWorker } from '../../../../web/src/engine/protocol';
import { Runner } from '../../../../web/src/engine/runner';
import type { Experiment } from '../../../../web/src/engine/types';

export const document: Experiment = {
  lushan: 1,
  task: { kind: 'xor' },
  model: { layers: [] },
  train: {},
};

// A machine where time passes only by work: a step takes `stepTime`, an evaluation
// `evaluationTime`, looking at the grid `gridTime`, at any tensor `viewTime`.
export class Machine {
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
      gradientTerms: unused,
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

  run(speed: Speed = 'max'): void {
    this.send({ type: 'run', speed, order: 1, goal: 0 });
  }
}

/** One with a session, whose first frame the page has taken. */
export function openedMachine(): Machine {
  const machine = new Machine();
  machine.ask({ ask: 'open', experiment: document, asset: null, state: null });
  machine.pass(1);
  machine.recycle();
  return machine;
}
