import { EngineClient, EngineError } from '../engine/client';
import type { Axis, Example, Frame, Speed } from '../engine/protocol';
import type {
  CsvColumn,
  Evaluation,
  Experiment,
  GradientTerms,
  Manifest,
  Metrics,
  PositionRequest,
  RunInfo,
  ShowRequest,
  Solution,
  Split,
  Tensor,
  Train,
  WriteRequest,
  Writing,
} from '../engine/types';
import { batchPoint, History, type MetricsPoint } from './history';
import type { Pace, Save } from './storage';
import { throughput } from './throughput.svelte';

// What the history of an answer is made of: see Answers.
const answerPaths = ['example:input', 'example:target', 'example:output/probability'];

const tellInterval = 150; // ms between two pictures of the curves of a run that goes on

/** The run that the page shows: the engine's session, its newest frame and its curves. */
export class RunStore {
  manifest = $state.raw<Manifest | null>(null);
  /** The open session; it changes when another document, or the same one again, is opened. */
  info = $state.raw<RunInfo | null>(null);
  frame = $state.raw<Frame | null>(null);
  running = $state(false);
  /** Grows when the history has, a few times a second: lines that grow by a pixel can wait. */
  grown = $state(0);
  /** How fast it plays: 'max', or steps a picture (less than 1 for several pictures a step). */
  speed = $state<Speed>('max');
  /** Whether that speed was chosen, rather than taken as fitting. */
  paced = $state(false);
  /** The step at which it pauses by itself; 0: it plays on. */
  goal = $state(0);
  /** Why the document or the last change was refused, in the engine's own sentence. */
  error = $state.raw<EngineError | null>(null);
  /** How often its weights were to be changed otherwise than by steps; a run that is gone on with counts as one. */
  alterations = 0;
  /** The step of the save that this run went on from. */
  resumedFrom = $state<number | null>(null);
  /** The row of the data that is sent through the network; null for an input of the user's own. */
  example = $state.raw<{ split: Split; index: number } | null>(null);
  /** The run before this one, if it was trained. */
  before = $state.raw<{ experiment: Experiment; step: number } | null>(null);
  /** The steps that can be shown again. */
  moments = $state.raw<number[]>([]);
  /** Of the splits, measured last at the step that is shown. */
  metrics = $state.raw<MetricsPoint | null>(null);
  readonly history = new History();
  #measured: MetricsPoint | null = null; // what `metrics` becomes with the next picture of the curves
  #told = -Infinity; // when `grown` last did
  #opened: { document: Experiment; asset: Uint8Array | null } | null = null;
  #order = 0; // of the last time it was told to play
  #fork = { step: 0, branch: false }; // the last branch, and whether it is what was put aside
  #rate = 0; // steps a second, as measured last

  constructor(readonly client: EngineClient = new EngineClient()) {
    client.onFrame((frame) => this.#show(frame));
    client.onCrash(() => {
      this.running = false;
    });
  }

  async load(): Promise<Manifest> {
    this.manifest = await this.client.manifest();
    return this.manifest;
  }

  /** Opens a document, paused at step 0 or where a save left it. A refusal is kept in `error`, and the present run stays. */
  async open(
    document: Experiment,
    asset: Uint8Array | null,
    save: Pick<Save, 'state' | 'step' | 'curves'> | null = null,
  ): Promise<RunInfo | null> {
    try {
      const info = await this.client.open(document, asset, save?.state ?? null);
      this.#opened = { document: info.experiment, asset };
      const trained = this.frame?.step ?? 0;
      if (this.info && trained > 0) {
        this.before = { experiment: this.info.experiment, step: trained };
      }
      this.history.clear();
      this.example = { split: info.task.test > 0 ? 'test' : 'train', index: 0 };
      this.client.watch('history', info.task.target.kind === 'tokens' ? answerPaths : []);
      if (save) this.history.restore(save.curves);
      this.metrics = this.#measured = null;
      this.#wanted = null;
      this.grown += 1;
      this.info = info;
      this.frame = null;
      this.running = false;
      this.resumedFrom = save?.step ?? null;
      this.alterations = save?.state ? 1 : 0;
      this.error = null;
      return info;
    } catch (error) {
      this.#refused(error);
      return null;
    }
  }

  /** The same document anew: same data, same initial weights, step 0. */
  async reset(): Promise<void> {
    if (this.#opened) await this.open(this.#opened.document, this.#opened.asset);
  }

  /** Whether the frames show an earlier step than the one that the run has reached. */
  get past(): boolean {
    return this.frame?.past ?? false;
  }

  /** The moment that was asked for and is not shown yet. */
  asked = $state.raw<{ step: number | null } | null>(null);
  #revisiting = false;
  #wanted: { step: number | null } | null = null; // the newest wish, while one is carried out

  /** Shows the run as it was at one of its moments, paused; null: as it is now. */
  async revisit(step: number | null): Promise<void> {
    this.#wanted = { step };
    this.asked = { step };
    if (this.#revisiting) return;
    if (this.running) this.pause();
    this.#revisiting = true;
    try {
      while (this.#wanted) {
        const next: number | null = this.#wanted.step;
        this.#wanted = null;
        await this.#attempt(() => this.client.moment(next));
      }
    } finally {
      this.#revisiting = false;
    }
  }

  /** Makes a moment the present: what came after it is put aside, its curves beside the others. */
  async branch(step: number): Promise<Experiment | null> {
    const there = await this.#turn(() => this.client.branch(step));
    if (!there) return null;
    this.#fork = { step, branch: false };
    this.history.branch(step);
    return there;
  }

  /** Goes back to before the last branch; once more, to that branch. */
  async rejoin(): Promise<Experiment | null> {
    const there = await this.#turn(() => this.client.rejoin());
    if (!there) return null;
    const { step, branch } = this.#fork;
    this.#fork = { step, branch: !branch };
    this.history.rejoin(step, !branch);
    return there;
  }

  async #turn(turn: () => Promise<RunInfo>): Promise<Experiment | null> {
    const done = await this.#attempt(async () => {
      const { experiment } = await turn();
      this.running = false;
      if (this.info) this.info = { ...this.info, experiment };
      if (this.#opened) this.#opened.document = experiment;
    });
    return done ? (this.info?.experiment ?? null) : null;
  }

  play(): void {
    if (!this.info || this.stopped) return;
    this.running = true;
    this.#order = this.client.run(this.speed, this.goal);
  }

  pause(): void {
    this.running = false;
    this.client.pause();
  }

  toggle(): void {
    if (this.running) this.pause();
    else this.play();
  }

  async step(count = 1): Promise<void> {
    if (!this.info || this.stopped) return;
    if (this.running) this.pause();
    await this.#attempt(() => this.client.step(count));
  }

  setSpeed(speed: Speed, chosen = true): void {
    this.speed = speed;
    this.paced = chosen;
    if (this.running) this.play();
  }

  setGoal(step: number): void {
    this.goal = step;
    if (this.running) this.play();
  }

  /** How it plays, as far as that was chosen: kept with the run. */
  get pace(): Pace {
    return { speed: this.paced ? this.speed : null, goal: this.goal };
  }
  set pace({ speed, goal }: Pace) {
    if (speed !== null) this.setSpeed(speed);
    this.setGoal(goal);
  }

  /** Whether the run halted by itself; frame.status says why. */
  get stopped(): boolean {
    return this.frame?.status.state === 'stopped';
  }

  /** Applies a live change; the answer tells whether the engine took it. */
  async change(
    document: Experiment,
    train: Train | null,
    options: { path: string; value: number }[],
  ): Promise<boolean> {
    return this.#attempt(async () => {
      if (train) await this.client.setTrain(train);
      for (const { path, value } of options) await this.client.setOption(path, value);
      if (this.info) this.info = { ...this.info, experiment: document };
      if (this.#opened) this.#opened.document = document;
    });
  }

  /** Measures held-out examples under each value of a live option in turn; the last value stays. */
  trial(path: string, values: number[]): Promise<Metrics[]> {
    return this.client.trial(path, values, 'test');
  }

  setParameter(name: string, index: number, value: number): Promise<boolean> {
    this.alterations += 1; // from now on: a save that is asked for next is made after it
    return this.#attempt(() => this.client.setParameter(name, index, value));
  }

  /** Takes weights from a safetensors file: those of a network of the same shapes. */
  async loadWeights(bytes: Uint8Array): Promise<boolean> {
    if (this.running) this.pause();
    if (this.past) await this.revisit(null); // they are the present's
    const taken = await this.#attempt(() => this.client.loadWeights(bytes));
    if (taken) this.alterations += 1;
    return taken;
  }

  async setExample(example: Example): Promise<boolean> {
    const taken = await this.#attempt(() => this.client.setExample(example));
    if (taken) this.example = 'index' in example ? example : null;
    return taken;
  }

  /** Trains one step on the example that is looked at. */
  apply(): Promise<boolean> {
    return this.#attempt(() => this.client.apply());
  }

  watch(owner: string, paths: string[]): void {
    this.client.watch(owner, paths);
  }

  async read(path: string): Promise<Tensor> {
    return (await this.client.read([path]))[0];
  }

  readAll(paths: string[]): Promise<Tensor[]> {
    return this.client.read(paths);
  }

  evaluate(split: Split): Promise<Evaluation> {
    return this.client.evaluate(split);
  }

  landscape(a: Axis, b: Axis, resolution: number): Promise<Float32Array> {
    return this.client.landscape(a, b, resolution);
  }

  write(request: WriteRequest): Promise<Writing> {
    return this.client.write(request);
  }

  /** Makes an input of the user's own the example that is shown, with what was written to it. */
  async show(request: ShowRequest): Promise<void> {
    await this.client.show(request);
    this.example = null;
  }

  /** A table of positions, row by row. */
  positions(request: PositionRequest): Promise<Float32Array> {
    return this.client.positions(request);
  }

  path(): Promise<Float32Array> {
    return this.client.path();
  }

  gradientTerms(name: string, index: number): Promise<GradientTerms> {
    return this.client.gradientTerms(name, index);
  }
  solution(): Promise<Solution | null> {
    return this.client.solution();
  }

  schedule(schedule: object, steps: number, count: number): Promise<Float32Array> {
    return this.client.schedule(schedule, steps, count);
  }

  digit(pixels: Float32Array, width: number, height: number): Promise<Float32Array> {
    return this.client.digit(pixels, width, height);
  }

  columns(text: string): Promise<CsvColumn[]> {
    return this.client.columns(text);
  }

  fingerprint(): Promise<{ fingerprint: string; step: number }> {
    return this.client.fingerprint();
  }

  async #attempt(task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      this.error = null;
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof EngineError)) throw error;
    if (error.code !== 'crash') this.error = error; // a crash is reported by onCrash
  }

  #show(frame: Frame): void {
    this.frame = frame;
    if (!frame.running && frame.order === this.#order) this.running = false;
    const { info } = this;
    if (info && frame.running && this.speed === 'max' && frame.stepsPerSecond !== this.#rate) {
      this.#rate = frame.stepsPerSecond;
      throughput.note(info.operations, this.#rate);
    }
    const { step, epoch, metrics, loss } = frame;
    if (frame.moments) this.moments = frame.moments;
    if (!this.#revisiting) this.asked = null;
    if (metrics) this.#measured = { epoch, ...metrics };
    if (frame.past) {
      this.metrics = this.#measured;
      return; // the curves have been there
    }
    if (metrics) this.history.metrics.add({ epoch, ...metrics });
    this.history.answers.add(step, ...answerPaths.map((path) => frame.tensors.get(path)));
    if (Number.isFinite(loss)) this.history.batches.add(batchPoint(frame));
    const now = performance.now();
    if (frame.running && now - this.#told < tellInterval) return;
    this.#told = now;
    this.metrics = this.#measured;
    this.grown += 1;
  }
}

export const run = new RunStore();
