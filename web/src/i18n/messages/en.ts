import { texts as first } from './en-first';
import { texts as more } from './en-more';

// English, the language whose keys every other one must have (zh.ts is checked against it).
export const en = { ...first, ...more };
