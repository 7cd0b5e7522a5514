import { app } from './en/app';
import { engine } from './en/engine';
import { history } from './en/history';
import { opening } from './en/opening';

// What is said before the first network trains: names, controls, and the views that the page opens on.
export const texts = {
  ...app,
  ...engine,
  ...history,
  ...opening,
};
