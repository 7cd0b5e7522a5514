import type { Remedy as Edit } from '../engine/protocol';
import type { Experiment } from '../engine/types';
import { engineSentence, has, t, textsComing } from '../i18n';
import { experiment } from '../state/experiment.svelte';
import type { Message } from '../state/message';
import { notices } from '../state/notices.svelte';
import { run } from '../state/run.svelte';
import { workbench } from '../state/workbench.svelte';
import { viewsFor } from '../views/registry';
import { page } from './page.svelte';
import { remediesFor, type Remedy } from './remedies';

// What there is to be said about the run, most urgent first, with what can be done about it.

export interface Notice {
  key: string;
  tone: 'danger' | 'plain';
  lines: string[];
  remedies: Remedy[];
  dismiss?: () => void;
}

export function messageText({ key, params = {} }: Message): string {
  if (!has(key)) return key;
  const said = ([name, value]: [string, NonNullable<Message['params']>[string]]) => [
    name,
    typeof value === 'object' ? value.join(t('link.list')) : value,
  ];
  return t(key, Object.fromEntries(Object.entries(params).map(said)));
}

/** A document whose learning rate is a tenth of what it was, to three digits. */
export function calmer(doc: Experiment, lr: number): Experiment {
  const optimizer = doc.train.optimizer;
  if (!optimizer) return doc;
  const rate = Number((lr / 10).toPrecision(3));
  return { ...doc, train: { ...doc.train, optimizer: { ...optimizer, lr: rate } } };
}

function stoppedNotice(): Notice | null {
  const status = run.frame?.status;
  if (status?.state !== 'stopped') return null;
  const lr = Number(page.training.optimizerValues.lr);
  const text =
    status.code === 'non_finite' && status.node !== undefined && status.step !== undefined
      ? t('stopped.non_finite', { node: status.node, step: status.step })
      : engineSentence(status.message ?? '');
  return {
    key: 'stopped',
    tone: 'danger',
    lines: [text],
    remedies: [
      {
        label: t('stopped.calmer', { lr: Number((lr / 10).toPrecision(3)) }),
        run: () => {
          page.change(calmer(page.document, lr));
          page.reset();
        },
      },
      { label: t('stopped.reset'), run: () => page.reset() },
    ],
  };
}

// What would make a refused document acceptable: the engine's own proposals, and the way back.
function mended(edits: Edit[]): Remedy[] {
  const remedies = remediesFor(page.document, edits, (next) => page.change(next));
  if (experiment.canUndo) {
    remedies.push({ label: t('header.undo'), run: () => void page.undo() });
  }
  return remedies;
}

function refusedNotice(): Notice | null {
  if (!run.error || run.error.code !== 'engine') return null;
  const { message, remedies } = run.error;
  return {
    key: 'refused',
    tone: 'danger',
    lines: [
      engineSentence(message),
      ...(workbench.pending && run.info ? [t('refused.run_goes_on')] : []),
    ],
    remedies: workbench.pending ? mended(remedies) : [],
    dismiss: workbench.pending ? undefined : () => (run.error = null),
  };
}

/** The refusal of the present document, where it is about this layer. */
export function refusedAt(layer: string): { text: string; remedies: Remedy[] } | null {
  const { error } = run;
  if (!error || !workbench.pending || error.layer !== layer) return null;
  return { text: engineSentence(error.message), remedies: mended(error.remedies) };
}

/** Whether the most urgent notice is said, remedies and all, at a block's card of the network. */
export function saidAtBlock(): boolean {
  const { info } = run;
  if (!info || presentNotice()?.key !== 'refused') return false;
  const cards = viewsFor('network', info)[0]?.name === 'blocks'; // above a neuron's column it is narrow
  return cards && info.layers.some(({ path }) => refusedAt(path) !== null);
}

export function presentNotice(): Notice | null {
  if (textsComing()) return null; // they are on their way from the first moment that nothing else is
  const own = stoppedNotice() ?? refusedNotice();
  if (own) return own;
  const newest = notices.list.at(-1);
  if (!newest) return null;
  return {
    key: String(newest.id),
    tone: newest.level === 'error' ? 'danger' : 'plain',
    lines: [
      ...newest.messages.map(messageText),
      ...(newest.sentence ? [engineSentence(newest.sentence)] : []),
    ],
    remedies: [],
    dismiss: () => notices.dismiss(newest.id),
  };
}
