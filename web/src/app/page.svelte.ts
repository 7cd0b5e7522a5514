import type {
  BlockEntry,
  Chosen,
  Column,
  Experiment,
  Field,
  InputKind,
  LayerInfo,
  LossEntry,
  Manifest,
  Options,
  RunInfo,
  Spec,
} from '../engine/types';
import type { Speed } from '../engine/protocol';
import type { Frame } from '../engine/protocol';
import { formatCount, has, nameOf, t } from '../i18n';
import { experiment } from '../state/experiment.svelte';
import type { MetricsPoint } from '../state/history';
import { optionsAt, patternOf } from '../state/model';
import { run } from '../state/run.svelte';
import { workbench } from '../state/workbench.svelte';
import { toasts } from '../ui/toasts.svelte';
import type { View } from '../views/view';
import type { Preset } from './presets';
import { scheduleSpan, trainingOf } from './training';

// What the components of the page ask of the document and the run, in their own words.

/** Steps a picture; below one, several pictures a step. */
export const speeds: Speed[] = [0.1, 0.25, 1, 5, 20, 100, 'max'];

export function viewTitle(view: View): string {
  const key = `view.${view.name}.title`;
  // where values are predicted nothing is decided
  const ofValues = `${key}.values`;
  if (run.info?.task.target.kind === 'values' && has(ofValues)) return t(ofValues);
  return has(key) ? t(key) : view.name;
}

/** The losses that can be had with the task's targets. */
export function lossesFor(manifest: Manifest, info: RunInfo | null): LossEntry[] {
  const kind = info?.task.target.kind;
  return manifest.losses.filter((loss) => !kind || loss.targets.includes(kind));
}

// A network that would be through in the blink of an eye is slowed down, so that one sees it learn.
const smallRun = 1e6; // operations a step
const unhurried = 20; // steps a picture

const previewPoints = 96;

class Page {
  /** The factors of the schedule over its span, for its preview. */
  #factors = $state.raw<Float32Array>(new Float32Array(0));

  get manifest(): Manifest {
    if (!run.manifest) throw new Error('The engine has not been loaded yet.');
    return run.manifest;
  }
  get info(): RunInfo | null {
    return run.info;
  }
  get frame(): Frame | null {
    return run.frame;
  }
  get document(): Experiment {
    return experiment.current;
  }
  get metrics(): MetricsPoint | null {
    return run.metrics;
  }

  // --- the document ---

  change(next: Experiment): void {
    this.#resume ||= run.running;
    experiment.replace(next);
  }
  /** Takes a step back in what is begun and not the document's yet; null: there is no such thing. */
  begun = $state.raw<(() => void) | null>(null);
  get canUndo(): boolean {
    return this.begun !== null || workbench.canUndo;
  }
  get canRedo(): boolean {
    return workbench.canRedo;
  }
  async undo(): Promise<void> {
    if (this.begun) {
      this.begun();
      return;
    }
    if (!workbench.undoesBranch) this.#resume ||= run.running;
    const step = await workbench.undo();
    if (step !== null) toasts.show(t('history.branch.undone', { step: formatCount(step) }));
  }
  async redo(): Promise<void> {
    if (!workbench.redoesBranch) this.#resume ||= run.running;
    const step = await workbench.redo();
    if (step !== null) toasts.show(t('history.branch.redone', { step: formatCount(step) }));
  }
  /** How many examples have been chosen so far. */
  examples = $state(0);
  choosePreset(preset: Preset): void {
    this.examples += 1;
    this.#resume = false;
    run.pause();
    experiment.replace(structuredClone(preset.experiment));
  }

  // --- the run ---

  /** A run that was playing when a change restarted it plays on. */
  #resume = $state(false);

  /** Whether the document has changed and its run is being opened. */
  get opening(): boolean {
    return workbench.pending && run.error === null;
  }
  get running(): boolean {
    return run.running || (this.#resume && this.opening);
  }
  get ready(): boolean {
    return run.info !== null && !run.stopped;
  }
  get speed(): Speed {
    return run.speed;
  }
  setSpeed(value: string): void {
    run.setSpeed(value === 'max' ? 'max' : Number(value));
  }
  /** The step at which training pauses by itself; 0: it does not. */
  get goal(): number {
    return run.goal;
  }
  setGoal(step: number): void {
    run.setGoal(step);
  }
  toggle(): void {
    if (this.opening) {
      this.#resume = !this.running;
      if (!this.#resume) run.pause();
    } else {
      this.#resume = false;
      run.toggle();
    }
  }
  step(): void {
    this.#resume = false;
    void run.step();
  }
  reset(): void {
    this.#resume = false;
    void workbench.reset();
  }
  /** Shows a kept step again; null: the run as it is now. */
  show(step: number | null): void {
    this.#resume = false;
    void run.revisit(step);
  }
  /** Trains on from a kept step, with what `change` makes of the document. */
  async branch(step: number, change: (document: Experiment) => Experiment): Promise<void> {
    this.#resume = false;
    if (await workbench.branch(step, change)) run.play();
  }
  /** To be called when a session has been opened. */
  opened(): void {
    const { info } = run;
    if (info && !run.paced) run.setSpeed(info.operations < smallRun ? unhurried : 'max', false);
    if (this.#resume && !run.running) run.play();
    this.#resume = false;
  }
  watch(owner: string, paths: string[]): void {
    run.watch(owner, paths);
  }

  training = $derived.by(() => trainingOf(this.document, run.info?.experiment, this.manifest));

  // --- blocks ---

  entryOf(layer: LayerInfo): BlockEntry | undefined {
    return this.manifest.blocks.find((entry) => entry.name === layer.kind);
  }
  /** What a layer is called: numbered where there are several of its kind. */
  nameOf(layer: LayerInfo): string {
    if (layer.index < 0) return t('blocks.output');
    const name = nameOf('blocks', layer.kind);
    const same =
      this.info?.layers.filter(
        (other) => other.kind === layer.kind && other.column === layer.column,
      ).length ?? 1;
    const number = /_(\d+)$/.exec(layer.path)?.[1];
    return same > 1 && number ? `${name} ${number}` : name;
  }
  fieldsOf(layer: LayerInfo): Field[] {
    if (layer.index >= 0) {
      const fields = this.entryOf(layer)?.fields ?? [];
      return fields.filter((field) => !(field.type === 'integer' && field.bits));
    }
    // Only an embedding of tokens has a table to be shared.
    const tokens = this.info?.task.input.kind === 'tokens';
    return this.manifest.output.fields.filter(({ name }) => tokens || name !== 'tied');
  }
  /** The document that block commands change: the accepted one while the present one is refused. */
  get built(): Experiment {
    const { document } = this;
    if (!run.info || patternOf(document.model) === patternOf(run.info.experiment.model)) {
      return document;
    }
    return { ...document, model: run.info.experiment.model };
  }
  valuesOf(layer: LayerInfo): Options {
    const given = optionsAt(this.built.model, layer);
    const values: Options = {};
    for (const field of this.fieldsOf(layer))
      values[field.name] = given?.[field.name] ?? field.default;
    return values;
  }
  /** What flows into the block at a position of a column, or into the output behind the last. */
  flowInto(index: number, column: Column = 'layers'): Spec | null {
    const { info } = this;
    if (!info) return null;
    const own = info.layers.filter((layer) => layer.column === column);
    const taker = own.find((layer) => layer.index === index);
    return taker?.input ?? own.at(-1)?.output ?? info.task.input;
  }
  /** The kinds of block that can stand at a position of a column. */
  blocksAt(index: number, column: Column = 'layers'): string[] {
    const { info } = this;
    if (!info) return [];
    const own = info.layers.filter((layer) => layer.column === column);
    const before = own.find((layer) => layer.index === index - 1);
    const after = own.find((layer) => layer.index === index);
    const from: InputKind = before?.output.kind ?? info.task.input.kind;
    // What an encoder ends with is looked at as it is.
    const last = column === 'encoder' ? from : info.layers.at(-1)?.input.kind;
    const to = after?.input.kind ?? last ?? 'vector';
    const inputs = info.task.input.shape.reduce((a, b) => a * b, 1);
    return this.manifest.blocks
      .filter((entry) => {
        if (entry.decodes && column !== 'decoder') return false;
        // What a block gives may be for its options to say: then the engine has the last word.
        if (!entry.takes.includes(from) || (entry.gives && entry.gives !== to)) return false;
        // Features are made of one or two inputs, so they stand first, and once.
        return (
          entry.name !== 'features' || (index === 0 && inputs <= 2 && after?.kind !== 'features')
        );
      })
      .map((entry) => entry.name);
  }

  /** A block of a kind for a column: one that writes token after token must not look at the next ones. */
  blockFor(kind: string, column: Column): Chosen {
    const target = this.info?.task.target;
    const writes = column === 'decoder' || (column === 'layers' && target?.alignment === 'next');
    const fields = this.manifest.blocks.find(({ name }) => name === kind)?.fields;
    const causal = fields?.some(({ name }) => name === 'causal');
    return writes && causal && target?.kind === 'tokens' ? { kind, causal: true } : { kind };
  }

  // --- schedule ---

  schedule = $derived.by(() => {
    const { schedule, scheduleValues } = this.training;
    const span = scheduleSpan(schedule, scheduleValues);
    return { span, factors: this.#factors, at: (run.frame?.step ?? 0) / span };
  });
  /** Keeps the preview in step; called once by the page. */
  followSchedule(): void {
    const { schedule, scheduleValues } = this.training;
    const span = scheduleSpan(schedule, scheduleValues);
    void run
      .schedule({ kind: schedule.name, ...scheduleValues }, span, previewPoints)
      .then((factors) => (this.#factors = factors))
      .catch(() => (this.#factors = new Float32Array(0)));
  }
}

export const page = new Page();
