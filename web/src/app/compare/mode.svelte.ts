import { EngineError } from '../../engine/client';
import type { Experiment } from '../../engine/types';
import { engineSentence, formatCount, t } from '../../i18n';
import { changedPaths } from '../../state/changes';
import type { CompareStore } from '../../state/compare.svelte';
import { shown } from '../../state/hiding.svelte';
import { Refusal } from '../../state/message';
import { run } from '../../state/run.svelte';
import { toasts } from '../../ui/toasts.svelte';
import { messageText } from '../notice.svelte';
import { page } from '../page.svelte';
import { fetchOrTell } from '../part';

/** The page's part where runs are compared, and what is done there with the present experiment. */
class CompareMode {
  #open = $state(false);
  get open(): boolean {
    return this.#open && shown('compare');
  }
  set open(open: boolean) {
    this.#open = open;
  }
  /** The runs, once somebody has asked for them. */
  #runs = $state.raw<CompareStore | null>(null);
  get playing(): boolean {
    return this.#runs?.playing ?? false;
  }
  get count(): number {
    return this.#runs?.runs.length ?? 0;
  }
  /** Fetches what runs are compared with. */
  async fetchRuns(): Promise<CompareStore> {
    const { compare } = await import('../../state/compare.svelte');
    this.#runs = compare;
    return compare;
  }

  /** The page is being left: what is not kept yet is now. */
  leave(): void {
    this.#runs?.leave();
  }

  /** Something is being added. */
  busy = $state(false);

  /** The document that the present run was opened with. */
  get present(): Experiment | null {
    return run.info?.experiment ?? null;
  }

  async addPresent(): Promise<void> {
    const { present } = this;
    if (!present) return;
    await this.attempt(async () => {
      const parts = () => Promise.all([this.fetchRuns(), import('./words')]);
      const fetched = await fetchOrTell(parts);
      if (!fetched) return;
      const [compare, { changeText }] = fetched;
      await compare.load();
      const before = compare.runs.at(-1)?.document;
      const same = compare.runs.some(
        ({ document }) => changedPaths(document, present).length === 0,
      );
      if (same) {
        toasts.show(t('compare.same'));
        return;
      }
      await compare.add(present);
      const added = t('compare.added', { n: formatCount(compare.runs.length) });
      const changes = before ? changeText(before, present, page.manifest) : '';
      toasts.show(changes ? `${added} ${t('compare.since', { changes })}` : added, 'good');
    });
  }

  /** Does something that the engine or the page may refuse, and says so. */
  async attempt(task: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await task();
    } catch (error) {
      if (error instanceof Refusal)
        toasts.show(messageText({ key: error.key, params: error.params }));
      else if (error instanceof EngineError) toasts.show(engineSentence(error.message));
      else throw error;
    } finally {
      this.busy = false;
    }
  }

  /** The page's own run rests meanwhile, so that it takes no time from those that are measured. */
  toggle(): void {
    if (this.playing) {
      this.#runs?.pause();
      return;
    }
    run.pause();
    this.#runs?.play();
  }

  /** What the button does: when all are done, they begin again. */
  press(): void {
    if (this.#runs?.runs.some(({ ended }) => !ended)) this.toggle();
    else {
      run.pause();
      this.#runs?.againAll();
    }
  }

  /** Takes a document back into the Playground. */
  take(document: Experiment): void {
    this.open = false;
    page.change(structuredClone(document));
  }
}

export const comparing = new CompareMode();
