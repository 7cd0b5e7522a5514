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

// Choices beside each other, all of them readable in the narrowest form: 220 px, of which each takes 16
// around its text. A Chinese character is twice as wide as a letter, of up to 7.7 px (DejaVu Sans, which
// many a Linux has for the interface).
export function fitInRow(labels: string[]): boolean {
  const letters = (label: string) =>
    [...label].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0);
  const text = labels.reduce((sum, label) => sum + letters(label), 0);
  return labels.length <= 3 && 16 * labels.length + 7.7 * text <= 216;
}
