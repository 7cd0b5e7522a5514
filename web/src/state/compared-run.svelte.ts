import type { EngineClient } from '../engine/client';
import type { Frame, Measure, Progress } from '../engine/protocol';
import type { Experiment, RunInfo, Status, TargetKind } from '../engine/types';
import { batchPoint, History, type BatchPoint, type MetricsPoint } from './history';

/**
 * `waiting`: for its turn; `stopped`: by itself, at a number that is not finite; `failed`: it could
 * not be opened, or its worker died.
 */
export type Phase =
  'waiting' | 'running' | 'paused' | 'finished' | 'cancelled' | 'stopped' | 'failed';

/** How a run came to be compared. */
export interface Origin {
  /** Runs that differ in their seed only, and are looked at as one. */
  sweep?: number;
  /** A member of the list of families. */
  family?: string;
}

/** What the engine says of a document before it is run. */
export interface Facts {
  target: TargetKind;
  parameters: number;
  batch: number;
  /** Examples that are looked at when whole splits are measured. */
  measured: number;
}

const mostMeasured = 2000; // of the training split, by the engine

export function factsOf(info: RunInfo): Facts {
  const { task, parameters, experiment } = info;
  return {
    target: task.target.kind,
    parameters,
    batch: experiment.train.batch ?? 1,
    measured: Math.min(task.train, mostMeasured) + task.test,
  };
}

/** Everything of a run that is kept for a reload. */
export interface SavedRun {
  id: number;
  document: Experiment;
  facts: Facts;
  origin: Origin;
  color: number;
  name: string;
  shown: boolean;
  phase: Phase;
  step: number;
  seconds: number;
  fingerprint: string;
  status: Status | null;
  metrics: MetricsPoint[];
  batches: BatchPoint[];
}

/** One of the experiments that are compared: a document, and what its run has come to. */
export class ComparedRun {
  /** The reader's own name for it; without one it is called by what it is. */
  name = $state('');
  /** Whether the charts show it. */
  shown = $state(true);
  phase = $state<Phase>('waiting');
  step = $state(0);
  /** Spent in training steps. */
  seconds = $state(0);
  fingerprint = $state('');
  /** Why it stopped by itself. */
  status = $state.raw<Status | null>(null);
  /** Why it failed, in the engine's own sentence. */
  problem = $state('');
  newest = $state.raw<MetricsPoint | null>(null);
  readonly history = new History();
  client: EngineClient | null = null;
  #frame: Frame | null = null; // the newest, not yet told

  constructor(
    readonly id: number,
    readonly document: Experiment,
    readonly facts: Facts,
    readonly origin: Origin = {},
    /** Its place in the palette; that of a sweep is the same for all of it. */
    readonly color = 0,
  ) {}

  static restore(save: SavedRun): ComparedRun {
    const run = new ComparedRun(save.id, save.document, save.facts, save.origin, save.color);
    run.name = save.name;
    run.shown = save.shown;
    const ended = save.phase !== 'running' && save.phase !== 'paused' && save.phase !== 'waiting';
    if (!ended) return run; // its worker is gone: it waits, and repeats to the bit
    run.phase = save.phase;
    run.step = save.step;
    run.seconds = save.seconds;
    run.fingerprint = save.fingerprint;
    run.status = save.status;
    for (const point of save.metrics) run.history.metrics.add(point);
    for (const point of save.batches) run.history.batches.add(point);
    run.newest = save.metrics.at(-1) ?? null;
    return run;
  }

  save(): SavedRun {
    const { id, document, facts, origin, name, shown, phase, step, seconds, history } = this;
    const { fingerprint, status, color } = this;
    const kept = { metrics: history.metrics.points, batches: history.batches.points };
    return {
      ...{ id, document, facts, origin, name, shown, phase, step, seconds },
      ...{ fingerprint, status, color, ...kept },
    };
  }

  get stepsPerSecond(): number {
    return this.seconds > 0 ? this.step / this.seconds : NaN;
  }

  /** Whether a worker has it, or it may still get one. */
  get ended(): boolean {
    return this.phase !== 'waiting' && this.phase !== 'running' && this.phase !== 'paused';
  }

  /** As it was before its first step. */
  rewind(): void {
    this.#frame = null;
    this.history.clear();
    this.phase = 'waiting';
    this.step = this.seconds = 0;
    this.fingerprint = this.problem = '';
    this.status = this.newest = null;
  }

  measured({ step, epoch, train, test }: Measure): void {
    this.history.metrics.add({ step, epoch, train, test });
  }

  /** Frames come far more often than numbers can be read: tell() shows the newest. */
  take(frame: Frame): void {
    const { loss, metrics, epoch } = frame;
    this.#frame = frame;
    if (metrics) this.measured({ ...metrics, epoch });
    if (Number.isFinite(loss)) this.history.batches.add(batchPoint(frame));
  }

  /** Where it stands now that it rests: frames may come late, this does not. */
  rest({ step, trainedSeconds }: Progress, fingerprint: string): void {
    this.tell();
    this.#frame = null;
    this.step = step;
    this.seconds = trainedSeconds;
    this.fingerprint = fingerprint;
  }

  /** Shows what has come since the last time. */
  tell(): void {
    this.newest = this.history.metrics.points.at(-1) ?? null;
    const frame = this.#frame;
    if (!frame) return;
    this.#frame = null;
    this.step = frame.step;
    this.seconds = frame.trainedSeconds;
    if (frame.fingerprint) this.fingerprint = frame.fingerprint;
    if (frame.status.state === 'stopped') this.status = frame.status;
  }
}
