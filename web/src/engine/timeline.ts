import type { EngineModule, Session } from './module';
import { Moments, type Moment } from './moments';
import { Ration } from './ration';

const momentShare = 0.01; // of the time, for writing down moments
const momentGap = 100; // ms between two of them, at least
const earlyMoments = 64; // step up to which every doubling is kept, however fast it goes

/** What a session is made of. */
interface Opened {
  experiment: string;
  asset: Uint8Array;
}

/**
 * The run that is open, the moments of it that were kept, the past of it that is shown, and what its last
 * branch left behind. Whatever is refused is refused before anything has changed.
 */
export class Timeline {
  #session: Session | null = null;
  #opened: Opened | null = null;
  #example: ((session: Session) => void) | null = null; // the last that was asked for
  #past: Session | null = null; // the run as it was at a moment, while one is shown
  #moments = new Moments();
  // The run on the other side of its last branch: what lies behind the step it went on from.
  #other: { step: number; snapshot: Uint8Array; later: Moment[] } | null = null;
  #ration = new Ration(momentShare);
  #taken = -Infinity; // when the newest moment was written down

  /** Whether the page knows which moments there are. */
  told = false;

  /** `halt` is called before the run that is open is left, be it for another step of its own. */
  constructor(
    readonly engine: EngineModule,
    readonly halt: () => void,
  ) {}

  get session(): Session | null {
    return this.#session;
  }
  get past(): Session | null {
    return this.#past;
  }
  get steps(): number[] {
    return this.#moments.steps;
  }

  present(): Session {
    if (!this.#session) throw new Error('No experiment is open; open one first.');
    return this.#session;
  }

  /** The past that is shown, or the run itself. */
  shown(): Session {
    return this.#past ?? this.present();
  }

  // The new session is complete before the present one goes: a refusal leaves that as it was.
  open(opened: Opened, state: Uint8Array | null): Session {
    const session = this.#create(opened, state);
    this.halt();
    this.leavePast();
    this.#session?.delete();
    this.#session = session;
    this.#opened = opened;
    this.#example = null;
    this.#moments.clear();
    this.#other = null;
    this.#begin(session);
    return session;
  }

  /** Gives an example to look at to the run, and to the past of it that is shown; answers for what is
   *  shown. */
  exemplify<T>(give: (session: Session) => T): T {
    let given = give(this.present());
    if (this.#past) given = give(this.#past);
    this.#example = give;
    return given;
  }

  // --- going back -------------------------------------------------------------------------------

  /** Shows a moment, in another session, so that the run itself stays as it is. Answers whether that
   *  session is a new one. */
  show(step: number): boolean {
    this.present(); // there must be one
    const { snapshot, ahead } = this.#momentAt(step);
    this.halt();
    const fresh = !this.#past;
    if (this.#past) {
      this.#past.restore(snapshot);
    } else {
      this.#past = this.#create(this.#opened!, snapshot);
      this.#example?.(this.#past);
    }
    this.#past.step(ahead);
    return fresh;
  }

  /** Answers whether there was one. */
  leavePast(): boolean {
    if (!this.#past) return false;
    this.#past.delete();
    this.#past = null;
    return true;
  }

  /** Goes on from a moment; what came after it is kept, to go back to. */
  branch(step: number): Session {
    const session = this.present();
    const { snapshot, ahead } = this.#momentAt(step);
    this.halt();
    this.leavePast();
    const present = session.snapshot();
    session.restore(snapshot);
    session.step(ahead);
    this.#other = { step, snapshot: present, later: this.#moments.cut(step) };
    this.#begin(session);
    return session;
  }

  /** Goes back to the other side of the last branch. */
  rejoin(): Session {
    const session = this.present();
    const other = this.#other;
    if (!other) throw new Error('This run was not branched; there is nothing to go back to.');
    this.halt();
    this.leavePast();
    const present = session.snapshot();
    session.restore(other.snapshot);
    const later = this.#moments.cut(other.step);
    for (const moment of other.later) this.#remember(moment);
    this.#other = { step: other.step, snapshot: present, later };
    this.#begin(session);
    return session;
  }

  // --- moments ----------------------------------------------------------------------------------

  /** Writes the moment after the next step down, if one is due, and answers how many steps there are to
   *  the next that may not be missed. */
  keepMoment(session: Session, clock: () => number): number {
    const next = session.stepCount() + 1;
    const now = clock();
    const beginning = next <= earlyMoments;
    const doubled = beginning && (next & (next - 1)) === 0;
    const due = now - this.#taken >= momentGap && this.#ration.due(now);
    if (next > this.#moments.last && (doubled || due)) {
      this.#remember({ step: next, snapshot: session.snapshot(), ahead: 1 });
      this.#taken = now;
      this.#ration.spent(now, clock());
    }
    return beginning ? 2 ** Math.floor(Math.log2(next) + 1) - next : Infinity;
  }

  /** The steps after this one did not come. */
  end(step: number): void {
    this.#moments.cut(step);
  }

  // Where a run begins, or a branch of it, there is a moment.
  #begin(session: Session): void {
    const step = session.stepCount();
    if (this.#moments.last < step) this.#remember({ step, snapshot: session.snapshot(), ahead: 0 });
    this.told = false;
  }

  #momentAt(step: number): Moment {
    const moment = this.#moments.find(step);
    if (!moment) throw new Error(`Step ${step} was not kept; choose one of the steps that were.`);
    return moment;
  }

  #remember(moment: Moment): void {
    this.#moments.add(moment);
    this.told = false;
  }

  #create({ experiment, asset }: Opened, state: Uint8Array | null): Session {
    const session = new this.engine.Session(experiment, asset);
    try {
      if (state) session.restore(state);
    } catch (error) {
      session.delete();
      throw error;
    }
    return session;
  }
}
