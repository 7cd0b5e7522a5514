import { EngineError } from '../engine/client';
import type { Experiment, Manifest } from '../engine/types';
import { browserAddress, type Address } from './address';
import { Assets } from './assets';
import { consequence } from './changes';
import type { ControlGroup } from './controls';
import { display, type Display } from './display.svelte';
import { experiment, type ExperimentStore } from './experiment.svelte';
import { hiding, type Hiding } from './hiding.svelte';
import { Keeper, type Kept } from './keeper.svelte';
import { browserLeft, type Left, type LeftStore } from './left';
import { fragmentOf, withoutHidden, writeLink, type LinkContent } from './link';
import { Refusal, type Message } from './message';
import { notices, type NoticeStore } from './notices.svelte';
import { Paced } from './paced';
import { run, type RunStore } from './run.svelte';
import type { FileContent } from './run-file';
import { BrowserStorage, type Save, type Storage } from './storage';

// Few visits have one to read. Throws where it cannot be fetched.
const reader = () => import('./read-link');
const runFiles = () => import('./run-file');

const addressPause = 250; // ms; browsers refuse addresses that change more often
const refusals: Message['key'][] = ['link.refused', 'file.refused']; // of what was to be opened
const crashesInARow = 10_000; // ms: a second crash so soon after the first is not tried again

/** What it holds together; tests put their own in place of the page's. */
export interface Parts {
  document?: ExperimentStore;
  run?: RunStore;
  notices?: NoticeStore;
  storage?: Storage;
  address?: Address;
  left?: LeftStore;
  assets?: Assets;
  display?: Display;
  hiding?: Hiding;
}

/** Where a run goes on. */
type State = Pick<Save, 'state' | 'step' | 'curves'>;

export type Phase = 'starting' | 'ready' | 'failed';

/** Holds document, run, address and storage together. */
export class Workbench {
  phase = $state<Phase>('starting');
  /** Why there is no engine, when the phase is 'failed'. */
  failure = $state('');
  /** The document that the run was opened with, or last brought in line with. */
  #applied = $state.raw<Experiment | null>(null);
  /** The last branch: the documents before and after it, and whether the run is on it. */
  #fork = $state.raw<{ before: Experiment; after: Experiment; taken: boolean } | null>(null);
  #crossing = false;
  #opening: Promise<void> | null = null;
  #again = false; // the document changed while it was being opened
  #arriving: State | null = null; // of a run that comes with the document
  #lastCrash = -Infinity;

  readonly #document: ExperimentStore;
  readonly #run: RunStore;
  readonly #notices: NoticeStore;
  readonly #storage: Storage;
  readonly #address: Address;
  readonly #left: LeftStore;
  readonly #assets: Assets;
  readonly #display: Display;
  readonly #hiding: Hiding;
  readonly #keeper: Keeper;
  readonly #writer: Paced;

  constructor(parts: Parts = {}) {
    this.#document = parts.document ?? experiment;
    this.#run = parts.run ?? run;
    this.#notices = parts.notices ?? notices;
    this.#storage = parts.storage ?? new BrowserStorage();
    this.#address = parts.address ?? browserAddress;
    this.#left = parts.left ?? browserLeft;
    this.#assets = parts.assets ?? new Assets();
    this.#display = parts.display ?? display;
    this.#hiding = parts.hiding ?? hiding;
    this.#keeper = new Keeper(this.#storage, this.#run, this.#notices, () => this.#kept());
    this.#writer = new Paced(() => this.#writeAddress(), addressPause);
  }

  /** Whether the document was refused, so that the run shows another one. */
  get pending(): boolean {
    return this.#applied !== this.#document.current;
  }

  /** Starts the engine and opens what the address says, else what was saved, else `opening`. */
  async start(opening: Experiment): Promise<void> {
    if (this.#address.read() !== '') void reader().catch(() => {}); // while the engine is fetched
    const returned = this.#left.load(this.#address.read());
    if (!returned) this.#left.store(null); // of another address: no reload of this one may meet it
    let opened: boolean;
    let save: Save | null;
    try {
      const manifest = await this.#run.load();
      this.#run.client.onCrash((error) => void this.#crashed(error));
      save = await this.#storage.load();
      opened =
        (returned !== null && (await this.#openLeft(returned, save))) ||
        (await this.#openAddress(manifest, save));
    } catch (error) {
      // Nothing else is opened: the address would no longer say what was to be opened.
      this.failure = error instanceof Error ? error.message : String(error);
      this.phase = 'failed';
      return;
    }
    if (!opened && !(await this.#openSaved(save))) await this.#begin(opening);
    this.#document.onChange((document) => {
      // An edit takes the place of what was undone, be that a branch that had changed nothing.
      if (this.#fork && !this.#fork.taken && document !== this.#fork.before) this.#fork = null;
      void this.#follow();
    });
    if (returned) this.#document.replace(returned.experiment);
    this.#left.store(null);
    this.#keeper.start();
    this.phase = 'ready';
  }

  /** The page is being left, perhaps for a reload: too late for the run's state, and for the address. */
  leave(): void {
    if (this.phase !== 'ready') return;
    const experiment = this.#document.current;
    const saved = this.#keeper.last?.fragment ?? null;
    const { hidden } = this.#hiding;
    this.#left.store({ experiment, hidden, fragment: this.#address.read(), saved });
  }

  /**
   * The address bar has a new fragment: the user's own, as ours come without an event. It is that of
   * the event, since we may have written ours over it by the time that it arrives.
   */
  async addressChanged(address: string): Promise<void> {
    const fragment = address.includes('#') ? fragmentOf(address) : '';
    if (fragment === '' || fragment === this.#link().fragment) return;
    await this.openLink(fragment);
    this.#writer.ask();
  }

  /**
   * Opens a link, ours or TensorFlow Playground's, as a whole address or a fragment. A link that is
   * refused is explained in a notice and changes nothing; undo leads back from one that is taken.
   */
  async openLink(text: string): Promise<boolean> {
    this.#notices.retract(...refusals);
    if (!(await reader().catch(() => null))) {
      this.#notices.add('error', [{ key: 'link.refused' }, { key: 'link.not_fetched' }]);
      return false;
    }
    const content = await this.#read(text);
    if (!content) return false;
    if (!(await this.#take(content.experiment, 'link.refused'))) return false;
    this.#carried(content);
    return true;
  }

  /**
   * Opens a file: an experiment (JSON), a run, or weights (safetensors), for the experiment that they
   * bring or for the present one. One that is refused is explained in a notice and changes nothing; undo
   * leads back from one that is taken.
   */
  async openFile(file: File): Promise<boolean> {
    this.#notices.retract(...refusals);
    let content: FileContent;
    try {
      content = await (await runFiles()).readRunFile(file);
    } catch (error) {
      const reason: Message =
        error instanceof Refusal
          ? { key: error.key, params: error.params }
          : { key: 'file.not_read' }; // the browser's reasons are many, and in its own words
      this.#notices.add('error', [{ key: 'file.refused' }, reason]);
      return false;
    }
    const { experiment, run, weights } = content;
    if (experiment && !(await this.#take(experiment, 'file.refused', run))) return false;
    if (weights && !(await this.#run.loadWeights(weights))) return false; // the run says why
    void this.keep();
    return true;
  }

  /** The present run as a file, and its step. */
  async runFile(): Promise<{ file: Blob; step: number }> {
    const { writeRunFile } = await runFiles();
    const { state, step } = await this.#run.client.save();
    const experiment = this.#applied ?? this.#document.current;
    return { file: writeRunFile(experiment, state, this.#run.history.kept), step };
  }

  // Another experiment in place of the present one, with a run of it where there is one.
  async #take(
    experiment: Experiment,
    refused: Message['key'],
    run: State | null = null,
  ): Promise<boolean> {
    let reason: string | undefined;
    try {
      await this.#run.client.describe(experiment);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      reason = error.message;
    }
    if (reason === undefined) {
      this.#arriving = run;
      const before = this.#document.current;
      this.#document.replace(experiment);
      if (run && this.#document.current === before) void this.#follow(); // no change to follow
      await this.#settled();
      if (!run || !this.#run.error) {
        this.#notices.retract('link.carried');
        return true;
      }
      reason = this.#run.error.message;
      this.#run.error = null;
      if (this.#document.current !== before) this.#document.undo();
      await this.#settled();
    }
    this.#notices.add('error', [{ key: refused }], reason);
    return false;
  }

  /** The whole address of the present experiment with some controls left out, and what it cannot carry. */
  share(hidden: readonly ControlGroup[] = []): { address: string; notes: Message[] } {
    const { fragment, notes } = this.#link(hidden);
    return { address: this.#address.full(fragment), notes };
  }

  /** Leaves controls out here, as a link that hides them does; none: all are given back. */
  hide(hidden: readonly ControlGroup[]): void {
    this.#hiding.hidden = hidden;
    this.#writer.ask();
  }

  /** Starts the present document anew: same seed, same weights, step 0. */
  async reset(): Promise<void> {
    this.#fork = null;
    await this.#settled(); // or it would start over without the change that was just made
    await this.#run.reset();
    void this.keep();
  }

  /** Sets a weight or a bias by hand. No run would bring it back: it is saved with the next breath. */
  setParameter(name: string, index: number, value: number): Promise<boolean> {
    const taken = this.#run.setParameter(name, index, value);
    void this.keep(); // asked for behind it, before its answer: whoever sees it set may reload at once
    return taken;
  }

  /** Goes back to one of the run's moments, and on from there with what `change` makes of it. */
  async branch(step: number, change = (document: Experiment) => document): Promise<boolean> {
    await this.#settled();
    const then = await this.#run.branch(step);
    if (!then) return false;
    const before = this.#document.current;
    this.#document.forgetGesture();
    this.#document.replace(change(then));
    this.#fork = { before, after: this.#document.current, taken: true };
    await this.#settled();
    void this.keep();
    return true;
  }

  // --- undo -------------------------------------------------------------------------------------

  get canUndo(): boolean {
    return this.#document.canUndo || this.undoesBranch;
  }
  get canRedo(): boolean {
    return this.#document.canRedo || this.redoesBranch;
  }
  /** Whether the last thing done is a branch: undo leads the run back to where it was before. */
  get undoesBranch(): boolean {
    const { current, previous } = this.#document;
    const fork = this.#fork;
    if (!fork?.taken || current !== fork.after) return false;
    return fork.after === fork.before || previous === fork.before;
  }
  /** Whether the last thing undone is a branch: redo leads the run to where that had come. */
  get redoesBranch(): boolean {
    const { current, next } = this.#document;
    const fork = this.#fork;
    if (!fork || fork.taken || current !== fork.before) return false;
    return fork.after === fork.before || next === fork.after;
  }

  /** Answers the step that the run is back at, where it crossed a branch. */
  async undo(): Promise<number | null> {
    if (this.undoesBranch) return this.#cross(false);
    this.#document.undo();
    return null;
  }
  async redo(): Promise<number | null> {
    if (this.redoesBranch) return this.#cross(true);
    this.#document.redo();
    return null;
  }

  async #cross(taken: boolean): Promise<number | null> {
    const fork = this.#fork;
    await this.#settled();
    if (!fork || fork !== this.#fork || this.#crossing) return null;
    this.#crossing = true;
    const there = await this.#run.rejoin();
    this.#crossing = false;
    if (!there || fork !== this.#fork) return null;
    this.#fork = { ...fork, taken };
    if (fork.after !== fork.before) {
      if (taken) this.#document.redo();
      else this.#document.undo();
    }
    await this.#settled();
    void this.keep();
    return (await this.#run.fingerprint()).step;
  }

  // --- saving -----------------------------------------------------------------------------------

  /** Saves document and run, so that a reload or a crash loses nothing. */
  keep(): Promise<void> {
    return this.#keeper.keep();
  }
  /** The step that a reload would bring back; null while nothing has been kept. */
  get saved(): number | null {
    return this.#keeper.saved;
  }
  /** Why nothing is kept, when the browser has refused it. */
  get unsaved(): Message | null {
    return this.#keeper.unsaved;
  }

  // While another document is being opened it is the last one's run that there is to save.
  #kept(): Kept | null {
    const experiment = this.#applied;
    if (!experiment || !this.#run.info) return null;
    return { experiment, fragment: this.#link([], experiment).fragment };
  }

  close(): void {
    this.#keeper.close();
    this.#writer.close();
    this.#run.client.close();
  }

  // --- opening ----------------------------------------------------------------------------------

  async #openAddress(manifest: Manifest, save: Save | null): Promise<boolean> {
    const fragment = this.#address.read();
    if (fragment === '') return false;
    if (save && save.fragment === withoutHidden(fragment) && (await this.#openSaved(save))) {
      if (fragment !== save.fragment) {
        const content = await this.#read(fragment, manifest);
        this.#hiding.hidden = content?.hidden ?? [];
      }
      return true;
    }
    const content = await this.#read(fragment, manifest);
    if (!content) return false;
    if (await this.#begin(content.experiment, null, save)) {
      this.#carried(content);
      return true;
    }
    this.#notices.add('error', [{ key: 'link.refused' }], this.#run.error?.message);
    return false;
  }

  // The run goes on where it was saved; what was changed after that follows as any change does.
  async #openLeft({ experiment, saved, hidden }: Left, save: Save | null): Promise<boolean> {
    this.#hiding.hidden = hidden;
    if (save?.fragment === saved && (await this.#openSaved(save))) return true;
    return this.#begin(experiment, null, save);
  }

  async #openSaved(save: Save | null): Promise<boolean> {
    if (!save) return false;
    this.#keeper.last = save;
    if (save.pace) this.#run.pace = save.pace;
    return (await this.#begin(save.experiment, save)) || (await this.#begin(save.experiment));
  }

  async #begin(
    document: Experiment,
    state: State | null = null,
    before: Save | null = null,
  ): Promise<boolean> {
    // What was saved before a link took its place: undo leads back to it.
    this.#document.begin(before?.experiment ?? document);
    this.#document.replace(document);
    return this.#open(this.#document.current, state);
  }

  async #open(document: Experiment, state: State | null): Promise<boolean> {
    let asset: Uint8Array | null;
    try {
      asset = await this.#assetOf(document);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#notices.add('error', [{ key: error.key, params: error.params }]);
      return false;
    }
    const info = await this.#run.open(document, asset, state?.state ? state : null);
    if (!info) return false;
    this.#fork = null;
    this.#document.complete(document, info.experiment);
    this.#applied = info.experiment;
    this.#writer.ask();
    return true;
  }

  async #assetOf(document: Experiment): Promise<Uint8Array | null> {
    const task = this.#run.manifest?.tasks.find(({ name }) => name === document.task.kind);
    return task?.asset ? this.#assets.get(task.asset) : null;
  }

  // Brings the run in line with the document; one change at a time, the newest wins.
  async #follow(): Promise<void> {
    if (this.#opening) {
      this.#again = true;
      return this.#opening;
    }
    this.#opening = this.#apply();
    try {
      await this.#opening;
    } finally {
      this.#opening = null;
    }
    if (this.#again) {
      this.#again = false;
      await this.#follow();
    }
  }

  async #settled(): Promise<void> {
    while (this.#opening) await this.#opening;
  }

  async #apply(): Promise<void> {
    const document = this.#document.current;
    const { info, manifest } = this.#run;
    const state = this.#arriving;
    this.#arriving = null;
    const asked =
      info && manifest && !state
        ? consequence(info, document, manifest)
        : { kind: 'restart' as const };
    switch (asked.kind) {
      case 'nothing':
        this.#applied = document;
        this.#run.error = null;
        break;
      case 'live':
        if (await this.#run.change(document, asked.train, asked.options)) this.#applied = document;
        this.#keeper.soon();
        break;
      case 'restart':
        this.#writer.ask(); // a large network takes a while to open, and a reload may come before
        if (await this.#open(document, state)) void this.keep();
        break;
    }
    this.#writer.ask();
  }

  async #crashed(error: EngineError): Promise<void> {
    const now = performance.now();
    const again = now - this.#lastCrash < crashesInARow;
    this.#lastCrash = now;
    if (again || error.code === 'load') {
      this.failure = error.message;
      this.phase = 'failed';
      return;
    }
    const save = this.#keeper.last;
    const same = save !== null && save.experiment === this.#applied && save.state !== null;
    const document = this.#applied ?? this.#document.current;
    const opened = await this.#open(document, same ? save : null);
    const key = same ? 'state.crashed_resumed' : 'state.crashed_restarted';
    if (opened) this.#notices.add('warning', [{ key, params: { step: save?.step ?? 0 } }]);
  }

  // --- the address ------------------------------------------------------------------------------

  async #read(text: string, manifest = this.#run.manifest): Promise<LinkContent | null> {
    if (!manifest) return null;
    const { readLink } = await reader();
    try {
      return readLink(fragmentOf(text), manifest);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const reason: Message = { key: error.key, params: error.params };
      this.#notices.add('error', [{ key: 'link.refused' }, reason]);
      return null;
    }
  }

  #link(
    hidden = this.#hiding.hidden,
    document = this.#document.current,
  ): { fragment: string; notes: Message[] } {
    const { manifest } = this.#run;
    if (!manifest) return { fragment: '', notes: [] };
    return writeLink(document, manifest, hidden);
  }

  // A document that was refused leaves the last one there that was not.
  #writeAddress(): void {
    const refused = this.pending && this.#run.error !== null;
    const document = refused ? this.#applied : this.#document.current;
    if (document) this.#address.write(this.#link(this.#hiding.hidden, document).fragment);
  }

  // --- notices ----------------------------------------------------------------------------------

  #carried({ notes, display, hidden }: LinkContent): void {
    if (display) Object.assign(this.#display, display);
    this.hide(hidden);
    if (notes.length > 0) this.#notices.add('info', [{ key: 'link.carried' }, ...notes]);
  }
}

export const workbench = new Workbench();
