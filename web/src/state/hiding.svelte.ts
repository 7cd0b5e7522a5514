import type { ControlGroup } from './controls';

/** The groups of controls that the link hides: no part of the experiment, but of the page's address. */
export class Hiding {
  hidden = $state.raw<readonly ControlGroup[]>([]);
}

export const hiding = new Hiding();

/** Whether the controls of a group are on the page, for pointer and keys alike. */
export const shown = (group: ControlGroup): boolean => !hiding.hidden.includes(group);
