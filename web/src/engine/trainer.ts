import { guarded, type EngineModule, type Session } from './module';
import type { Pictures } from './pictures';
import type { Requests, Speed } from './protocol';
import { StepRate } from './rate';
import type { Timeline } from './timeline';
import type { Status } from './types';

const sliceTime = 10; // ms of training between two looks at the messages
const frameTime = 16; // ms between two beats of a chosen speed
const longestBurst = 4096; // steps in one call of the engine

/** Trains a run in slices of time: as fast as it goes or at a speed, to an end or without one. */
export class Trainer {
  status: Status = { state: 'ready' };
  readonly rate = new StepRate();

  #running = false;
  #speed: Speed = 'max';
  #left = Infinity; // steps until it halts by itself
  #every = 0; // steps between two measures that were asked for; 0: measured as time allows
  #trained = 0; // ms spent in steps since the session was opened
  #until = Infinity; // the same, at which it halts by itself
  #goal = Infinity; // the step at which it does
  #stepTime = sliceTime; // ms, a running mean; high at first, so that one step is tried
  #beat = 0; // when the next steps of a chosen speed are due
  #owed = 0; // steps of a chosen speed not yet done

  constructor(
    readonly engine: EngineModule,
    readonly clock: { now(): number },
    readonly timeline: Timeline,
    readonly pictures: Pictures,
  ) {}

  get running(): boolean {
    return this.#running;
  }
  get speed(): Speed {
    return this.#speed;
  }
  get every(): number {
    return this.#every;
  }
  get trained(): number {
    return this.#trained;
  }

  /** Whether no steps are left of those that were asked for. */
  get done(): boolean {
    return this.#left === 0;
  }

  /** At the beginning of a run, or of a branch of it. */
  begin(session: Session): void {
    this.status = JSON.parse(session.status());
    this.#stepTime = sliceTime;
    this.#trained = 0;
  }

  /** What is to be done from now on: at that speed, to the step `goal`. */
  aim(speed: Speed, goal: number): void {
    this.#speed = speed;
    this.#left = Infinity;
    this.#every = 0;
    this.#until = Infinity;
    this.#goal = goal;
  }

  /** The same: so many steps as fast as they go, behind those that are `ahead` of them. */
  ask({ count, every = 0, seconds = Infinity }: Requests['step']['ask'], ahead: boolean): void {
    this.#speed = 'max';
    this.#left = (ahead ? this.#left : 0) + Math.max(0, Math.floor(count));
    this.#every = Math.max(0, Math.floor(every));
    this.#until = seconds * 1000;
    this.#goal = Infinity;
  }

  resume(): void {
    const now = this.clock.now();
    this.#running = true;
    this.#beat = now;
    this.#owed = 0;
    this.rate.start(now);
  }

  halt(): void {
    this.#running = false;
    this.aim(this.#speed, Infinity);
  }

  /** Does what is due; it has halted when that was the last of it. */
  turn(session: Session): void {
    const now = this.clock.now();
    if (this.#speed === 'max') {
      this.#slice(session, this.#left);
      return;
    }
    // A chosen speed is so many steps a picture: it waits for the page.
    if (now >= this.#beat && !(this.pictures.stale && this.pictures.waiting)) {
      this.#owed = Math.min(this.#owed, 1) + this.#speed;
      this.#beat = Math.max(this.#beat + frameTime, now);
    }
    if (this.#owed >= 1) this.#owed -= this.#slice(session, Math.floor(this.#owed));
  }

  /** How many ms there are to the next turn. */
  wait(): number {
    const idle = this.#speed !== 'max' && this.#owed < 1;
    return idle ? Math.max(1, this.#beat - this.clock.now()) : 0;
  }

  // Trains for one slice of time or `most` steps; returns the steps done.
  #slice(session: Session, most: number): number {
    const start = this.clock.now();
    let now = start;
    let total = 0;
    while (total < most && now - start < sliceTime) {
      const room = Math.floor((sliceTime - (now - start)) / this.#stepTime);
      const doubling = this.#stepsToMoment(session);
      now = this.clock.now();
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
      const end = this.clock.now();
      if (done > 0) this.#stepTime = Math.max(1e-4, (this.#stepTime + (end - now) / done) / 2);
      this.#trained += end - now;
      now = end;
      if (done < asked) {
        this.timeline.end(session.stepCount()); // the step that was to come did not
        this.status = JSON.parse(session.status());
        this.#left = 0;
        break;
      }
      if (this.#every > 0 && session.stepCount() % this.#every === 0) {
        this.pictures.measure(session);
        now = this.clock.now();
      }
      if (this.#trained >= this.#until || session.stepCount() >= this.#goal) {
        this.#left = total;
        break;
      }
    }
    this.#left -= Math.min(total, this.#left);
    this.rate.add(total);
    if (total > 0 || this.done) this.pictures.stale = true;
    if (this.done) this.halt();
    return total;
  }

  #stepsToMeasure(session: Session): number {
    return this.#every > 0 ? this.#every - (session.stepCount() % this.#every) : Infinity;
  }

  // A run that is only measured has no need of moments.
  #stepsToMoment(session: Session): number {
    if (this.#every > 0) return Infinity;
    return this.timeline.keepMoment(session, () => this.clock.now());
  }
}
