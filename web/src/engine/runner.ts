import { guarded, type EngineModule, type Session } from './module';
import type {
  Answer,
  AnyRequest,
  FrameHead,
  FromWorker,
  Measure,
  Progress,
  Refused,
  RequestName,
  Requests,
  Speed,
  ToWorker,
} from './protocol';
import { StepRate } from './rate';
import { Shares } from './shares';
import { Timeline } from './timeline';
import type { Metrics, RunInfo, Status } from './types';
import { Watchlist } from './watchlist';

/** What the runner needs of the worker it lives in; tests give it a clock of their own. */
export interface Host {
  now(): number;
  post(message: FromWorker, transfer: Transferable[]): void;
  /** Calls back after the messages that wait have been seen. */
  defer(task: () => void): void;
  delay(task: () => void, milliseconds: number): void;
}

const sliceTime = 10; // ms of training between two looks at the messages
const frameTime = 16; // ms between two published frames
const longestBurst = 4096; // steps in one call of the engine
const pictureWait = 250; // ms
const noticeable = 100; // ms of measuring

/**
 * Trains in slices and publishes what is watched. Two buffers circulate between it and the page:
 * while both are with the page it trains on without publishing, so a slow page never slows the
 * training, and the training never floods the page.
 */
export class Runner {
  #timeline: Timeline;
  #watchlist: Watchlist;
  #buffers = [new ArrayBuffer(0), new ArrayBuffer(0)];
  #status: Status = { state: 'ready' };

  #order = 0;
  #running = false;
  #due = Infinity; // when it is to turn next
  #speed: Speed = 'max';
  #left = Infinity; // steps until it pauses by itself
  #steppers: number[] = []; // requests answered when it does
  #every = 0; // steps between two measures that were asked for; 0: measured as time allows
  #trained = 0; // ms spent in steps since the session was opened
  #until = Infinity; // the same, at which it pauses by itself
  #goal = Infinity; // the step at which it does
  #stepTime = sliceTime; // ms, a running mean; high at first, so that one step is tried
  #beat = 0; // when the next steps of a chosen speed are due
  #owed = 0; // steps of a chosen speed not yet done

  #stale = false; // something changed that the page has not seen
  #published = -Infinity;
  #publishedStep = 0;
  #shares = new Shares();
  #summed = -1; // the step whose tensors the summaries are of
  #measured = -1; // the step at which the splits were evaluated last
  #waits = 0; // ms that measuring waits for pictures of what has just been opened, if it takes long
  #eagerUntil = 0; // when that time is over
  #tested = false; // whether what comes of it is of the session that is shown
  #rate = new StepRate();

  constructor(
    readonly engine: EngineModule,
    readonly host: Host,
  ) {
    this.#timeline = new Timeline(engine, () => this.#halt());
    this.#watchlist = new Watchlist(engine);
  }

  receive(message: ToWorker): void {
    this.#protected(() => {
      switch (message.type) {
        case 'request':
          this.#answer(message.id, message.request);
          return;
        case 'run':
          this.#order = message.order;
          this.#start(message.speed, message.goal);
          return;
        case 'pause':
          this.#pause();
          return;
        case 'watch':
          this.#watchlist.set(message.owner, message.paths, this.#timeline.session);
          this.#changed();
          return;
        case 'recycle':
          this.#buffers.push(message.buffer);
          if (this.#stale) this.#changed();
          return;
        default:
          message satisfies never;
      }
    });
  }

  // --- requests ---------------------------------------------------------------------------------

  #answer(id: number, request: AnyRequest): void {
    if (request.ask === 'step') {
      this.#stepSome(id, request);
      return;
    }
    let result: Answer<RequestName>;
    try {
      result = guarded(this.engine, () => this.#carryOut(request));
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      this.host.post({ type: 'refusal', id, code: 'engine', ...refusedOf(error) }, []);
      return;
    }
    this.host.post({ type: 'answer', id, result }, []);
  }

  #carryOut(request: Exclude<AnyRequest, { ask: 'step' }>): Answer<RequestName> {
    const { engine } = this;
    switch (request.ask) {
      case 'manifest':
        return JSON.parse(engine.manifest());
      case 'describe': {
        const { experiment, asset } = request;
        return JSON.parse(engine.describe(JSON.stringify(experiment), asset ?? noBytes));
      }
      case 'schedule': {
        const { schedule, steps, count } = request;
        return engine.schedulePreview(JSON.stringify(schedule), steps, count);
      }
      case 'digit':
        return engine.normalizeDigit(request.pixels, request.width, request.height);
      case 'columns':
        return JSON.parse(engine.csvColumns(request.text));
      case 'open':
        return this.#open(request);
      case 'train':
        this.#timeline.present().setTrain(JSON.stringify(request.train));
        this.#changed();
        return null;
      case 'option':
        this.#timeline.present().setOption(request.path, request.value);
        this.#measured = -1;
        this.#changed();
        return null;
      case 'trial': {
        const session = this.#timeline.shown();
        return request.values.map((value) => {
          session.setOption(request.path, value);
          return metricsOf(session.evaluate(request.split));
        });
      }
      case 'parameter':
        this.#timeline.present().setParameter(request.name, request.index, request.value);
        this.#measured = -1;
        this.#changed();
        return null;
      case 'example':
        this.#exemplify((session) => {
          if ('values' in request) session.setExampleInput(request.values);
          else session.setExample(request.split, request.index);
        });
        return null;
      case 'apply':
        this.#timeline.present().applyProbe();
        this.#changed();
        return null;
      case 'moment':
        this.#show(request.step);
        return null;
      case 'branch':
        return this.#goOn(this.#timeline.branch(request.step));
      case 'rejoin':
        return this.#goOn(this.#timeline.rejoin());
      case 'evaluate':
        return this.#timeline.shown().evaluate(request.split);
      case 'read':
        return this.#read(request.paths);
      case 'landscape': {
        const { a, b, resolution } = request;
        return this.#timeline
          .shown()
          .landscape(
            ...([a.name, a.index, a.min, a.max] as const),
            ...([b.name, b.index, b.min, b.max] as const),
            resolution,
          );
      }
      case 'path':
        return this.#timeline.shown().path();
      case 'write':
        return JSON.parse(this.#timeline.shown().generate(JSON.stringify(request.request)));
      case 'show': {
        const asked = JSON.stringify(request.request);
        return JSON.parse(this.#exemplify((session) => session.show(asked)));
      }
      case 'positions': {
        const { method, rows, columns, base, seed } = request;
        return engine.positionTable(method, rows, columns, base, seed);
      }
      case 'solution':
        return JSON.parse(this.#timeline.shown().solution());
      case 'fingerprint':
        return {
          fingerprint: this.#timeline.shown().fingerprint(),
          step: this.#timeline.shown().stepCount(),
        };
      case 'save':
        return {
          state: this.#timeline.present().snapshot(),
          step: this.#timeline.present().stepCount(),
        };
    }
  }

  #open({ experiment, asset, state }: Requests['open']['ask']): Answer<'open'> {
    const opened = { experiment: JSON.stringify(experiment), asset: asset ?? noBytes };
    const session = this.#timeline.open(opened, state);
    const info: RunInfo = JSON.parse(session.info());
    this.#waits = measuringTime(info) > noticeable ? pictureWait : 0;
    this.#begin(session);
    return info;
  }

  // At the beginning of a run, or of a branch of it.
  #begin(session: Session): void {
    this.#watchlist.attach(session);
    this.#status = JSON.parse(session.status());
    this.#stepTime = sliceTime;
    this.#publishedStep = session.stepCount();
    this.#trained = 0;
    this.#measured = -1;
    this.#shares = new Shares();
    this.#summed = -1;
    this.#pictureFirst();
    this.#changed();
  }

  // What is watched of another session is asked for once the page knows it: before that, a measuring
  // of seconds would leave the page without a picture.
  #pictureFirst(): void {
    this.#eagerUntil = this.host.now() + this.#waits;
    this.#tested = false;
  }

  // Whether what is shown at rest lacks its measures.
  get #unmeasured(): boolean {
    return !this.#running && this.#measured < 0;
  }

  #exemplify<T>(give: (session: Session) => T): T {
    const given = this.#timeline.exemplify(give);
    this.#changed();
    return given;
  }

  #read(paths: string[]): Answer<'read'> {
    const session = this.#timeline.shown();
    const probes = new Set(paths.map((path) => path.slice(0, path.indexOf(':'))));
    for (const probe of ['grid', 'example', 'probe', 'summary'])
      if (probes.has(probe)) session.refresh(probe);
    if (probes.has('test')) session.evaluate('test');
    return paths.map((path) => {
      const handle = this.#watchlist.handle(session, path);
      return { shape: session.shape(handle), data: session.view(handle).slice() };
    });
  }

  // --- moments ----------------------------------------------------------------------------------

  #show(step: number | null): void {
    if (step === null) {
      this.#timeline.present(); // there must be one
      this.#leavePast();
      return;
    }
    if (this.#timeline.show(step)) this.#watchlist.attach(this.#timeline.past);
    this.#turned();
  }

  #leavePast(): void {
    if (!this.#timeline.leavePast()) return;
    this.#watchlist.attach(this.#timeline.session);
    this.#turned();
  }

  // Another step of the run is shown.
  #turned(): void {
    this.#measured = -1;
    this.#pictureFirst();
    this.#changed();
  }

  #goOn(session: Session): RunInfo {
    this.#begin(session);
    return JSON.parse(session.info());
  }

  // --- training ---------------------------------------------------------------------------------

  #start(speed: Speed, goal: number): void {
    this.#leavePast();
    this.#speed = speed;
    this.#left = Infinity;
    this.#every = 0;
    this.#until = Infinity;
    this.#goal = goal > (this.#timeline.session?.stepCount() ?? 0) ? goal : Infinity;
    this.#settleSteppers();
    if (!this.#timeline.session || this.#status.state === 'stopped') this.#changed();
    else if (!this.#running) this.#resume();
  }

  #stepSome(id: number, { count, every = 0, seconds = Infinity }: Requests['step']['ask']): void {
    if (!this.#timeline.session) {
      const message = 'No experiment is open; open one first.';
      this.host.post({ type: 'refusal', id, code: 'engine', message }, []);
      return;
    }
    this.#leavePast();
    // steps asked for before and not yet done are not forgotten
    const ahead = this.#steppers.length > 0 ? this.#left : 0;
    this.#steppers.push(id);
    this.#speed = 'max';
    this.#left = ahead + Math.max(0, Math.floor(count));
    this.#every = Math.max(0, Math.floor(every));
    this.#until = seconds * 1000;
    this.#goal = Infinity;
    if (this.#status.state === 'stopped' || this.#left === 0) this.#pause();
    else if (!this.#running) this.#resume();
  }

  #resume(): void {
    const now = this.host.now();
    this.#running = true;
    this.#beat = now;
    this.#owed = 0;
    this.#rate.start(now);
    this.#schedule(0);
  }

  #pause(): void {
    this.#halt();
    this.#changed();
  }

  #halt(): void {
    this.#running = false;
    this.#left = Infinity;
    this.#every = 0;
    this.#until = Infinity;
    this.#goal = Infinity;
    this.#settleSteppers();
  }

  #settleSteppers(): void {
    const progress: Progress = {
      step: this.#timeline.session?.stepCount() ?? 0,
      epoch: this.#timeline.session?.epoch() ?? 0,
      trainedSeconds: this.#trained / 1000,
    };
    for (const id of this.#steppers.splice(0)) {
      this.host.post({ type: 'answer', id, result: progress }, []);
    }
  }

  #changed(): void {
    this.#stale = true;
    this.#schedule(0);
  }

  #schedule(milliseconds: number): void {
    const due = this.host.now() + milliseconds;
    if (this.#due <= due) return;
    this.#due = due;
    const task = () => {
      if (this.#due !== due) return; // an earlier one took its place
      this.#due = Infinity;
      this.#protected(() => this.#tick());
    };
    if (milliseconds > 0) this.host.delay(task, milliseconds);
    else this.host.defer(task);
  }

  #tick(): void {
    const session = this.#timeline.session;
    if (!session) return;
    this.#shares.settle(this.#speed, this.#trained);
    if (this.#running) this.#train(session);
    const now = this.host.now();
    if (this.#unmeasured && now >= this.#eagerUntil) this.#stale = true;
    const due = now - this.#published >= frameTime && this.#shares.picture.due(now);
    if (this.#stale && (!this.#running || due)) {
      this.#publish(this.#timeline.shown());
    }
    if (!this.#running) return;
    const idle = this.#speed !== 'max' && this.#owed < 1;
    this.#schedule(idle ? Math.max(1, this.#beat - now) : 0);
  }

  #train(session: Session): void {
    const now = this.host.now();
    if (this.#speed === 'max') {
      this.#slice(session, this.#left);
      return;
    }
    // A chosen speed is so many steps a picture: it waits for the page.
    if (now >= this.#beat && !(this.#stale && this.#buffers.length === 0)) {
      this.#owed = Math.min(this.#owed, 1) + this.#speed;
      this.#beat = Math.max(this.#beat + frameTime, now);
    }
    if (this.#owed >= 1) this.#owed -= this.#slice(session, Math.floor(this.#owed));
  }

  // Trains for one slice of time or `most` steps; returns the steps done.
  #slice(session: Session, most: number): number {
    const start = this.host.now();
    let now = start;
    let total = 0;
    while (total < most && now - start < sliceTime) {
      const room = Math.floor((sliceTime - (now - start)) / this.#stepTime);
      const doubling = this.#stepsToMoment(session);
      now = this.host.now();
      const asked = Math.min(
        Math.max(1, room),
        longestBurst,
        most - total,
        doubling,
        this.#goal - session.stepCount(),
        this.#stepsToMeasure(session),
      );
      const done = guarded(this.engine, () => session.step(asked));
      total += done;
      const end = this.host.now();
      if (done > 0) this.#stepTime = Math.max(1e-4, (this.#stepTime + (end - now) / done) / 2);
      this.#trained += end - now;
      now = end;
      if (done < asked) {
        this.#timeline.end(session.stepCount()); // the step that was to come did not
        this.#status = JSON.parse(session.status());
        this.#left = 0;
        break;
      }
      if (this.#every > 0 && session.stepCount() % this.#every === 0) {
        this.#measure(session);
        now = this.host.now();
      }
      if (this.#trained >= this.#until || session.stepCount() >= this.#goal) {
        this.#left = total;
        break;
      }
    }
    this.#left -= Math.min(total, this.#left);
    this.#rate.add(total);
    if (total > 0) this.#stale = true;
    if (this.#left === 0) {
      this.#halt();
      this.#stale = true;
    }
    return total;
  }

  #stepsToMeasure(session: Session): number {
    return this.#every > 0 ? this.#every - (session.stepCount() % this.#every) : Infinity;
  }

  #measure(session: Session): void {
    const measure: Measure = {
      step: session.stepCount(),
      epoch: session.epoch(),
      train: metricsOf(session.evaluate('train')),
      test: metricsOf(session.evaluate('test')),
    };
    this.#measured = measure.step;
    this.#tested = true;
    this.host.post({ type: 'measure', measure }, []);
  }

  // A run that is only measured has no need of moments.
  #stepsToMoment(session: Session): number {
    if (this.#every > 0) return Infinity;
    return this.#timeline.keepMoment(session, () => this.host.now());
  }

  // --- pictures ---------------------------------------------------------------------------------

  #publish(session: Session): void {
    if (this.#buffers.length === 0) return; // the page is busy; recycle brings us back
    const head = this.#head(session);
    const start = this.host.now();
    if (this.#watchlist.watches('example')) session.refresh('example');
    const { slots, floats } = this.#watchlist.layout(session, this.#tested);
    let buffer = this.#buffers.pop()!;
    if (buffer.byteLength < floats * 4) buffer = new ArrayBuffer(floats * 4);
    this.#watchlist.copy(session, slots, buffer);
    this.#stale = false;
    this.#published = this.host.now();
    this.#shares.picture.spent(start, this.#published);
    if (!head.past) this.#publishedStep = head.step;
    this.#timeline.told = true;
    this.host.post({ type: 'frame', head, slots, buffer }, [buffer]);
    if (this.#unmeasured) this.#schedule(Math.max(0, this.#eagerUntil - this.#published));
  }

  // Runs the probes that are watched as far as their share of time allows; all of them at rest.
  #head(session: Session): FrameHead {
    const step = session.stepCount();
    const metrics = this.#evaluate(session, step);
    const now = this.host.now();
    if (this.#watchlist.watches('grid') && (!this.#running || this.#shares.grid.due(now))) {
      session.refresh('grid');
      this.#shares.grid.spent(now, this.host.now());
    }
    const start = this.host.now();
    if (this.#watchlist.watches('summary') && (!this.#running || this.#shares.summary.due(start))) {
      session.refresh('summary');
      this.#shares.summary.spent(start, this.host.now());
      this.#summed = step;
    }
    const then = this.host.now();
    if (this.#watchlist.watches('probe') && (!this.#running || this.#shares.probe.due(then))) {
      session.refresh('probe');
      this.#shares.probe.spent(then, this.host.now());
    }
    const past = session === this.#timeline.past;
    return {
      order: this.#order,
      running: this.#running,
      status: this.#status,
      step,
      epoch: session.epoch(),
      loss: !past && step > this.#publishedStep ? session.loss() : NaN,
      learningRate: session.learningRate(),
      gradientNorm: session.gradientNorm(),
      summed: this.#summed,
      stepsPerSecond: this.#running ? this.#rate.at(this.host.now()) : 0,
      trainedSeconds: this.#trained / 1000,
      fingerprint: this.#running ? undefined : session.fingerprint(),
      metrics,
      present: this.#timeline.present().stepCount(),
      past,
      moments: this.#timeline.told ? undefined : this.#timeline.steps,
    };
  }

  #evaluate(session: Session, step: number): FrameHead['metrics'] {
    const start = this.host.now();
    const due = this.#every === 0 && this.#shares.evaluation.due(start);
    if (start < this.#eagerUntil || step === this.#measured || (this.#running && !due))
      return undefined;
    const train = metricsOf(session.evaluate('train'));
    const test = metricsOf(session.evaluate('test'));
    this.#shares.evaluation.spent(start, this.host.now());
    this.#measured = step;
    this.#tested = true;
    return { step, train, test };
  }

  // A trap of WebAssembly leaves the engine unusable: the page is told, and starts another worker.
  #protected(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#running = false;
      this.host.post({ type: 'refusal', id: 0, code: 'crash', message: sentenceOf(error) }, []);
    }
  }
}

const metricsOf = ({ loss, accuracy, exact, perplexity }: Metrics): Metrics => ({
  loss,
  accuracy,
  exact,
  perplexity,
});

// What it takes to measure both splits, in ms on a slow machine: a third of a step's work an example.
function measuringTime({ operations, task, experiment }: RunInfo): number {
  const batches = (task.train + task.test) / experiment.train!.batch!;
  return ((operations / 3) * batches) / 5e6;
}

const noBytes = new Uint8Array(0);

// The engine puts the layer, the remedies and the place beside its sentence.
function refusedOf(error: unknown): Refused {
  const { layer, remedies, place } = (error ?? {}) as Partial<Refused>;
  return { message: sentenceOf(error), layer, remedies, place };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
