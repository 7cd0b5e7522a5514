import type {
  Answer,
  AnyRequest,
  Ask,
  Axis,
  ErrorCode,
  Example,
  Frame,
  FromWorker,
  Measure,
  Pace,
  Progress,
  Refused,
  Remedy,
  RequestName,
  Speed,
  ToWorker,
} from './protocol';
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
} from './types';

/** The engine's refusal, in its own sentence, or the reason why there is no engine. */
export class EngineError extends Error {
  constructor(
    message: string,
    readonly code: ErrorCode,
    /** The layer it is about; empty when it is about none. */
    readonly layer = '',
    /** Edits of the document, each of which would do. */
    readonly remedies: Remedy[] = [],
    /** Where in the document, such as `task.text`; empty where that is not known. */
    readonly place = '',
  ) {
    super(message);
    this.name = 'EngineError';
  }
}

const errorOf = ({ message, code, layer, remedies, place }: Refused & { code: ErrorCode }) =>
  new EngineError(message, code, layer, remedies, place);

interface Pending {
  resolve(result: unknown): void;
  reject(error: EngineError): void;
}

/** What a worker is to the client; tests put another in its place. */
export interface Port {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

function startWorker(): Port {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

/** One worker with one engine in it, as the page uses it. */
export class EngineClient {
  #port: Port | null = null;
  #pending = new Map<number, Pending>();
  #nextId = 1;
  #order = 0;
  #held: ArrayBuffer | null = null; // the buffer of the frame that the page is showing
  #frameListeners = new Set<(frame: Frame) => void>();
  #measureListeners = new Set<(measure: Measure) => void>();
  #crashListeners = new Set<(error: EngineError) => void>();
  #watched = new Map<string, string[]>();
  readonly #start: () => Port;

  constructor(start: () => Port = startWorker) {
    this.#start = start;
  }

  /** What the engine can build. Starts the worker if it does not run yet, as every request does. */
  manifest(): Promise<Manifest> {
    return this.#request('manifest', {});
  }

  /** Validates a document without running it; `asset` is the data file that its task names. */
  describe(experiment: Experiment, asset: Uint8Array | null = null): Promise<RunInfo> {
    return this.#request('describe', { experiment, asset });
  }

  /** Factor on the learning rate at `count` evenly spaced steps of a run of `steps`. */
  schedule(schedule: object, steps: number, count: number): Promise<Float32Array> {
    return this.#request('schedule', { schedule, steps, count });
  }

  /** A drawing (0 empty … 1 ink, row by row) prepared as MNIST's digits were: 784 values. */
  digit(pixels: Float32Array, width: number, height: number): Promise<Float32Array> {
    return this.#request('digit', { pixels, width, height });
  }

  columns(text: string): Promise<CsvColumn[]> {
    return this.#request('columns', { text });
  }

  /**
   * Starts a run, paused at step 0, in place of the present one; a refused document leaves the
   * present one as it was. `state` is that of an earlier save(): the run goes on from there.
   */
  open(
    experiment: Experiment,
    asset: Uint8Array | null = null,
    state: Uint8Array | null = null,
  ): Promise<RunInfo> {
    return this.#request('open', { experiment, asset, state });
  }

  /** Trains until pause(), or to step `goal`; frames that follow carry the number it answers with. */
  run(speed: Speed, goal = 0): number {
    this.#order += 1;
    this.#port?.postMessage({ type: 'run', speed, order: this.#order, goal }, []);
    return this.#order;
  }

  pause(): void {
    this.#port?.postMessage({ type: 'pause' }, []);
  }

  /** Some steps at full speed; a pause ends them early. */
  step(count: number, pace: Pace = {}): Promise<Progress> {
    return this.#request('step', { count, ...pace });
  }

  async setTrain(train: Train): Promise<void> {
    await this.#request('train', { train });
  }

  async setOption(path: string, value: number): Promise<void> {
    await this.#request('option', { path, value });
  }

  /** Measures a split under each value of a live option in turn; the last value stays. */
  trial(path: string, values: number[], split: Split): Promise<Metrics[]> {
    return this.#request('trial', { path, values, split });
  }

  async setParameter(name: string, index: number, value: number): Promise<void> {
    await this.#request('parameter', { name, index, value });
  }

  async loadWeights(bytes: Uint8Array): Promise<void> {
    await this.#request('weights', { bytes });
  }

  async setExample(example: Example): Promise<void> {
    await this.#request('example', example);
  }

  /** Trains one step on the example that is looked at, and on no other. */
  async apply(): Promise<void> {
    await this.#request('apply', {});
  }

  evaluate(split: Split): Promise<Evaluation> {
    return this.#request('evaluate', { split });
  }

  /** Copies of tensors as they are now, in the order of the paths. */
  read(paths: string[]): Promise<Tensor[]> {
    return this.#request('read', { paths });
  }

  /** Training loss over two parameters, row-major: index = b's position · resolution + a's. */
  landscape(a: Axis, b: Axis, resolution: number): Promise<Float32Array> {
    return this.#request('landscape', { a, b, resolution });
  }

  /** Where the parameters have been, as rows [step, p0, p1, …]; for models of at most 16. */
  path(): Promise<Float32Array> {
    return this.#request('path', {});
  }

  /** Lets the model write an answer. */
  write(request: WriteRequest): Promise<Writing> {
    return this.#request('write', { request });
  }

  /** Makes an input of the user's own the example that is shown, with what was written to it. */
  async show(request: ShowRequest): Promise<void> {
    await this.#request('show', { request });
  }

  /** A table of positions, row by row. */
  positions(request: PositionRequest): Promise<Float32Array> {
    return this.#request('positions', request);
  }

  gradientTerms(name: string, index: number): Promise<GradientTerms> {
    return this.#request('terms', { name, index });
  }

  solution(): Promise<Solution | null> {
    return this.#request('solution', {});
  }

  fingerprint(): Promise<{ fingerprint: string; step: number }> {
    return this.#request('fingerprint', {});
  }

  /** The whole state of the run, for open() to go on from. */
  save(): Promise<{ state: Uint8Array; step: number }> {
    return this.#request('save', {});
  }

  /** Has the frames show the run as it was at one of its moments; null: as it is now. */
  async moment(step: number | null): Promise<void> {
    await this.#request('moment', { step });
  }

  /** Goes back to one of the run's moments, paused. Its live options are as they were then. */
  branch(step: number): Promise<RunInfo> {
    return this.#request('branch', { step });
  }

  /** Goes back to the run as it was before its last branch, paused; once more, to that branch. */
  rejoin(): Promise<RunInfo> {
    return this.#request('rejoin', {});
  }

  /**
   * Replaces what `owner` wants to see in every frame. Paths that the present model does not have
   * are left out of its frames; the list stays in force when another model is opened.
   */
  watch(owner: string, paths: string[]): void {
    if (paths.length > 0) this.#watched.set(owner, paths);
    else this.#watched.delete(owner);
    this.#port?.postMessage({ type: 'watch', owner, paths }, []);
  }

  /** Calls back with every picture of the run; the answer ends that. */
  onFrame(listener: (frame: Frame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  /** Calls back with what is measured on the way of step(); the answer ends that. */
  onMeasure(listener: (measure: Measure) => void): () => void {
    this.#measureListeners.add(listener);
    return () => this.#measureListeners.delete(listener);
  }

  /** Calls back when the worker died; the next request starts a new one, without a session. */
  onCrash(listener: (error: EngineError) => void): () => void {
    this.#crashListeners.add(listener);
    return () => this.#crashListeners.delete(listener);
  }

  close(): void {
    this.#end(new EngineError('The engine was closed.', 'closed'));
  }

  #request<K extends RequestName>(name: K, ask: Ask<K>): Promise<Answer<K>> {
    return new Promise<Answer<K>>((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve: (result) => resolve(result as Answer<K>), reject });
      const request = { ask: name, ...ask } as AnyRequest;
      this.#running().postMessage({ type: 'request', id, request }, []);
    });
  }

  #running(): Port {
    if (this.#port) return this.#port;
    const port = this.#start();
    this.#port = port;
    port.onmessage = (event) => this.#receive(event.data);
    port.onerror = (event) => {
      const reason = event.message || 'The worker could not be started.';
      this.#crash(new EngineError(reason, event.message ? 'crash' : 'load'));
    };
    for (const [owner, paths] of this.#watched) {
      port.postMessage({ type: 'watch', owner, paths }, []);
    }
    return port;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'answer':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'refusal':
        if (message.code === 'crash' || message.code === 'load') {
          this.#crash(new EngineError(message.message, message.code));
        } else {
          this.#take(message.id)?.reject(errorOf(message));
        }
        return;
      case 'frame': {
        const tensors = new Map<string, Tensor>();
        for (const { path, shape, offset, length } of message.slots) {
          tensors.set(path, { shape, data: new Float32Array(message.buffer, offset * 4, length) });
        }
        const previous = this.#held;
        this.#held = message.buffer;
        for (const listener of this.#frameListeners) listener({ ...message.head, tensors });
        if (previous) this.#port?.postMessage({ type: 'recycle', buffer: previous }, [previous]);
        return;
      }
      case 'measure':
        for (const listener of this.#measureListeners) listener(message.measure);
        return;
      default:
        message satisfies never;
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #crash(error: EngineError): void {
    this.#end(error);
    for (const listener of this.#crashListeners) listener(error);
  }

  #end(error: EngineError): void {
    if (this.#port) {
      this.#port.onmessage = null;
      this.#port.onerror = null;
      this.#port.terminate();
    }
    this.#port = null;
    this.#held = null;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) pending.reject(error);
  }
}
