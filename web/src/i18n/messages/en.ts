import { app } from './en/app';
import { compare } from './en/compare';
import { engine } from './en/engine';
import { history } from './en/history';
import { microscope } from './en/microscope';
import { sequences } from './en/sequences';
import { sharing } from './en/sharing';
import { state } from './en/state';
import { views } from './en/views';

// English, the language whose keys every other one must have (zh.ts is checked against it).
export const en = {
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
