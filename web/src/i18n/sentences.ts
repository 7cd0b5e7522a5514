import { language } from './language.svelte';
import { part, sentences } from './messages/zh/sentences';

// Row 17, column “age”
const place = (text: string) =>
  text.replace(/^Row (\d+), column (?:(\d+)|(.+))$/, (_, row, number, name) =>
    number ? `第 ${row} 行第 ${number} 列` : `第 ${row} 行${name}列`,
  );

/** An engine's sentence as the reader is to see it; one that is not known stands as it is. */
export function engineSentence(sentence: string): string {
  if (language() === 'en') return sentence;
  for (const [pattern, text] of sentences) {
    const groups = pattern.exec(sentence)?.groups;
    if (!groups && !pattern.test(sentence)) continue;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = groups?.[name] ?? '';
      // Names that begin with a line are phrases, and are translated themselves.
      if (name.startsWith('_')) return part(value);
      return name === 'place' ? place(value) : value;
    });
  }
  return sentence;
}
