import type { Experiment, Model, RunInfo, Train } from '../engine/types';
import { columnsOf } from '../state/model';
import list from './families.json';

/** A kind of model that can be put to many tasks. */
export interface Family {
  id: string;
  /** The forms it takes, the likeliest first: the engine says which of them suit a task. */
  models: object[];
  /** What "w" in a form may stand for, ascending; a form without it is of one size. */
  widths?: number[];
  /** Settings of the training under which it learns well. */
  train: Train;
}

export const families = list as unknown as Family[];

/** A family put to a task. */
export interface Member {
  family: string;
  document: Experiment;
  info: RunInfo;
}

type Describe = (document: Experiment) => Promise<RunInfo>;

// "w" and its multiples, such as "2w", become numbers.
function sized(form: unknown, width: number): unknown {
  if (typeof form === 'string') {
    const factor = /^(\d*)w$/.exec(form);
    return factor ? Number(factor[1] || 1) * width : form;
  }
  if (Array.isArray(form)) return form.map((item) => sized(item, width));
  if (typeof form !== 'object' || form === null) return form;
  return Object.fromEntries(Object.entries(form).map(([name, item]) => [name, sized(item, width)]));
}

/** The task, the seed and the batch of a document under another model. */
function put(document: Experiment, family: Family, form: object, width: number): Experiment {
  const { batch } = document.train;
  return {
    lushan: 1,
    seed: document.seed,
    task: document.task,
    model: sized(form, width) as Model,
    train: { ...family.train, ...(batch === undefined ? {} : { batch }) },
  };
}

// The width whose number of parameters comes nearest to the wanted one: they grow together.
async function fitted(
  make: (width: number) => Experiment,
  widths: number[],
  parameters: number,
  describe: Describe,
): Promise<{ document: Experiment; info: RunInfo } | null> {
  const known = new Map<number, { document: Experiment; info: RunInfo } | null>();
  const at = async (i: number) => {
    if (!known.has(i)) {
      const document = make(widths[i]);
      known.set(
        i,
        await describe(document).then(
          (info) => ({ document, info }),
          () => null, // too large for the engine, or not for this task
        ),
      );
    }
    return known.get(i)!;
  };
  let [low, high] = [0, widths.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const tried = await at(middle);
    if (middle === 0 && !tried) return null;
    if (!tried || tried.info.parameters >= parameters) high = middle;
    else low = middle + 1;
  }
  await at(low);
  if (low > 0) await at(low - 1);
  const off = ({ info }: { info: RunInfo }) => Math.abs(Math.log(info.parameters / parameters));
  const found = [...known.values()].filter((each) => each !== null);
  return found.sort((a, b) => off(a) - off(b))[0] ?? null;
}

/**
 * The families that suit the task of a document, each with about as many parameters. A family that
 * has a form with the same columns (layers, or encoder and decoder) as the document takes that.
 */
export async function membersOf(
  document: Experiment,
  parameters: number,
  describe: Describe,
): Promise<Member[]> {
  const columns = columnsOf(document.model).join();
  const members: Member[] = [];
  for (const family of families) {
    const forms = family.models.filter((form) => columnsOf(form as Model).join() === columns);
    const widths = family.widths ?? [1];
    for (const form of forms) {
      const make = (width: number) => put(document, family, form, width);
      const smallest = await describe(make(widths[0])).catch(() => null);
      if (!smallest) continue;
      const member = await fitted(make, widths, parameters, describe);
      if (member) members.push({ family: family.id, ...member });
      break;
    }
  }
  return members;
}
