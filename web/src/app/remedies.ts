import type { Remedy as Edit } from '../engine/protocol';
import type { Experiment } from '../engine/types';
import { choiceName, fieldName, formatNumber, nameOf, t } from '../i18n';
import { blocksOf } from '../state/model';
import { patched } from '../state/patch';

/** Something that can be done about a notice. */
export interface Remedy {
  label: string;
  run: () => void;
}

/** What an edit that the engine proposes would do, in words. */
export function labelOf(document: Experiment, { op, path, value }: Edit): string {
  if (path === '/train/loss') return t('remedy.fitting_loss');
  const [, part, column, index, option] = path.split('/');
  if (part === 'train')
    return t('remedy.set', { name: fieldName('train', column), value: text(column, value) });
  const block = blocksOf(document.model, column)[Number(index)];
  if (op === 'add') return t('remedy.insert', { name: nameOf('blocks', kindOf(value)) });
  if (op === 'remove')
    return block
      ? t('remedy.remove', { name: nameOf('blocks', block.kind) })
      : t('remedy.leave_out', { name: fieldName('model', column) });
  const name = option ?? index; // an option of the head has no index before it
  const scope = column === 'output' ? 'output' : `blocks.${block?.kind}`;
  return t('remedy.set', { name: fieldName(scope, name), value: text(name, value) });
}

const kindOf = (value: unknown) => (value as { kind: string }).kind;

function text(option: string, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'remedy.on' : 'remedy.off');
  return typeof value === 'number' ? formatNumber(value) : choiceName(option, String(value));
}

/** The edits that the engine proposes for a document, ready to be pressed. */
export function remediesFor(
  document: Experiment,
  edits: Edit[],
  change: (next: Experiment) => void,
): Remedy[] {
  return edits.map((edit) => ({
    label: labelOf(document, edit),
    run: () => change(patched(document, edit)),
  }));
}
