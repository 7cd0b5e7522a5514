import { guarded, type EngineModule, type Session } from './module';
import { metricsOf, Pictures, type Sender } from './pictures';
import type {
  Answer,
  AnyRequest,
  Progress,
  Refused,
  RequestName,
  Requests,
  Speed,
  ToWorker,
} from './protocol';
import { Timeline } from './timeline';
import { Trainer } from './trainer';
import type { RunInfo } from './types';
import { Watchlist } from './watchlist';

/** What the runner needs of the worker it lives in; tests give it a clock of their own. */
export interface Host extends Sender {
  /** Calls back after the messages that wait have been seen. */
  defer(task: () => void): void;
  delay(task: () => void, milliseconds: number): void;
}

/** Answers the page, and trains and publishes what it watches in between. */
export class Runner {
  #timeline: Timeline;
  #watchlist: Watchlist;
  #pictures: Pictures;
  #trainer: Trainer;

  #order = 0;
  #due = Infinity; // when it is to turn next
  #steppers: number[] = []; // requests answered when it pauses by itself

  constructor(
    readonly engine: EngineModule,
    readonly host: Host,
  ) {
    this.#timeline = new Timeline(engine, () => this.#halt());
    this.#watchlist = new Watchlist(engine);
    this.#pictures = new Pictures(host, this.#timeline, this.#watchlist);
    this.#trainer = new Trainer(engine, host, this.#timeline, this.#pictures);
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
          this.#pictures.recycle(message.buffer);
          if (this.#pictures.stale) this.#changed();
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
        this.#remeasured();
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
        this.#remeasured();
        return null;
      case 'weights':
        this.#timeline.present().loadWeights(request.bytes);
        this.#trainer.status = JSON.parse(this.#timeline.present().status());
        this.#remeasured();
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
      case 'terms':
        return JSON.parse(this.#timeline.shown().gradientTerms(request.name, request.index));
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
    this.#pictures.open(info);
    this.#begin(session);
    return info;
  }

  // At the beginning of a run, or of a branch of it.
  #begin(session: Session): void {
    this.#trainer.begin(session);
    this.#pictures.begin(session);
    this.#schedule(0);
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
    this.#pictures.turned();
    this.#schedule(0);
  }

  #goOn(session: Session): RunInfo {
    this.#begin(session);
    return JSON.parse(session.info());
  }

  // --- training ---------------------------------------------------------------------------------

  #start(speed: Speed, goal: number): void {
    this.#leavePast();
    const session = this.#timeline.session;
    this.#trainer.aim(speed, goal > (session?.stepCount() ?? 0) ? goal : Infinity);
    this.#settleSteppers();
    if (!session || this.#trainer.status.state === 'stopped') this.#changed();
    else this.#resume();
  }

  #stepSome(id: number, asked: Requests['step']['ask']): void {
    if (!this.#timeline.session) {
      const message = 'No experiment is open; open one first.';
      this.host.post({ type: 'refusal', id, code: 'engine', message }, []);
      return;
    }
    this.#leavePast();
    // steps asked for before and not yet done are not forgotten
    this.#trainer.ask(asked, this.#steppers.length > 0);
    this.#steppers.push(id);
    if (this.#trainer.status.state === 'stopped' || this.#trainer.done) this.#pause();
    else this.#resume();
  }

  #resume(): void {
    if (this.#trainer.running) return;
    this.#trainer.resume();
    this.#schedule(0);
  }

  #pause(): void {
    this.#halt();
    this.#changed();
  }

  #halt(): void {
    this.#trainer.halt();
    this.#settleSteppers();
  }

  #settleSteppers(): void {
    const progress: Progress = {
      step: this.#timeline.session?.stepCount() ?? 0,
      epoch: this.#timeline.session?.epoch() ?? 0,
      trainedSeconds: this.#trainer.trained / 1000,
    };
    for (const id of this.#steppers.splice(0)) {
      this.host.post({ type: 'answer', id, result: progress }, []);
    }
  }

  #changed(): void {
    this.#pictures.stale = true;
    this.#schedule(0);
  }

  // A change that what was measured of this step does not outlast.
  #remeasured(): void {
    this.#pictures.remeasure();
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
    const trainer = this.#trainer;
    this.#pictures.settle(trainer.speed, trainer.trained);
    if (trainer.running) {
      trainer.turn(session);
      if (!trainer.running) this.#settleSteppers();
    }
    if (this.#pictures.due(trainer.running)) {
      const { running, status, trained, rate, every } = trainer;
      const doing = { order: this.#order, running, status, trained, rate, every };
      const more = this.#pictures.publish(this.#timeline.shown(), doing);
      if (more !== null) this.#schedule(more);
    }
    if (trainer.running) this.#schedule(trainer.wait());
  }

  // A trap of WebAssembly leaves the engine unusable: the page is told, and starts another worker.
  #protected(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#trainer.halt();
      this.host.post({ type: 'refusal', id: 0, code: 'crash', message: sentenceOf(error) }, []);
    }
  }
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
