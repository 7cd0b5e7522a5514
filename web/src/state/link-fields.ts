import type { Field, FieldValue, Options } from '../engine/types';
import type { Message } from './message';
import { packPoints } from './points-text';

// One object with options as text, "name:value,name:value", by the engine's description of them.

const longestNumbers = 12_000; // characters of a list of numbers in a link
const longestText = 6_000; // characters of a text in a link, percent-encoded

/** Escapes everything that separates parts of a link. */
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

// Null: too long for a link.
function writeValue(value: FieldValue): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') {
    const text = escaped(value);
    return text.length > longestText ? null : text;
  }
  const packed = packPoints(value);
  const text = packed === null ? value.join('~') : `!${packed}`;
  return text.length > longestNumbers ? null : text;
}

/**
 * The options that differ from their defaults; notes tell what is too long for a link. Options that
 * are not in the list of fields are the engine's to refuse, and are left out.
 */
export function writeOptions(
  options: Options,
  fields: Field[],
  path: string,
  notes: Message[],
): string[] {
  const parts: string[] = [];
  for (const field of fields) {
    if (!Object.hasOwn(options, field.name)) continue;
    const value = options[field.name];
    if (sameValue(value, field.default)) continue;
    const text = writeValue(value);
    if (text === null)
      notes.push({ key: 'link.note.too_long', params: { path: `${path}.${field.name}` } });
    else parts.push(`${field.name}:${text}`);
  }
  return parts;
}
