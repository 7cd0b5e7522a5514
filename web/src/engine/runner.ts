import { guarded, type EngineModule, type Session } from './module';
import { Moments, type Moment } from './moments';
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
import { Ration } from './ration';
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
const earlyTime = 20_000; // ms of training in which much is to be seen

// Shares of the time: for measuring whole splits, for the forward pass over the grid (and the same for
// the step looked at), and for pictures (the forward pass of the example, copying what is watched). At
// a chosen speed there is time for all.
const paced = { evaluation: 0.15, grid: 0.2, picture: 0.15, summary: 0.05 };
const early = { evaluation: 0.15, grid: 0.1, picture: 0.06, summary: 0.03 };
const later = { evaluation: 0.05, grid: 0.02, picture: 0.02, summary: 0.01 };
const longestBurst = 4096; // steps in one call of the engine
const pictureWait = 250; // ms
const noticeable = 100; // ms of measuring
const momentShare = 0.01; // of the time, for writing down moments
const momentGap = 100; // ms between two of them, at least
const earlyMoments = 64; // step up to which every doubling is kept, however fast it goes

/**
 * Trains in slices and publishes what is watched. Two buffers circulate between it and the page:
 * while both are with the page it trains on without publishing, so a slow page never slows the
 * training, and the training never floods the page.
 */
export class Runner {
  #session: Session | null = null;
  #opened: { experiment: string; asset: Uint8Array } | null = null;
  #example: ((session: Session) => void) | null = null; // the last that was asked for
  #moments = new Moments();
  #momentsTold = false;
  // The run on the other side of its last branch: what lies behind the step it went on from.
  #other: { step: number; snapshot: Uint8Array; later: Moment[] } | null = null;
  #past: Session | null = null; // the run as it was at a moment, while one is shown
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
  #evaluation = new Ration(early.evaluation);
  #grid = new Ration(early.grid);
  #picture = new Ration(early.picture);
  #summary = new Ration(early.summary); // what whole tensors come down to
  #summed = -1; // the step whose tensors the summaries are of
  #probe = new Ration(early.grid);
  #moment = new Ration(momentShare);
  #momentTaken = -Infinity;
  #measured = -1; // the step at which the splits were evaluated last
  #waits = 0; // ms that measuring waits for pictures of what has just been opened, if it takes long
  #eagerUntil = 0; // when that time is over
  #tested = false; // whether what comes of it is of the session that is shown
  #rate = { since: 0, steps: 0, value: 0 };

  constructor(
    readonly engine: EngineModule,
    readonly host: Host,
  ) {
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
          this.#watchlist.set(message.owner, message.paths, this.#session);
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
        this.#present().setTrain(JSON.stringify(request.train));
        this.#changed();
        return null;
      case 'option':
        this.#present().setOption(request.path, request.value);
        this.#measured = -1;
        this.#changed();
        return null;
      case 'trial': {
        const session = this.#shown();
        return request.values.map((value) => {
          session.setOption(request.path, value);
          return metricsOf(session.evaluate(request.split));
        });
      }
      case 'parameter':
        this.#present().setParameter(request.name, request.index, request.value);
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
        this.#present().applyProbe();
        this.#changed();
        return null;
      case 'moment':
        this.#show(request.step);
        return null;
      case 'branch':
        return this.#branch(request.step);
      case 'rejoin':
        return this.#rejoin();
      case 'evaluate':
        return this.#shown().evaluate(request.split);
      case 'read':
        return this.#read(request.paths);
      case 'landscape': {
        const { a, b, resolution } = request;
        return this.#shown().landscape(
          ...([a.name, a.index, a.min, a.max] as const),
          ...([b.name, b.index, b.min, b.max] as const),
          resolution,
        );
      }
      case 'path':
        return this.#shown().path();
      case 'write':
        return JSON.parse(this.#shown().generate(JSON.stringify(request.request)));
      case 'show': {
        const asked = JSON.stringify(request.request);
        return JSON.parse(this.#exemplify((session) => session.show(asked)));
      }
      case 'positions': {
        const { method, rows, columns, base, seed } = request;
        return engine.positionTable(method, rows, columns, base, seed);
      }
      case 'solution':
        return JSON.parse(this.#shown().solution());
      case 'fingerprint':
        return { fingerprint: this.#shown().fingerprint(), step: this.#shown().stepCount() };
      case 'save':
        return { state: this.#present().snapshot(), step: this.#present().stepCount() };
    }
  }

  // The new session is complete before the present one goes: a refusal leaves that as it was.
  #open({ experiment, asset, state }: Requests['open']['ask']): Answer<'open'> {
    const opened = { experiment: JSON.stringify(experiment), asset: asset ?? noBytes };
    const session = this.#create(opened, state);
    this.#halt();
    this.#past?.delete();
    this.#past = null;
    this.#session?.delete();
    this.#session = session;
    this.#opened = opened;
    this.#example = null;
    this.#moments.clear();
    this.#other = null;
    const info: RunInfo = JSON.parse(session.info());
    this.#waits = measuringTime(info) > noticeable ? pictureWait : 0;
    this.#begin(session);
    return info;
  }

  #create(
    { experiment, asset }: { experiment: string; asset: Uint8Array },
    state: Uint8Array | null,
  ) {
    const session = new this.engine.Session(experiment, asset);
    try {
      if (state) session.restore(state);
    } catch (error) {
      session.delete();
      throw error;
    }
    return session;
  }

  // At the beginning of a run, or of a branch of it.
  #begin(session: Session): void {
    if (this.#moments.last < session.stepCount()) {
      this.#remember({ step: session.stepCount(), snapshot: session.snapshot(), ahead: 0 });
    }
    this.#momentsTold = false;
    this.#watchlist.attach(session);
    this.#status = JSON.parse(session.status());
    this.#stepTime = sliceTime;
    this.#publishedStep = session.stepCount();
    this.#trained = 0;
    this.#measured = -1;
    this.#evaluation = new Ration(early.evaluation);
    this.#grid = new Ration(early.grid);
    this.#picture = new Ration(early.picture);
    this.#summary = new Ration(early.summary);
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

  // Gives an example to look at to the run, and to the past of it that is shown; answers for what is
  // shown.
  #exemplify<T>(give: (session: Session) => T): T {
    let given = give(this.#present());
    if (this.#past) given = give(this.#past);
    this.#example = give;
    this.#changed();
    return given;
  }

  #present(): Session {
    if (!this.#session) throw new Error('No experiment is open; open one first.');
    return this.#session;
  }

  #shown(): Session {
    return this.#past ?? this.#present();
  }

  #read(paths: string[]): Answer<'read'> {
    const session = this.#shown();
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

  #momentAt(step: number): Moment {
    const moment = this.#moments.find(step);
    if (!moment) throw new Error(`Step ${step} was not kept; choose one of the steps that were.`);
    return moment;
  }

  #remember(moment: Moment): void {
    this.#moments.add(moment);
    this.#momentsTold = false;
  }

  // Another session, so that the run itself stays as it is.
  #show(step: number | null): void {
    this.#present(); // there must be one
    if (step === null) {
      this.#leavePast();
      return;
    }
    const { snapshot, ahead } = this.#momentAt(step);
    this.#halt();
    if (this.#past) {
      this.#past.restore(snapshot);
    } else {
      this.#past = this.#create(this.#opened!, snapshot);
      this.#example?.(this.#past);
      this.#watchlist.attach(this.#past);
    }
    this.#past.step(ahead);
    this.#measured = -1;
    this.#pictureFirst();
    this.#changed();
  }

  #leavePast(): void {
    if (!this.#past) return;
    this.#past.delete();
    this.#past = null;
    this.#watchlist.attach(this.#session);
    this.#measured = -1;
    this.#pictureFirst();
    this.#changed();
  }

  #branch(step: number): Answer<'branch'> {
    const session = this.#present();
    const { snapshot, ahead } = this.#momentAt(step);
    this.#halt();
    this.#leavePast();
    const present = session.snapshot();
    session.restore(snapshot);
    session.step(ahead);
    this.#other = { step, snapshot: present, later: this.#moments.cut(step) };
    this.#begin(session);
    return JSON.parse(session.info());
  }

  #rejoin(): Answer<'rejoin'> {
    const session = this.#present();
    const other = this.#other;
    if (!other) throw new Error('This run was not branched; there is nothing to go back to.');
    this.#halt();
    this.#leavePast();
    const present = session.snapshot();
    session.restore(other.snapshot);
    const later = this.#moments.cut(other.step);
    for (const moment of other.later) this.#remember(moment);
    this.#other = { step: other.step, snapshot: present, later };
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
    this.#goal = goal > (this.#session?.stepCount() ?? 0) ? goal : Infinity;
    this.#settleSteppers();
    if (!this.#session || this.#status.state === 'stopped') this.#changed();
    else if (!this.#running) this.#resume();
  }

  #stepSome(id: number, { count, every = 0, seconds = Infinity }: Requests['step']['ask']): void {
    if (!this.#session) {
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
    this.#rate = { since: now, steps: 0, value: 0 };
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
      step: this.#session?.stepCount() ?? 0,
      epoch: this.#session?.epoch() ?? 0,
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
    const session = this.#session;
    if (!session) return;
    this.#share();
    if (this.#running) this.#train(session);
    const now = this.host.now();
    if (this.#unmeasured && now >= this.#eagerUntil) this.#stale = true;
    const due = now - this.#published >= frameTime && this.#picture.due(now);
    if (this.#stale && (!this.#running || due)) {
      this.#publish(this.#past ?? session);
    }
    if (!this.#running) return;
    const idle = this.#speed !== 'max' && this.#owed < 1;
    this.#schedule(idle ? Math.max(1, this.#beat - now) : 0);
  }

  #share(): void {
    const shares = this.#speed !== 'max' ? paced : this.#trained < earlyTime ? early : later;
    this.#evaluation.share = shares.evaluation;
    this.#grid.share = shares.grid;
    this.#picture.share = shares.picture;
    this.#summary.share = shares.summary;
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
      const doubling = this.#keepMoment(session);
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
        this.#moments.cut(session.stepCount()); // the step that was to come did not
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
    this.#rate.steps += total;
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

  // Writes the moment after the next step down, if one is due, and answers how many steps there are
  // to the next that may not be missed.
  #keepMoment(session: Session): number {
    if (this.#every > 0) return Infinity; // a run that is only measured has no need of them
    const next = session.stepCount() + 1;
    const now = this.host.now();
    const beginning = next <= earlyMoments;
    const doubled = beginning && (next & (next - 1)) === 0;
    const due = now - this.#momentTaken >= momentGap && this.#moment.due(now);
    if (next > this.#moments.last && (doubled || due)) {
      this.#remember({ step: next, snapshot: session.snapshot(), ahead: 1 });
      this.#momentTaken = now;
      this.#moment.spent(now, this.host.now());
    }
    return beginning ? 2 ** Math.floor(Math.log2(next) + 1) - next : Infinity;
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
    this.#picture.spent(start, this.#published);
    if (!head.past) this.#publishedStep = head.step;
    this.#momentsTold = true;
    this.host.post({ type: 'frame', head, slots, buffer }, [buffer]);
    if (this.#unmeasured) this.#schedule(Math.max(0, this.#eagerUntil - this.#published));
  }

  // Runs the probes that are watched as far as their share of time allows; all of them at rest.
  #head(session: Session): FrameHead {
    const step = session.stepCount();
    const metrics = this.#evaluate(session, step);
    const now = this.host.now();
    if (this.#watchlist.watches('grid') && (!this.#running || this.#grid.due(now))) {
      session.refresh('grid');
      this.#grid.spent(now, this.host.now());
    }
    const start = this.host.now();
    if (this.#watchlist.watches('summary') && (!this.#running || this.#summary.due(start))) {
      session.refresh('summary');
      this.#summary.spent(start, this.host.now());
      this.#summed = step;
    }
    const then = this.host.now();
    if (this.#watchlist.watches('probe') && (!this.#running || this.#probe.due(then))) {
      session.refresh('probe');
      this.#probe.spent(then, this.host.now());
    }
    const past = session === this.#past;
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
      stepsPerSecond: this.#stepsPerSecond(),
      trainedSeconds: this.#trained / 1000,
      fingerprint: this.#running ? undefined : session.fingerprint(),
      metrics,
      present: this.#present().stepCount(),
      past,
      moments: this.#momentsTold ? undefined : this.#moments.steps,
    };
  }

  #evaluate(session: Session, step: number): FrameHead['metrics'] {
    const start = this.host.now();
    const due = this.#every === 0 && this.#evaluation.due(start);
    if (start < this.#eagerUntil || step === this.#measured || (this.#running && !due))
      return undefined;
    const train = metricsOf(session.evaluate('train'));
    const test = metricsOf(session.evaluate('test'));
    this.#evaluation.spent(start, this.host.now());
    this.#measured = step;
    this.#tested = true;
    return { step, train, test };
  }

  // Over the last half second or so.
  #stepsPerSecond(): number {
    const now = this.host.now();
    const elapsed = now - this.#rate.since;
    if (elapsed >= 500 || (this.#rate.value === 0 && elapsed >= 50)) {
      this.#rate = { since: now, steps: 0, value: (this.#rate.steps / elapsed) * 1000 };
    }
    return this.#running ? this.#rate.value : 0;
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
