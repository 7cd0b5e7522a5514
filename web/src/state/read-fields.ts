import type { Field, FieldValue, Options } from '../engine/types';
import { quoted, Refusal } from './message';
import { unpackPoints } from './points-text';

// Reading of what link-fields.ts writes.

const numberPattern = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** What a link holds, as a message may quote it: decoded, where that can be done. */
export function readable(text: string): string {
  try {
    return quoted(decodeURIComponent(text));
  } catch {
    return quoted(text);
  }
}

/** A finite number written in decimal; anything else is refused by name. */
export function readNumber(text: string, path: string): number {
  const value = text.length <= 32 && numberPattern.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value))
    throw new Refusal('link.not_a_number', { path, value: readable(text) });
  // Too small a number would be another, 0.
  if (value === 0 && /[1-9]/.test(text.replace(/e.*/i, '')))
    throw new Refusal('link.too_small', { path, value: text });
  return value;
}

function readRanged(text: string, path: string, field: { min: number; max: number }): number {
  const value = readNumber(text, path);
  if (value < field.min || value > field.max) {
    throw new Refusal('link.out_of_range', { path, value, min: field.min, max: field.max });
  }
  return value;
}

function readNumbers(text: string, path: string, most: number): number[] {
  if (text === '') return [];
  const numbers = text.startsWith('!')
    ? unpackPoints(text.slice(1))
    : text.split('~', most + 1).map((part) => readNumber(part, path));
  if (!numbers) throw new Refusal('link.unreadable', { path, value: quoted(text) });
  if (numbers.length > most) throw new Refusal('link.too_many', { path, most });
  return numbers;
}

/** Decodes %XX; refuses what is not UTF-8. */
export function unescaped(text: string, path: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal('link.unreadable', { path, value: quoted(text) });
  }
}

export function readValue(text: string, field: Field, path: string): FieldValue {
  switch (field.type) {
    case 'integer': {
      const value = readRanged(text, path, field);
      if (!Number.isInteger(value)) throw new Refusal('link.not_whole', { path, value });
      return value;
    }
    case 'number':
      return readRanged(text, path, field);
    case 'flag':
      if (text !== '0' && text !== '1') {
        throw new Refusal('link.not_a_flag', { path, value: readable(text) });
      }
      return text === '1';
    case 'choice': {
      const value = unescaped(text, path);
      if (!field.choices.includes(value)) {
        throw new Refusal('link.no_such_choice', {
          path,
          value: quoted(value),
          choices: field.choices,
        });
      }
      return value;
    }
    case 'text': {
      const value = unescaped(text, path);
      if (new TextEncoder().encode(value).length > field.max_bytes) {
        throw new Refusal('link.too_many', { path, most: field.max_bytes });
      }
      return value;
    }
    case 'numbers':
      return readNumbers(text, path, field.max_count);
  }
}

/** Reads "name:value" parts into an object; unknown and repeated names are refused. */
export function readOptions(parts: string[], fields: Field[], path: string): Options {
  const options: Options = {};
  for (const part of parts) {
    const colon = part.indexOf(':');
    const name = colon < 0 ? part : part.slice(0, colon);
    const field = fields.find((candidate) => candidate.name === name);
    if (!field) throw new Refusal('link.no_such_option', { path, name: readable(name) });
    if (colon < 0) throw new Refusal('link.no_value', { path: `${path}.${name}` });
    if (Object.hasOwn(options, name)) throw new Refusal('link.twice', { name: `${path}.${name}` });
    options[name] = readValue(part.slice(colon + 1), field, `${path}.${name}`);
  }
  return options;
}
