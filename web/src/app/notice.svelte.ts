import type { Experiment } from '../engine/types';
import { engineSentence, has, t } from '../i18n';
import { experiment } from '../state/experiment.svelte';
import type { Message } from '../state/message';
import { blocksOf } from '../state/model';
import { notices } from '../state/notices.svelte';
import { run } from '../state/run.svelte';
import { workbench } from '../state/workbench.svelte';
import { insertLayer } from './edits';
import { page } from './page.svelte';

// What there is to be said about the run, most urgent first, with what can be done about it.

export interface Remedy {
  label: string;
  run: () => void;
}
export interface Notice {
  key: string;
  tone: 'danger' | 'plain';
  lines: string[];
  remedies: Remedy[];
  dismiss?: () => void;
}

export function messageText({ key, params }: Message): string {
  return has(key) ? t(key, params) : key;
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

// What would make a refused document acceptable, told from the engine's sentence.
function mended(message: string): Remedy[] {
  const doc = page.document;
  const remedies: Remedy[] = [];
  const needsFlatten = /^(\w+) expects a vector, .*: add flatten between them/.exec(message);
  if (needsFlatten) {
    const at = blocksOf(doc.model, 'layers').findIndex((layer) => layer.kind === needsFlatten[1]);
    const index = at < 0 ? blocksOf(doc.model, 'layers').length : at;
    remedies.push({
      label: t('refused.add_flatten'),
      run: () => page.change(insertLayer(doc, index, { kind: 'flatten' })),
    });
  }
  if (message.startsWith('train.loss: ')) {
    const train = { ...doc.train };
    delete train.loss;
    remedies.push({ label: t('refused.fitting_loss'), run: () => page.change({ ...doc, train }) });
  }
  if (experiment.canUndo) remedies.push({ label: t('header.undo'), run: () => page.undo() });
  return remedies;
}

function refusedNotice(): Notice | null {
  if (!run.error || run.error.code !== 'engine') return null;
  const { message } = run.error;
  return {
    key: 'refused',
    tone: 'danger',
    lines: [
      engineSentence(message),
      ...(workbench.pending && run.info ? [t('refused.run_goes_on')] : []),
    ],
    remedies: workbench.pending ? mended(message) : [],
    dismiss: workbench.pending ? undefined : () => (run.error = null),
  };
}

export function presentNotice(): Notice | null {
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
