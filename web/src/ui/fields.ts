import type { Field } from '../engine/types';

// Fields that most people leave alone: they are folded away under "more options".
const advanced = new Set([
  'initializer',
  'initial_bias',
  'bias',
  'alpha',
  'beta1',
  'beta2',
  'eps',
  'label_smoothing',
]);

export interface FieldGroups {
  /** One field each, or a run of three flags and more, which belong together. */
  plain: Field[][];
  advanced: Field[];
}

// Texts and lists of numbers have editors of their own and are left out.
export function groupFields(fields: Field[]): FieldGroups {
  const groups: FieldGroups = { plain: [], advanced: [] };
  const drawn = fields.filter((field) => field.type !== 'text' && field.type !== 'numbers');
  const usual = drawn.filter((field) => !advanced.has(field.name));
  groups.advanced = drawn.filter((field) => advanced.has(field.name));

  for (let i = 0; i < usual.length;) {
    let end = i;
    while (end < usual.length && usual[end].type === 'flag') end += 1;
    if (end - i >= 3) {
      groups.plain.push(usual.slice(i, end));
      i = end;
    } else {
      groups.plain.push([usual[i]]);
      i += 1;
    }
  }
  return groups;
}
