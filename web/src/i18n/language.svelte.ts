import type { en } from './messages/en';

export type MessageKey = keyof typeof en;
export type Language = 'en' | 'zh';
export type Params = Record<string, string | number>;

/** What a language brings: a text for every key, and its words for the engine's English sentences. */
interface Catalogue {
  texts: Record<MessageKey, string>;
  told?: (sentence: string) => string;
}

// Fetched when they are first wanted: a visit needs one of them.
const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => ({ texts: (await import('./messages/en')).en }),
  zh: async () => {
    const { zh, told } = await import('./messages/zh');
    return { texts: zh, told };
  },
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
let catalogue = $state.raw<Catalogue | null>(null);
let wanted = current;

export function language(): Language {
  return current;
}

/** Shows the page in a language once its texts are there; throws when they cannot be fetched. */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next;
  const fetched = await catalogues[next]();
  if (wanted !== next) return; // another was chosen in the meantime
  current = next;
  catalogue = fetched;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // The choice then lasts for this visit only.
  }
}

/** The texts that the page begins with; before they are there nothing can be said. */
export async function loadLanguage(): Promise<void> {
  catalogue = await catalogues[current]();
}

// Whether a catalogue has this key: for keys put together from names in the engine's manifest.
export function has(key: string): key is MessageKey {
  return catalogue !== null && Object.hasOwn(catalogue.texts, key);
}

/** An engine's sentence as the reader is to see it; one that is not known stands as it is. */
export function engineSentence(sentence: string): string {
  return catalogue?.told?.(sentence) ?? sentence;
}

// The text for a key in the present language, `{name}` replaced by params.name.
export function t(key: MessageKey, params?: Params): string {
  const text = catalogue?.texts[key] ?? key;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
