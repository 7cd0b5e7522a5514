import type { Experiment } from '../engine/types';
import { changedPaths } from './changes';

const mostSteps = 200; // of undo
const sameGesture = 700; // ms: edits of one thing closer than this are one step of undo

type Listener = (document: Experiment) => void;

/**
 * The document that is edited, and its history. Documents are values: every edit makes a new one.
 * The workbench listens, and brings the run in line.
 */
export class ExperimentStore {
  #current = $state.raw<Experiment>({
    lushan: 1,
    task: { kind: 'spiral' },
    model: { layers: [] },
    train: {},
  });
  #past = $state.raw<Experiment[]>([]);
  #future = $state.raw<Experiment[]>([]);
  #last = { paths: '', time: -Infinity };
  #listeners = new Set<Listener>();

  constructor(readonly now: () => number = () => performance.now()) {}

  get current(): Experiment {
    return this.#current;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** What undo and redo would bring; undefined when there is none. */
  get previous(): Experiment | undefined {
    return this.#past.at(-1);
  }
  get next(): Experiment | undefined {
    return this.#future.at(-1);
  }

  /** Changes a copy of the document, or returns another one to take its place. */
  edit(change: (draft: Experiment) => Experiment | void): void {
    const draft = structuredClone(this.#current);
    this.replace(change(draft) ?? draft);
  }

  /** Another document in place of the present one, which undo brings back. */
  replace(next: Experiment): void {
    const changes = changedPaths(this.#current, next);
    if (changes.length === 0) return;
    const paths = changes.map((path) => path.join('.')).join(' ');
    const now = this.now();
    const continues = paths === this.#last.paths && now - this.#last.time < sameGesture;
    this.#last = { paths, time: now };
    if (!continues) this.#past = [...this.#past, this.#current].slice(-mostSteps);
    this.#future = [];
    this.#set(next);
  }

  undo(): void {
    const previous = this.#past.at(-1);
    if (!previous) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#current];
    this.forgetGesture();
    this.#set(previous);
  }

  redo(): void {
    const next = this.#future.at(-1);
    if (!next) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#current];
    this.forgetGesture();
    this.#set(next);
  }

  /** The same document with its defaults filled in by the engine: no step of undo, nobody is told. */
  complete(document: Experiment, completed: Experiment): void {
    if (this.#current === document) this.#current = completed;
  }

  /** Begins with a document; there is nothing to undo then. */
  begin(document: Experiment): void {
    this.#past = [];
    this.#future = [];
    this.forgetGesture();
    this.#set(document);
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next edit is a step of undo of its own, whatever it changes. */
  forgetGesture(): void {
    this.#last = { paths: '', time: -Infinity };
  }

  #set(document: Experiment): void {
    this.#current = document;
    for (const listener of this.#listeners) listener(document);
  }
}

export const experiment = new ExperimentStore();
