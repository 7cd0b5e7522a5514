import { awaited, has, t } from './language.svelte';

// Lists of the engine's manifest whose entries have a name and a help text.
export type NamedList =
  'tasks' | 'blocks' | 'activations' | 'initializers' | 'losses' | 'optimizers' | 'schedules';

// Fields whose choices are one of those lists.
const listOfField: Record<string, NamedList> = {
  activation: 'activations',
  function: 'activations',
  initializer: 'initializers',
  recurrent_initializer: 'initializers',
  loss: 'losses',
};

export function nameOf(list: NamedList, name: string): string {
  const key = `${list}.${name}`;
  return has(key) ? t(key) : name;
}

export function helpOf(list: NamedList, name: string): string {
  const key = `${list}.${name}.help`;
  return has(key) ? t(key) : awaited();
}

/** What the layer at a path is called: "Dense 1" at "dense_1" and at "encoder/dense_1". */
export function layerName(path: string): string {
  const [, kind, number] = /(\w+)_(\d+)$/.exec(path) ?? [path, path];
  const name = nameOf('blocks', kind);
  return kind === 'features' ? name : `${name} ${number}`;
}

/** What a class is called that the task has named; a class of the user's own keeps its name. */
export function className(task: string, name: string): string {
  const key = `classes.${task}.${name}`;
  return has(key) ? t(key) : name;
}

// The keys a field's text may have, the most particular first: scope is the owner, "blocks.dense".
export function fieldKeys(scope: string, field: string): string[] {
  return [`field.${scope}.${field}`, `field.${field}`];
}

function firstText(keys: string[]): string | undefined {
  const key = keys.find(has);
  return key && has(key) ? t(key) : undefined;
}

export function fieldName(scope: string, field: string): string {
  return firstText(fieldKeys(scope, field)) ?? field;
}

export function fieldHelp(scope: string, field: string): string {
  return firstText(fieldKeys(scope, field).map((key) => `${key}.help`)) ?? awaited();
}

// The key of a choice's text.
export function choiceKey(field: string, value: string): string {
  const list = Object.hasOwn(listOfField, field) ? listOfField[field] : undefined;
  return list ? `${list}.${value}` : `choice.${field}.${value}`;
}

export function choiceName(field: string, value: string): string {
  const key = choiceKey(field, value);
  return has(key) ? t(key) : value;
}
