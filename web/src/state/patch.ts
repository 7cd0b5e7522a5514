import type { Remedy } from '../engine/protocol';
import type { Experiment } from '../engine/types';

/**
 * The document with one operation of a JSON Patch (RFC 6902) applied; the old one stays as it was.
 * Objects and lists on the way that are missing are made, since a document may leave out what stands
 * at its default.
 */
export function patched(document: Experiment, { op, path, value }: Remedy): Experiment {
  const next = structuredClone(document);
  const names = path.split('/').slice(1);
  const last = names.pop()!;
  let at: unknown = next;
  for (const name of names) at = child(at, name);
  if (Array.isArray(at)) {
    const index = Number(last);
    if (op === 'add') at.splice(index, 0, value);
    else if (op === 'remove') at.splice(index, 1);
    else at[index] = value;
  } else if (op === 'remove') {
    delete (at as Record<string, unknown>)[last];
  } else {
    (at as Record<string, unknown>)[last] = value;
  }
  return next;
}

function child(parent: unknown, name: string): unknown {
  if (Array.isArray(parent)) return parent[Number(name)];
  const object = parent as Record<string, unknown>;
  if (!Object.hasOwn(object, name)) object[name] = {};
  return object[name];
}
