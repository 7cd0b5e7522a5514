import type { en } from './en';
import { app } from './zh/app';
import { compare } from './zh/compare';
import { engine } from './zh/engine';
import { history } from './zh/history';
import { microscope } from './zh/microscope';
import { sequences } from './zh/sequences';
import { sharing } from './zh/sharing';
import { state } from './zh/state';
import { views } from './zh/views';

// Simplified Chinese.
export const zh: Record<keyof typeof en, string> = {
  ...app,
  ...compare,
  ...engine,
  ...history,
  ...microscope,
  ...sequences,
  ...sharing,
  ...state,
  ...views,
};

export { told } from './zh/sentences';
