import type {
  Chosen,
  Entry,
  Experiment,
  Field,
  FieldValue,
  Manifest,
  Options,
} from '../engine/types';

// What the training settings are, with the engine's defaults filled in where the document is silent.

export interface Training {
  optimizer: Entry;
  optimizerValues: Options;
  schedule: Entry;
  scheduleValues: Options;
  loss: Entry;
  lossValues: Options;
  fields: Field[];
  values: Options;
}

function entry<T extends Entry>(list: T[], name: string | undefined): T {
  return list.find((item) => item.name === name) ?? list[0];
}

function withDefaults(fields: Field[], values: Options | undefined): Options {
  const all: Options = {};
  for (const field of fields) all[field.name] = values?.[field.name] ?? field.default;
  return all;
}

/** `canonical` is the document as the engine wrote it out: it tells what it chose by itself. */
export function trainingOf(
  doc: Experiment,
  canonical: Experiment | undefined,
  manifest: Manifest,
): Training {
  const { train } = doc;
  const optimizer = entry(
    manifest.optimizers,
    (train.optimizer ?? canonical?.train.optimizer)?.kind,
  );
  const schedule = entry(manifest.schedules, (train.schedule ?? canonical?.train.schedule)?.kind);
  const loss = entry(manifest.losses, (train.loss ?? canonical?.train.loss)?.kind);
  const fields = manifest.train.fields.filter(
    (field) => doc.model.decoder || !('decoder' in field && field.decoder),
  );
  const values: Options = {};
  for (const field of fields) {
    const given = (train as Options)[field.name];
    values[field.name] = typeof given === 'number' ? given : field.default;
  }
  return {
    optimizer,
    optimizerValues: withDefaults(optimizer.fields, train.optimizer),
    schedule,
    scheduleValues: withDefaults(schedule.fields, train.schedule),
    loss,
    lossValues: withDefaults(loss.fields, train.loss),
    fields,
    values,
  };
}

export type Part = 'optimizer' | 'schedule' | 'loss';

export function setKind(doc: Experiment, part: Part, kind: string): Experiment {
  return { ...doc, train: { ...doc.train, [part]: { kind } } };
}

export function setPartOption(
  doc: Experiment,
  part: Part,
  present: string,
  name: string,
  value: FieldValue,
): Experiment {
  const chosen: Chosen = { ...(doc.train[part] ?? { kind: present }), [name]: value };
  return { ...doc, train: { ...doc.train, [part]: chosen } };
}

export function setTrainOption(doc: Experiment, name: string, value: FieldValue): Experiment {
  return { ...doc, train: { ...doc.train, [name]: value } };
}

/** How many steps of a schedule are worth drawing: those over which it changes, and some more. */
export function scheduleSpan(schedule: Entry, values: Options): number {
  let longest = 0;
  for (const field of schedule.fields) {
    if (field.type === 'integer') longest = Math.max(longest, Number(values[field.name]));
  }
  const repeats = schedule.name === 'step' ? 4 : schedule.name === 'inverse_sqrt' ? 10 : 2;
  return longest > 0 ? longest * repeats : 2000;
}
