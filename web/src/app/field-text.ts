// A browser lays out every line of a text field, seen or not: 100 000 of them take it a second or two,
// and each key after that a tenth.
const mostLines = 10_000;
const mostCharacters = 300_000; // of one line, too, which is broken into many

/** The beginning of a text, as much as a field shows at once; the text itself where it is no longer. */
export function fieldPart(text: string): string {
  let end = -1;
  for (let lines = 0; lines < mostLines; lines++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) break;
  }
  const part = text.slice(0, Math.min(end < 0 ? text.length : end, mostCharacters));
  return part.length < text.length ? part.replace(/\p{Surrogate}$/u, '') : part; // half a character
}

/** Whether a field shows all of a text. */
export const fits = (text: string): boolean => fieldPart(text) === text;

/** What a field will hold once this is pasted; null where it is left to the field, which shows all of it. */
export function pastedTooLong(event: ClipboardEvent): string | null {
  const { value, selectionStart, selectionEnd } = event.currentTarget as HTMLTextAreaElement;
  const pasted = event.clipboardData?.getData('text/plain').replace(/\r\n?/g, '\n') ?? '';
  const text = value.slice(0, selectionStart) + pasted + value.slice(selectionEnd);
  return fits(text) ? null : text;
}
