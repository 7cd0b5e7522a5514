import type { Refused } from '../engine/protocol';
import type { Chosen, Experiment } from '../engine/types';
import { engineSentence, t } from '../i18n';
import { changedPaths } from '../state/changes';
import { experiment } from '../state/experiment.svelte';
import { run } from '../state/run.svelte';
import { draft, draftOf, keepDraft } from './drafts';
import { candidatesForTask, featuresLeftOut, withFeatures, withoutUsualLoss } from './edits';
import { lossesFor, page } from './page.svelte';
import { fetchOrTell } from './part';
import { pointsFrom, trainable, type Points } from './points';

const pointsToBegin = 120; // of the present data, when the user starts to draw

const isTask = (value: unknown): value is Chosen =>
  typeof (value as Partial<Chosen> | null)?.kind === 'string';

// The task that is chosen. Own data begins as a draft: the document changes when there is enough of
// it to train on, so the present run goes on until then.
class TaskChoice {
  #draft = $state.raw<Chosen | null>(null);
  /** The drafts that became it, for undo. */
  #drafts = $state.raw<Chosen[]>([]);
  /** What is to be the document's when the engine has taken it: it is seen, and added to, at once. */
  #ahead = $state.raw<Chosen | null>(null);
  /** The document's task when the draft was begun: another one ends it. */
  #before: Chosen | null = null;
  #kept: Chosen | null = null;
  /** What the network had to leave out for the task that was chosen last, as for one of a single input: it
   *  comes back with the next that has a use for it. */
  #leftOut: { features: Chosen; kind: string } | null = null;
  /** Counts what is asked for: an answer that comes after a newer question is let go. */
  #asked = 0;

  constructor() {
    experiment.onChange(({ task }) => {
      if (this.#draft && changedPaths(this.#before, task).length > 0) this.#end();
      const drawn = task.kind === 'points' && draft('points.task') !== '';
      if (drawn || (this.#ownText(task.kind) && task.kind !== 'images')) this.#keep(task);
    });
  }

  get present(): Chosen {
    return this.#ahead ?? this.#draft ?? experiment.current.task;
  }
  get kind(): string {
    return this.present.kind;
  }
  /** Whether the chosen task is the document's. */
  get committed(): boolean {
    return this.#draft === null;
  }
  get points(): Points {
    const { points } = this.present;
    return Array.isArray(points) ? points : [];
  }
  get csv(): string {
    const { text } = this.present;
    return typeof text === 'string' ? text : '';
  }
  option(name: string): string {
    const value = this.present[name];
    return typeof value === 'string' ? value : '';
  }

  async choose(kind: string): Promise<void> {
    const asked = ++this.#asked;
    this.#end();
    if (kind === experiment.current.task.kind) return;
    const given = draftOf(`${kind}.task`, isTask);
    if (given?.kind === kind) {
      await this.#take(given);
    } else if (this.#ownText(kind)) {
      this.#begin({ kind });
    } else if (kind === 'points') {
      const points = [...(await this.#presentPoints())];
      if (asked === this.#asked) await this.#take({ kind, points });
    } else {
      await this.#commit({ kind });
    }
  }

  async setPoints(points: Points): Promise<void> {
    const task: Chosen = { ...this.#options('points'), kind: 'points', points: [...points] };
    if (points.length > 0) {
      this.#keep(task);
    } else {
      this.#kept = null;
      keepDraft('points.task', ''); // the next ones begin with the data of their time
    }
    this.#ahead = task;
    await this.#take(task);
  }

  async setCsv(options: { text: string; target: string; columns: string }): Promise<void> {
    const task: Chosen = { ...this.#options('csv'), kind: 'csv', ...options };
    this.#ahead = task;
    await this.#commit(task);
  }

  /** Takes a text when the engine can learn from it; otherwise says why not, and leaves all as it was. */
  async setText(name: string, text: string): Promise<string> {
    const { kind } = this.present;
    const task: Chosen = { ...this.#options(kind), kind, [name]: text };
    const asked = ++this.#asked;
    const answer = await this.#documentFor(task);
    if (!answer) return t('part.failed');
    const { document: chosen, error } = answer;
    if (error) return engineSentence(error instanceof Error ? error.message : String(error));
    if (asked !== this.#asked) return '';
    this.#accept(chosen);
    return '';
  }

  // A table or a text has to be given first.
  #ownText(kind: string): boolean {
    const entry = run.manifest?.tasks.find((task) => task.name === kind);
    return entry?.fields.some((field) => field.type === 'text') ?? false;
  }

  #begin(task: Chosen): void {
    this.#asked += 1;
    if (this.#draft) this.#drafts = [...this.#drafts, this.#draft];
    this.#ahead = null;
    this.#draft = task;
    page.begun = () => this.#undo();
    this.#before = experiment.current.task;
  }

  #end(): void {
    this.#ahead = null;
    this.#draft = null;
    this.#drafts = [];
    page.begun = null;
  }

  // Takes back the last change of a draft, and in the end the draft: what the document has is there again.
  #undo(): void {
    const before = this.#drafts.at(-1);
    this.#asked += 1;
    if (before) {
      this.#draft = before;
      this.#drafts = this.#drafts.slice(0, -1);
    } else {
      this.#end();
    }
    if (this.points.length > 0) this.#keep(this.present);
  }

  // What a task learnt last, or is to learn when there is enough of it, comes back with the task.
  #keep(task: Chosen): void {
    if (changedPaths(this.#kept, task).length === 0) return;
    this.#kept = task;
    keepDraft(`${task.kind}.task`, JSON.stringify(task));
  }

  #options(kind: string): Chosen | { kind: string } {
    return this.present.kind === kind ? this.present : { kind };
  }

  // Whatever is drawn in the plane now, as points to go on with.
  async #presentPoints(): Promise<Points> {
    const task = run.info?.task;
    if (!task || task.input.kind !== 'vector' || task.input.shape[0] !== 2) return [];
    if (task.target.kind !== 'classes' || task.target.count > 6) return [];
    try {
      const [x, y] = await run.readAll(['data:train/x', 'data:train/y']);
      const points = pointsFrom(x.data, y.data, pointsToBegin);
      return points.every((v) => Math.abs(v) <= 6) ? points : [];
    } catch {
      return [];
    }
  }

  // Points are taken when there are enough of them, a text or a table was before.
  async #take(task: Chosen): Promise<void> {
    if (Array.isArray(task.points) && !trainable(task.points as number[])) this.#begin(task);
    else await this.#commit(task);
  }

  async #commit(task: Chosen): Promise<void> {
    const asked = ++this.#asked;
    const answer = await this.#documentFor(task);
    if (asked !== this.#asked) return;
    this.#ahead = null;
    if (answer) this.#accept(answer.document);
  }

  #accept(document: Experiment): void {
    this.#end();
    const features = featuresLeftOut(this.#whole, document);
    this.#leftOut = features && { features, kind: document.task.kind };
    page.change(document);
  }

  /** The present document, with the features that its task has no use for. They are not those of another
   *  task's document, such as an example. */
  get #whole(): Experiment {
    const { document } = page;
    const own = this.#leftOut?.kind === document.task.kind;
    return own ? withFeatures(document, this.#leftOut!.features) : document;
  }

  /** The present document for another task, or one after an example of it. */
  async #documentFor(task: Chosen): Promise<Taken | undefined> {
    const list = await fetchOrTell(() => import('./presets'));
    const examples = list?.presets.map(({ experiment }) => experiment);
    const [usual] = lossesFor(page.manifest, run.info);
    const present = withoutUsualLoss(this.#whole, usual);
    return examples && firstTaken(candidatesForTask(present, task, page.manifest, examples));
  }
}

interface Taken {
  document: Experiment;
  /** Why not even the first was taken. */
  error?: unknown;
}

/** The first document that the engine takes; failing all, the first, whose refusal is then explained. */
export async function firstTaken(candidates: Experiment[]): Promise<Taken> {
  let first: unknown;
  for (const document of candidates) {
    try {
      await run.client.describe(document);
      return { document };
    } catch (error) {
      first ??= error;
      // What is wrong with the data is wrong with them for every model; a long text takes its time.
      if ((error as Refused).place?.startsWith('task.')) break;
    }
  }
  return { document: candidates[0], error: first };
}

export const taskChoice = new TaskChoice();
