import { blocks } from './en/blocks';
import { compare } from './en/compare';
import { data } from './en/data';
import { examples } from './en/examples';
import { help } from './en/help';
import { microscope } from './en/microscope';
import { sequences } from './en/sequences';
import { sharing } from './en/sharing';
import { state } from './en/state';
import { tour } from './en/tour';
import { views } from './en/views';

// All else, fetched while the page is first looked at. Explanations are `….help`.
export const texts = {
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

export { named as told } from '../marks';
