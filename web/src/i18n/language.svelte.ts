import type { en } from './messages/en';

export type MessageKey = keyof typeof en;
export type Language = 'en' | 'zh';
export type Params = Record<string, string | number>;

type Texts = Partial<Record<MessageKey, string>>;

/** A part of a language: texts, and its words for the engine's English sentences. */
interface Part {
  texts: Texts;
  told?: (sentence: string) => string;
}

// A visit needs one language, and of that one what the first network is trained with comes first.
const catalogues: Record<Language, { first: () => Promise<Part>; more: () => Promise<Part> }> = {
  en: { first: () => import('./messages/en-first'), more: () => import('./messages/en-more') },
  zh: { first: () => import('./messages/zh-first'), more: () => import('./messages/zh-more') },
};

// Each language under its own name, as a menu shows it.
export const languages: { id: Language; name: string; tag: string }[] = [
  { id: 'en', name: 'English', tag: 'en' },
  { id: 'zh', name: '中文', tag: 'zh-Hans' },
];

const storageKey = 'lushan.language';

function preferred(): Language {
  try {
    const stored = localStorage.getItem(storageKey);
    if (stored === 'en' || stored === 'zh') return stored;
  } catch {
    // Storage may be blocked; the browser's language still decides.
  }
  const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

let current = $state<Language>(preferred());
let texts = $state.raw<Texts>({});
let told = $state.raw<Part['told']>();
let more = $state<'coming' | 'here' | 'failed'>('coming');
let wanted = current;
let fetching: Promise<void> | null = null;

export function language(): Language {
  return current;
}

/** Shows the page in a language once its texts are there; throws when they cannot be fetched. */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next;
  const parts = await Promise.all([catalogues[next].first(), catalogues[next].more()]);
  if (wanted !== next) return; // another was chosen in the meantime
  current = next;
  take(...parts);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // The choice then lasts for this visit only.
  }
}

/** The texts that the page begins with; before they are there nothing can be said. */
export async function loadLanguage(): Promise<void> {
  ({ texts } = await catalogues[current].first());
}

/** The other texts; throws when they cannot be fetched. */
export function loadMore(): Promise<void> {
  if (more === 'here') return Promise.resolve();
  fetching ??= fetchMore().finally(() => (fetching = null));
  return fetching;
}

async function fetchMore(): Promise<void> {
  more = 'coming';
  const asked = current;
  try {
    const part = await catalogues[asked].more();
    if (asked === current) take({ texts }, part); // another language comes whole
  } catch (error) {
    if (asked === current) more = 'failed';
    throw error;
  }
}

function take(first: Part, rest: Part): void {
  texts = { ...first.texts, ...rest.texts };
  told = rest.told;
  more = 'here';
}

/** Whether texts are still on their way, so that it is too early to say something with them. */
export function textsComing(): boolean {
  return more === 'coming';
}

/** In place of a text that is not there yet. */
export function awaited(): string {
  if (more === 'here') return '';
  return (more === 'failed' && texts['part.failed']) || '…';
}

// Whether a catalogue has this key: for keys put together from names in the engine's manifest.
export function has(key: string): key is MessageKey {
  return Object.hasOwn(texts, key);
}

/** An engine's sentence as the reader is to see it; one that is not known stands as it is. */
export function engineSentence(sentence: string): string {
  return told?.(sentence) ?? sentence;
}

// The text for a key in the present language, `{name}` replaced by params.name.
export function t(key: MessageKey, params?: Params): string {
  const text = texts[key] ?? (awaited() || key);
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
