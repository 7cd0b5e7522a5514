import { en } from './messages/en';
import { zh } from './messages/zh';

export type MessageKey = keyof typeof en;
export type Language = 'en' | 'zh';
export type Params = Record<string, string | number>;

const catalogues: Record<Language, Record<MessageKey, string>> = { en, zh };

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

export function language(): Language {
  return current;
}

export function setLanguage(next: Language): void {
  current = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // The choice then lasts for this visit only.
  }
}

// Whether a catalogue has this key: for keys put together from names in the engine's manifest.
export function has(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

// The text for a key in the present language, `{name}` replaced by params.name.
export function t(key: MessageKey, params?: Params): string {
  const text = catalogues[current][key] ?? key;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
