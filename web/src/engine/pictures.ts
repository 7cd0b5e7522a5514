import type { Session } from './module';
import type { FrameHead, FromWorker, Measure, Speed } from './protocol';
import type { StepRate } from './rate';
import { Shares } from './shares';
import type { Timeline } from './timeline';
import type { Metrics, RunInfo, Status } from './types';
import type { Watchlist } from './watchlist';

const frameTime = 16; // ms between two published frames
const pictureWait = 250; // ms
const noticeable = 100; // ms of measuring

/** The part of the worker that pictures are sent by. */
export interface Sender {
  now(): number;
  post(message: FromWorker, transfer: Transferable[]): void;
}

/** What a picture tells of the training. */
interface Doing {
  order: number;
  running: boolean;
  status: Status;
  /** ms spent in steps since the session was opened. */
  trained: number;
  rate: StepRate;
  /** Steps between two measures that were asked for; 0: the splits are measured as time allows. */
  every: number;
}

/**
 * Publishes what is watched. Two buffers circulate between the worker and the page: while both are with
 * the page nothing is published, so a slow page never slows the training, and the training never floods
 * the page.
 */
export class Pictures {
  /** Whether something changed that the page has not seen. */
  stale = false;
  #buffers = [new ArrayBuffer(0), new ArrayBuffer(0)];
  #published = -Infinity;
  #publishedStep = 0;
  #shares = new Shares();
  #summed = -1; // the step whose tensors the summaries are of
  #measured = -1; // the step at which the splits were evaluated last
  #waits = 0; // ms that measuring waits for pictures of what has just been opened, if it takes long
  #eagerUntil = 0; // when that time is over
  #tested = false; // whether what comes of it is of the session that is shown

  constructor(
    readonly sender: Sender,
    readonly timeline: Timeline,
    readonly watchlist: Watchlist,
  ) {}

  /** Whether the page has yet to give a buffer back. */
  get waiting(): boolean {
    return this.#buffers.length === 0;
  }

  recycle(buffer: ArrayBuffer): void {
    this.#buffers.push(buffer);
  }

  /** Another experiment is opened. */
  open(info: RunInfo): void {
    this.#waits = measuringTime(info) > noticeable ? pictureWait : 0;
  }

  /** At the beginning of a run, or of a branch of it. */
  begin(session: Session): void {
    this.watchlist.attach(session);
    this.#publishedStep = session.stepCount();
    this.#shares = new Shares();
    this.#summed = -1;
    this.turned();
  }

  /** Another step of the run is shown. */
  turned(): void {
    this.remeasure();
    this.#pictureFirst();
  }

  /** What was measured holds no longer. */
  remeasure(): void {
    this.#measured = -1;
    this.stale = true;
  }

  settle(speed: Speed, trained: number): void {
    this.#shares.settle(speed, trained);
  }

  /** Whether it is time for a picture; at rest, for measuring what was left out before. */
  due(running: boolean): boolean {
    const now = this.sender.now();
    if (this.#unmeasured(running) && now >= this.#eagerUntil) this.stale = true;
    const due = now - this.#published >= frameTime && this.#shares.picture.due(now);
    return this.stale && (!running || due);
  }

  /** Answers after how many ms there is more to be published, null when there is not. */
  publish(session: Session, doing: Doing): number | null {
    if (this.waiting) return null; // the page is busy; recycling brings us back
    const head = this.#head(session, doing);
    const start = this.sender.now();
    if (this.watchlist.watches('example')) session.refresh('example');
    const { slots, floats } = this.watchlist.layout(session, this.#tested);
    let buffer = this.#buffers.pop()!;
    if (buffer.byteLength < floats * 4) buffer = new ArrayBuffer(floats * 4);
    this.watchlist.copy(session, slots, buffer);
    this.stale = false;
    this.#published = this.sender.now();
    this.#shares.picture.spent(start, this.#published);
    if (!head.past) this.#publishedStep = head.step;
    this.timeline.told = true;
    this.sender.post({ type: 'frame', head, slots, buffer }, [buffer]);
    return this.#unmeasured(doing.running) ? Math.max(0, this.#eagerUntil - this.#published) : null;
  }

  /** Publishes both splits' measures, whatever time it takes. */
  measure(session: Session): void {
    const step = session.stepCount();
    const measure: Measure = { step, epoch: session.epoch(), ...this.#measure(session, step) };
    this.sender.post({ type: 'measure', measure }, []);
  }

  // What is watched of another session is asked for once the page knows it: before that, a measuring
  // of seconds would leave the page without a picture.
  #pictureFirst(): void {
    this.#eagerUntil = this.sender.now() + this.#waits;
    this.#tested = false;
  }

  // Whether what is shown at rest lacks its measures.
  #unmeasured(running: boolean): boolean {
    return !running && this.#measured < 0;
  }

  // Runs the probes that are watched as far as their share of time allows; all of them at rest.
  #head(session: Session, doing: Doing): FrameHead {
    const { order, running, status, trained } = doing;
    const step = session.stepCount();
    const metrics = this.#evaluate(session, step, doing);
    const spend = (probe: 'grid' | 'summary' | 'probe'): boolean => {
      const now = this.sender.now();
      if (!this.watchlist.watches(probe)) return false;
      if (running && !this.#shares[probe].due(now)) return false;
      session.refresh(probe);
      this.#shares[probe].spent(now, this.sender.now());
      return true;
    };
    spend('grid');
    if (spend('summary')) this.#summed = step;
    spend('probe');
    const past = session === this.timeline.past;
    return {
      order,
      running,
      status,
      step,
      epoch: session.epoch(),
      loss: !past && step > this.#publishedStep ? session.loss() : NaN,
      learningRate: session.learningRate(),
      gradientNorm: session.gradientNorm(),
      summed: this.#summed,
      stepsPerSecond: running ? doing.rate.at(this.sender.now()) : 0,
      trainedSeconds: trained / 1000,
      fingerprint: running ? undefined : session.fingerprint(),
      metrics,
      present: this.timeline.present().stepCount(),
      past,
      moments: this.timeline.told ? undefined : this.timeline.steps,
    };
  }

  #evaluate(session: Session, step: number, { running, every }: Doing): FrameHead['metrics'] {
    const start = this.sender.now();
    const due = every === 0 && this.#shares.evaluation.due(start);
    if (start < this.#eagerUntil || step === this.#measured || (running && !due)) return undefined;
    const metrics = this.#measure(session, step);
    this.#shares.evaluation.spent(start, this.sender.now());
    return { step, ...metrics };
  }

  #measure(session: Session, step: number): { train: Metrics; test: Metrics } {
    const train = metricsOf(session.evaluate('train'));
    const test = metricsOf(session.evaluate('test'));
    this.#measured = step;
    this.#tested = true;
    return { train, test };
  }
}

export const metricsOf = ({ loss, accuracy, exact, perplexity }: Metrics): Metrics => ({
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
