import type { Chosen, Experiment, FieldValue, Manifest, Model } from '../../engine/types';
import { choiceName, fieldName, formatNumber, nameOf, t } from '../../i18n';
import { changedPaths } from '../../state/changes';
import { blocksOf, columnsOf, patternOf } from '../../state/model';

// Documents in the reader's words: what a model is, and where documents differ.

/** A field in which some documents differ, and what it is in each. */
export interface Difference {
  /** Its path, "train.optimizer.lr"; "model" where models are built differently. */
  path: string;
  name: string;
  values: string[];
}

function valueText(name: string, value: unknown): string {
  if (value === undefined) return '–';
  if (name === 'heads_off') {
    const heads = [...Array(16).keys()].filter((i) => (Number(value) >> i) & 1); // a bit each
    return heads.map((i) => i + 1).join(' + ') || '–';
  }
  if (typeof value === 'number') return formatNumber(value, 6);
  if (typeof value === 'boolean') return t(value ? 'compare.yes' : 'compare.no');
  if (typeof value === 'string') return value.length > 40 ? '…' : choiceName(name, value);
  return '…';
}

const sizes = ['units', 'channels', 'dim'];

/** How wide a block is, and how often it stands there. */
function blockText(block: Chosen, manifest: Manifest): string {
  const fields = manifest.blocks.find(({ name }) => name === block.kind)?.fields ?? [];
  const valueOf = (name: string): FieldValue | undefined =>
    block[name] ?? fields.find((field) => field.name === name)?.default;
  const size = sizes.map(valueOf).find((value) => value !== undefined);
  const text = nameOf('blocks', block.kind) + (size === undefined ? '' : ` ${String(size)}`);
  const repeat = valueOf('repeat');
  return typeof repeat === 'number' && repeat > 1 ? `${repeat} × ${text}` : text;
}

/** A model in one line: Embedding 32 → GRU 64. What gives the answer is left out. */
export function modelText(model: Model, manifest: Manifest): string {
  const columns = columnsOf(model).map((column) => {
    const sized = blocksOf(model, column).map((block) => blockText(block, manifest));
    // the same block again and again is said once
    const runs: { text: string; count: number }[] = [];
    for (const text of sized) {
      if (runs.at(-1)?.text === text) runs.at(-1)!.count += 1;
      else runs.push({ text, count: 1 });
    }
    return runs.map(({ text, count }) => (count > 1 ? `${count} × ${text}` : text)).join(' → ');
  });
  return columns.filter((text) => text !== '').join(' ⇢ ') || t('compare.linear');
}

/** What a path of the document is called. */
function pathName(path: string[], document: Experiment): string {
  const [part, second, third, fourth] = path;
  const { task, model, train } = document;
  if (part === 'seed') return fieldName('experiment', 'seed');
  if (part === 'task') {
    return second === 'kind' ? t('panel.task') : fieldName(`tasks.${task.kind}`, second);
  }
  if (part === 'model' && second === 'output') {
    return t('compare.of', { owner: t('blocks.output'), field: fieldName('output', third) });
  }
  if (part === 'model' && fourth !== undefined) {
    const blocks = blocksOf(model, second);
    const { kind } = blocks[Number(third)];
    // numbered among their kind, as the network has them
    const upTo = (end: number) => blocks.slice(0, end).filter((one) => one.kind === kind).length;
    const number = upTo(blocks.length) > 1 ? ` ${upTo(Number(third) + 1)}` : '';
    const block = nameOf('blocks', kind) + number;
    return t('compare.of', { owner: block, field: fieldName(`blocks.${kind}`, fourth) });
  }
  if (part === 'model') return fieldName('model', second);
  if (second === 'optimizer' || second === 'schedule' || second === 'loss') {
    if (third === 'kind') return t(`train.${second}`);
    const list = { optimizer: 'optimizers', schedule: 'schedules', loss: 'losses' }[second];
    return fieldName(`${list}.${train[second]?.kind}`, third);
  }
  return fieldName('train', second);
}

function at(document: Experiment, path: string[]): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

const nameOfKind = (path: string[], kind: string) => {
  if (path[0] === 'task') return nameOf('tasks', kind);
  const list = { optimizer: 'optimizers', schedule: 'schedules', loss: 'losses' } as const;
  return nameOf(list[path[1] as keyof typeof list], kind);
};

/** Where complete documents differ, in the order of the document: seed, task, model, training. */
export function differences(documents: Experiment[], manifest: Manifest): Difference[] {
  if (documents.length < 2) return [];
  const [first, ...others] = documents;
  const paths = new Map<string, string[]>();
  for (const other of others)
    for (const path of changedPaths(first, other)) paths.set(path.join('.'), path);

  const alike = documents.every(({ model }) => patternOf(model) === patternOf(first.model));
  const sameTask = documents.every(({ task }) => task.kind === first.task.kind);
  const found: Difference[] = [];
  for (const [key, path] of paths) {
    if (path[0] === 'model' && !alike) continue;
    if (path[0] === 'task' && !sameTask && path[1] !== 'kind') continue;
    const kind = path.at(-1) === 'kind';
    // An option of one optimizer only has its name from the document that has it.
    const owner = documents.find((document) => at(document, path) !== undefined) ?? first;
    found.push({
      path: key,
      name: pathName(path, owner),
      values: documents.map((document) => {
        const value = at(document, path);
        return kind && typeof value === 'string'
          ? nameOfKind(path, value)
          : valueText(path.at(-1)!, value);
      }),
    });
  }
  if (!alike) {
    const values = documents.map(({ model }) => modelText(model, manifest));
    found.push({ path: 'model', name: t('panel.network'), values });
  }
  const order = ['seed', 'task', 'model', 'train'];
  const rank = ({ path }: Difference) => order.indexOf(path.split('.')[0]);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** The same in one sentence: Learning rate: 0.01 → 0.001; Batch: 32 → 64. */
export function changeText(before: Experiment, after: Experiment, manifest: Manifest): string {
  return differences([before, after], manifest)
    .map(({ path, name, values: [from, to] }) =>
      // a model has arrows of its own
      t(path === 'model' ? 'compare.change.model' : 'compare.change', { name, from, to }),
    )
    .join(t('compare.separator'));
}
