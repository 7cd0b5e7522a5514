/** A text to be said in the reader's language: a key of the catalogues, and what to fill in. */
export interface Message {
  key: `link.${string}` | `state.${string}` | `file.${string}`;
  /** Several names are said as a list. */
  params?: Record<string, string | number | readonly string[]>;
}

/** A refusal with its message; nothing has changed when it is thrown. */
export class Refusal extends Error {
  constructor(
    readonly key: Message['key'],
    readonly params: Message['params'] = {},
  ) {
    super(`${key} ${JSON.stringify(params)}`);
    this.name = 'Refusal';
  }
}

/** Text from outside as a message may quote it: one short line. */
export function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return line.length > 40 ? `${line.slice(0, 37)}…` : line;
}
