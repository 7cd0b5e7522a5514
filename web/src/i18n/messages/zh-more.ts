import type { texts as english } from './en-more';
import { blocks } from './zh/blocks';
import { compare } from './zh/compare';
import { data } from './zh/data';
import { examples } from './zh/examples';
import { help } from './zh/help';
import { microscope } from './zh/microscope';
import { sequences } from './zh/sequences';
import { sharing } from './zh/sharing';
import { state } from './zh/state';
import { tour } from './zh/tour';
import { views } from './zh/views';

export const texts: Record<keyof typeof english, string> = {
  ...blocks,
  ...compare,
  ...data,
  ...examples,
  ...help,
  ...microscope,
  ...sequences,
  ...sharing,
  ...state,
  ...tour,
  ...views,
};

export { told } from './zh/sentences';
