// What a person made for a task and no document holds: it is not used yet, or another task is chosen.
// The browser keeps it, so that neither another task nor a reload loses it.

const prefix = 'lushan.draft.';
const texts = new Map<string, string>(); // has the last word: the browser may have no room

export function draft(name: string): string {
  try {
    return texts.get(name) ?? localStorage.getItem(prefix + name) ?? '';
  } catch {
    return ''; // a browser that keeps nothing
  }
}

export function keepDraft(name: string, text: string): void {
  texts.set(name, text);
  try {
    if (text === '') localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
  } catch {
    // no room, or a browser that keeps nothing: a reload loses it
  }
}

/** A draft that is more than a text; null where there is none, or one of another form. */
export function draftOf<T>(name: string, is: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(draft(name));
    return is(value) ? value : null;
  } catch {
    return null;
  }
}

/** What was written over a text and not used: it belongs to that text, and is not shown with another. */
interface Writing {
  over: string;
  text: string;
}
const isWriting = (value: unknown): value is Writing =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Writing>).over === 'string' &&
  typeof (value as Partial<Writing>).text === 'string';

/** What was written last over the text that a task has; the text itself where nothing was. */
export function writing(task: string, over: string): string {
  const kept = draftOf(`${task}.text`, isWriting);
  return kept?.over === over ? kept.text : over;
}

export function keepWriting(task: string, over: string, text: string): void {
  keepDraft(`${task}.text`, text === over ? '' : JSON.stringify({ over, text } satisfies Writing));
}
