import { EngineError } from '../engine/client';
import type { Frame } from '../engine/protocol';
import type { Experiment } from '../engine/types';
import { Refusal, type Message } from './message';
import type { NoticeStore } from './notices.svelte';
import { Paced } from './paced';
import type { RunStore } from './run.svelte';
import type { Save, Storage } from './storage';

const runningInterval = 4_000; // ms between two saves of a run that goes on
const restingInterval = 1_000; // ms between two looks at a run that rests: how it is played may have changed
const restPause = 250; // ms; who holds the key of the steps down has the last one saved
const changeDelay = 1_000; // ms between a live change and the save of it

/** What is to be saved: the document that the run goes by, and its link. */
export type Kept = Pick<Save, 'experiment' | 'fragment'>;

/** Saves document and run, so that a reload or a crash loses nothing. */
export class Keeper {
  /** The step that a reload would bring back; null while nothing has been kept. */
  saved = $state<number | null>(null);
  /** Why nothing is kept, when the browser has refused it. */
  unsaved = $state.raw<Message | null>(null);
  /** The last save of this visit, or the one that it began with. */
  last: Save | null = null;
  #fingerprint: string | undefined; // known at rest
  #alterations = 0; // of the run when it was saved last
  #told = new Set<string>();
  #keptAt = -Infinity;
  #rested: string | undefined; // the fingerprint with which it came to rest last
  readonly #rests = new Paced(() => void this.keep(), restPause);
  #deaf = () => {}; // ends the listening to the run
  #interval: ReturnType<typeof setInterval> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `present` answers null as long as there is no run. */
  constructor(
    readonly storage: Storage,
    readonly run: RunStore,
    readonly notices: NoticeStore,
    readonly present: () => Kept | null,
  ) {}

  /** Keeps saving from now on, until it is closed. */
  start(): void {
    this.#interval = setInterval(() => this.#keepNow(), restingInterval);
    this.#deaf = this.run.client.onFrame((frame) => this.#rest(frame));
  }

  close(): void {
    this.#deaf();
    this.#rests.close();
    clearInterval(this.#interval);
    clearTimeout(this.#timer);
  }

  /** Saves a change that may be one of many. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), changeDelay);
  }

  async keep(): Promise<void> {
    const present = this.present();
    if (!present) return;
    const { present: step, fingerprint } = this.run.frame ?? { present: 0 };
    const { pace, alterations } = this.run;
    const same = fingerprint === this.#fingerprint && alterations === this.#alterations;
    if (same && this.#holds(present, step)) return;
    try {
      const moved = step > 0 || alterations > 0;
      const state = moved ? await this.run.client.save() : { state: null, step: 0 };
      if (present.experiment !== this.present()?.experiment) return; // another run meanwhile
      const save = { ...present, ...state, curves: this.run.history.kept, pace };
      this.last = save;
      await this.storage.store(save);
      this.#fingerprint = fingerprint;
      this.#alterations = alterations;
      this.saved = state.step;
      this.unsaved = null;
    } catch (error) {
      if (error instanceof Refusal) this.#cannotSave(error);
      else if (!(error instanceof EngineError)) throw error;
    }
  }

  /** Whether the last save is of this step of this document, played as it is now. */
  #holds({ experiment }: { experiment: Experiment }, step: number): boolean {
    const { speed, goal } = this.run.pace;
    const last = this.last;
    return (
      last?.step === step &&
      last.experiment === experiment &&
      last.pace?.speed === speed &&
      last.pace.goal === goal
    );
  }

  #keepNow(): void {
    const now = performance.now();
    if (this.run.running) {
      if (now - this.#keptAt < runningInterval) return;
      this.#keptAt = now;
    }
    void this.keep();
  }

  // A run that has just come to rest is saved at once: a reload leaves no time for it.
  #rest({ running, past, fingerprint }: Frame): void {
    if (running || past || fingerprint === this.#rested) return;
    this.#rested = fingerprint;
    this.#rests.ask();
  }

  #cannotSave({ key, params }: Refusal): void {
    this.saved = null;
    this.unsaved = { key, params };
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.notices.add('warning', [{ key, params }]);
  }
}
