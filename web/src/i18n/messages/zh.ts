import type { en } from './en';
import { app } from './zh/app';
import { compare } from './zh/compare';
import { engine } from './zh/engine';
import { state } from './zh/state';
import { views } from './zh/views';

// Simplified Chinese.
export const zh: Record<keyof typeof en, string> = {
  ...app,
  ...compare,
  ...engine,
  ...state,
  ...views,
};
