import { EngineClient, EngineError } from '../engine/client';
import type { Experiment, RunInfo } from '../engine/types';
import { Assets } from './assets';
import {
  ComparedRun,
  factsOf,
  type Facts,
  type Origin,
  type SavedRun,
} from './compared-run.svelte';
import { Refusal } from './message';
import { notices, type NoticeStore } from './notices.svelte';
import { Paced } from './paced';
import { run as presentRun } from './run.svelte';
import { readRecord, writeRecord } from './storage';

/** How long every run goes: the same for all, so that they can be compared. */
export interface Budget {
  unit: 'steps' | 'seconds';
  value: number;
}

export interface SavedComparison {
  budget: Budget;
  runs: SavedRun[];
  /** The run that the others are told against; without one the first. */
  against?: number | null;
}

/** Where the runs are kept; tests put memory in its place. */
export interface ComparisonStorage {
  load(): Promise<SavedComparison | null>;
  store(save: SavedComparison): Promise<void>;
}

const recordKey = 'comparison';

const browserComparison: ComparisonStorage = {
  async load() {
    const save = (await readRecord(recordKey)) as SavedComparison | null;
    return Array.isArray(save?.runs) && typeof save.budget?.value === 'number' ? save : null;
  },
  store: (save) => writeRecord(recordKey, save),
};

export const mostRuns = 40;
// Of whole splits over a budget: fewer where they would take the time of the training.
const measures = { most: 60, least: 16 };
const savePause = 600; // ms
const tellInterval = 120; // ms between two pictures of runs that go on
const colors = 10; // of the palette

/** Steps between two measures: the same for all runs of a document's kind, on every machine. */
export function measureEvery({ batch, measured }: Facts, steps: number): number {
  // An example forward costs a third of one in a training step: so they take a third of the time.
  const affordable = (2 / 3) * (measured / batch);
  return Math.ceil(Math.min(steps / measures.least, Math.max(steps / measures.most, affordable)));
}

interface Parts {
  client?: () => EngineClient;
  describe?: (document: Experiment, asset: Uint8Array | null) => Promise<RunInfo>;
  assetName?: (document: Experiment) => string | null;
  assets?: Assets;
  storage?: ComparisonStorage;
  notices?: NoticeStore;
  /** Runs that train at once. */
  workers?: number;
}

/** Several experiments side by side, each in a worker of its own with its own engine. */
export class CompareStore {
  runs = $state.raw<ComparedRun[]>([]);
  budget = $state.raw<Budget>({ unit: 'steps', value: 1000 });
  /** The id of the run that the others are told against; null for the first. */
  against = $state<number | null>(null);
  playing = $state(false);
  /** Grows when the histories of the runs, which are not reactive, have grown. */
  version = $state(0);
  readonly workers: number;
  #nextId = 1;
  #saver = new Paced(() => void this.#keep(), savePause);
  #tellTimer: ReturnType<typeof setInterval> | undefined;
  #loading: Promise<void> | null = null;
  readonly #client: () => EngineClient;
  readonly #describe: NonNullable<Parts['describe']>;
  readonly #assetName: NonNullable<Parts['assetName']>;
  readonly #assets: Assets;
  readonly #storage: ComparisonStorage;
  readonly #notices: NoticeStore;

  constructor(parts: Parts = {}) {
    const cores = globalThis.navigator?.hardwareConcurrency ?? 2;
    this.workers = parts.workers ?? Math.max(1, cores - 1); // one is left for the page
    this.#client = parts.client ?? (() => new EngineClient());
    this.#describe = parts.describe ?? ((d, asset) => presentRun.client.describe(d, asset));
    this.#assetName =
      parts.assetName ??
      (({ task }) =>
        presentRun.manifest?.tasks.find(({ name }) => name === task.kind)?.asset ?? null);
    this.#assets = parts.assets ?? new Assets();
    this.#storage = parts.storage ?? browserComparison;
    this.#notices = parts.notices ?? notices;
  }

  /** Brings back what was kept; called once. */
  load(): Promise<void> {
    this.#loading ??= this.#restore();
    return this.#loading;
  }

  async #restore(): Promise<void> {
    const save = await this.#storage.load();
    if (!save || this.runs.length > 0) return;
    this.budget = save.budget;
    this.against = save.against ?? null;
    this.runs = save.runs.slice(0, mostRuns).map((run) => ComparedRun.restore(run));
    this.#nextId = 1 + Math.max(0, ...this.runs.map(({ id }) => id));
  }

  /** What the engine makes of a document; throws its sentence, or a Refusal. */
  async describe(document: Experiment): Promise<RunInfo> {
    return this.#describe(document, await this.#assetOf(document));
  }

  /** Adds a document that the engine takes; throws its sentence, or a Refusal. */
  async add(document: Experiment, origin: Origin = {}): Promise<ComparedRun> {
    await this.load();
    if (this.runs.length >= mostRuns) throw new Refusal('state.compare_full', { most: mostRuns });
    const info = await this.describe(document);
    const { experiment } = info;
    const color = this.#color(origin);
    const run = new ComparedRun(this.#nextId++, experiment, factsOf(info), origin, color);
    this.runs = [...this.runs, run];
    this.#saver.ask();
    this.#fill();
    return run;
  }

  /** The same document under some seeds, as one group. */
  async sweep(document: Experiment, seeds: number[]): Promise<void> {
    await this.load();
    const sweep = this.#nextId++;
    for (const seed of seeds) await this.add({ ...document, seed }, { sweep });
  }

  setBudget(budget: Budget): void {
    this.budget = budget;
    this.#saver.ask();
  }

  tellAgainst(run: ComparedRun): void {
    this.against = run.id;
    this.#saver.ask();
  }

  play(): void {
    this.playing = true;
    this.#fill();
  }

  pause(): void {
    this.playing = false;
    for (const run of this.runs) if (run.phase === 'running') run.client?.pause();
  }

  /** Ends a run for good; what it has come to stays. */
  cancel(run: ComparedRun): void {
    if (run.ended) return;
    run.phase = 'cancelled';
    this.#release(run);
    this.#changed();
  }

  cancelAll(): void {
    this.playing = false;
    for (const run of this.runs) this.cancel(run);
  }

  /** From its first step, under the present budget. */
  again(run: ComparedRun): void {
    this.#release(run);
    run.rewind();
    this.version += 1;
    this.#changed();
  }

  /** All of them, from their first step. */
  againAll(): void {
    for (const run of this.runs) {
      this.#release(run);
      run.rewind();
    }
    this.version += 1;
    this.play();
  }

  remove(run: ComparedRun): void {
    this.#release(run);
    this.runs = this.runs.filter((other) => other !== run);
    // after a reload a new run may get its number
    if (this.against === run.id) this.against = null;
    this.#changed();
  }

  clear(): void {
    this.playing = false;
    for (const run of this.runs) this.#release(run);
    this.runs = [];
    this.against = null;
    this.#saver.ask();
  }

  rename(run: ComparedRun, name: string): void {
    run.name = name.trim().slice(0, 60);
    this.#saver.ask();
  }

  show(run: ComparedRun, shown: boolean): void {
    run.shown = shown;
    this.#saver.ask();
  }

  /** How much of the budget of a run is done, from 0 to 1. */
  progress(run: ComparedRun): number {
    if (run.phase === 'finished') return 1;
    const { unit, value } = this.budget;
    return Math.min(1, (unit === 'steps' ? run.step : run.seconds) / value);
  }

  // That of its sweep, or the first of the palette that is worn least.
  #color({ sweep }: Origin): number {
    const fellow = this.runs.find(({ origin }) => sweep !== undefined && origin.sweep === sweep);
    if (fellow) return fellow.color;
    const worn = new Array<number>(colors).fill(0);
    for (const { color } of this.runs) worn[color % colors] += 1;
    return worn.indexOf(Math.min(...worn));
  }

  /** The page is being left: what is not kept yet is now. */
  leave(): void {
    this.#saver.hurry();
  }

  // --- running ----------------------------------------------------------------------------------

  #changed(): void {
    this.#saver.ask();
    this.#fill();
  }

  #release(run: ComparedRun): void {
    run.tell();
    run.client?.close();
    run.client = null;
  }

  // Starts what waits, oldest first, while there is a worker for it.
  #fill(): void {
    if (!this.playing) return;
    const open = this.runs.filter(({ ended }) => !ended);
    let busy = open.filter(({ phase }) => phase === 'running').length;
    for (const run of open) {
      if (busy >= this.workers) break;
      if (run.phase === 'running') continue;
      busy += 1;
      void this.#run(run);
    }
    if (open.length === 0) this.playing = false;
  }

  // While runs go on, what they have come to is shown a few times a second, all at once.
  #watch(): void {
    this.#tellTimer ??= setInterval(() => this.#tell(), tellInterval);
  }

  #tell(): void {
    for (const run of this.runs) run.tell();
    this.version += 1;
    if (this.runs.some(({ phase }) => phase === 'running')) return;
    clearInterval(this.#tellTimer);
    this.#tellTimer = undefined;
  }

  async #run(run: ComparedRun): Promise<void> {
    run.phase = 'running';
    this.#watch();
    const client = run.client ?? this.#client();
    try {
      if (run.client !== client) {
        run.client = client;
        client.onFrame((frame) => run.take(frame));
        client.onMeasure((measure) => run.measured(measure));
        await client.open(run.document, await this.#assetOf(run.document));
      }
      const { unit, value } = this.budget;
      // Paused while it was being opened: then no step is done.
      const steps = unit === 'steps' ? Math.max(0, value - run.step) : Infinity;
      const progress = await client.step(
        this.playing && run.client === client ? steps : 0,
        unit === 'steps' ? { every: measureEvery(run.facts, value) } : { seconds: value },
      );
      const [train, test] = [await client.evaluate('train'), await client.evaluate('test')];
      const { fingerprint } = await client.fingerprint();
      if (run.client !== client) return; // cancelled
      run.rest(progress, fingerprint);
      if (run.newest?.step !== progress.step) {
        run.measured({ ...progress, train, test });
        run.tell();
      }
      if (run.status) run.phase = 'stopped';
      else if (this.progress(run) >= 1) run.phase = 'finished';
      else run.phase = 'paused';
    } catch (error) {
      if (run.client !== client) return; // closed on purpose
      if (!(error instanceof EngineError || error instanceof Refusal)) throw error;
      run.phase = 'failed';
      run.problem = error.message;
      if (error instanceof Refusal) {
        this.#notices.add('error', [{ key: error.key, params: error.params }]);
      }
    }
    if (run.ended) this.#release(run);
    this.#changed();
  }

  async #assetOf(document: Experiment): Promise<Uint8Array | null> {
    const name = this.#assetName(document);
    return name ? this.#assets.get(name) : null;
  }

  // --- keeping ----------------------------------------------------------------------------------

  #refused = false; // by the browser, which is said once
  async #keep(): Promise<void> {
    const { budget, against } = this;
    try {
      await this.#storage.store({ budget, against, runs: this.runs.map((run) => run.save()) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!this.#refused) this.#notices.add('warning', [{ key: error.key, params: error.params }]);
      this.#refused = true;
    }
  }
}

export const compare = new CompareStore();
