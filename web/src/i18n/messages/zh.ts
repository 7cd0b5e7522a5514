import type { en } from './en';
import { texts as first } from './zh-first';
import { texts as more } from './zh-more';

// Simplified Chinese.
export const zh: Record<keyof typeof en, string> = { ...first, ...more };
