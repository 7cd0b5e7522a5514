import type {
  Chosen,
  Entry,
  Experiment,
  Field,
  Manifest,
  Options,
} from '../../../../web/src/engine/types';

/** mulberry32: small, and the same on every run. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Random = () => number;
export const below = (random: Random, n: number) => Math.floor(random() * n);
export const pick = <T>(random: Random, list: readonly T[]) => list[below(random, list.length)];

function value(random: Random, field: Field): Options[string] {
  switch (field.type) {
    case 'integer':
      return field.min + below(random, Math.min(field.max - field.min, 1000) + 1);
    case 'number':
      return field.min + random() * (field.max - field.min);
    case 'flag':
      return random() < 0.5;
    case 'choice':
      return pick(random, field.choices);
    case 'text':
      return Array.from({ length: below(random, 30) }, () =>
        pick(random, [...'a,;:=&#%+ \n"列ß~!']),
      ).join('');
    case 'numbers':
      return Array.from(
        { length: 3 * below(random, 20) },
        // + 0: a document has no -0, since JSON has none
        (_, i) =>
          i % 3 === 2 ? below(random, 6) : Math.round((random() * 12 - 6) * 100) / 100 + 0,
      );
  }
}

export function options(random: Random, fields: Field[]): Options {
  const some: Options = {};
  for (const field of fields) if (random() < 0.5) some[field.name] = value(random, field);
  return some;
}

function chosen(random: Random, list: Entry[]): Chosen {
  const entry = pick(random, list);
  return { ...options(random, entry.fields), kind: entry.name } as Chosen;
}

/** A document with every kind of thing in it; its parts need not fit each other. */
export function experiment(random: Random, manifest: Manifest): Experiment {
  const layers = Array.from({ length: below(random, 5) }, () => chosen(random, manifest.blocks));
  const document: Experiment = {
    lushan: 1,
    seed: below(random, 100_000),
    task: chosen(random, manifest.tasks),
    model: { layers },
    train: options(random, manifest.train.fields),
  };
  if (random() < 0.7) document.model.output = options(random, manifest.output.fields);
  if (random() < 0.7) document.train.loss = chosen(random, manifest.losses);
  if (random() < 0.7) document.train.optimizer = chosen(random, manifest.optimizers);
  if (random() < 0.7) document.train.schedule = chosen(random, manifest.schedules);
  return document;
}
