import { language, t, type MessageKey } from './language.svelte';

// The engine speaks English: sentences with names and numbers in them. Those that a reader is likely
// to meet are told in the reader's language; any other stands as it is.
const patterns: [RegExp, MessageKey][] = [
  [
    /^(?<path>\S+) is (?<value>.+); it must be a whole number between (?<min>\S+) and (?<max>\S+)\.$/,
    'engine.whole_between',
  ],
  [
    /^(?<path>\S+) is (?<value>.+); it must be a number between (?<min>\S+) and (?<max>\S+)\.$/,
    'engine.between',
  ],
  [/^(?<path>\S+) is (?<value>.+); it must be one of (?<choices>.+)\.$/, 'engine.one_of'],
  [
    /^(?<block>\w+) expects a vector, (?<giver>\w+) gives (?:a|an) (?<what>.+): add flatten between them\.$/,
    'engine.needs_flatten',
  ],
  [
    /^(?<block>\w+) expects an image, (?<giver>\w+) gives a vector (?<what>.+): remove \w+\.$/,
    'engine.needs_image',
  ],
  [/no feature is switched on/, 'engine.no_feature'],
  [/^train\.loss: (?<loss>\w+) compares classes/, 'engine.loss_for_classes'],
  [/^train\.loss: (?<loss>\w+) compares values/, 'engine.loss_for_values'],
  [/^This run needs (?<need>.+), and at most (?<most>.+) can be taken/, 'engine.memory'],
  [/^There are too few points/, 'engine.few_points'],
  [/^All points are of one class/, 'engine.one_class'],
  [/^The task leaves no example to train on/, 'engine.no_training'],
];

/** An engine's sentence as the reader is to see it. */
export function engineSentence(sentence: string): string {
  if (language() === 'en') return sentence;
  for (const [pattern, key] of patterns) {
    const match = pattern.exec(sentence);
    if (match) return t(key, match.groups);
  }
  return sentence;
}
