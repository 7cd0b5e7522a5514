import type { texts as english } from './en-first';
import { app } from './zh/app';
import { engine } from './zh/engine';
import { history } from './zh/history';
import { opening } from './zh/opening';

export const texts: Record<keyof typeof english, string> = {
  ...app,
  ...engine,
  ...history,
  ...opening,
};
