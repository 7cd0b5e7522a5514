import { quoted, Refusal } from './message';

/** Those of the training settings. */
export const trainingGroups = [
  'speed',
  'learning_rate',
  'optimizer',
  'loss',
  'batch',
  'regularisation',
  'seed',
] as const;

/**
 * The groups of controls that a link can hide from those who open it: all there are, in the order of the
 * page. A component asks for its own by name (hiding.svelte.ts).
 */
export const controlGroups = [
  'examples',
  'compare',
  'help',
  'tasks',
  'data',
  'blocks',
  'options',
  'activation',
  'weights',
  'microscope',
  'play',
  'step',
  'reset',
  ...trainingGroups,
  'display',
  'history',
] as const;

export type ControlGroup = (typeof controlGroups)[number];

export const isControlGroup = (name: unknown): name is ControlGroup =>
  (controlGroups as readonly unknown[]).includes(name);

/** A part of an experiment, for which a group is named that changes it. */
export type SettingsPart = 'optimizer' | 'schedule' | 'loss' | 'train' | 'block';

/** The group that one of an experiment's settings belongs to. */
export function groupOf(part: SettingsPart, field?: string): ControlGroup {
  switch (part) {
    case 'optimizer':
      return field === 'lr' ? 'learning_rate' : 'optimizer';
    case 'schedule':
      return 'learning_rate';
    case 'loss':
      return 'loss';
    case 'train':
      return field === 'batch'
        ? 'batch'
        : field === 'teacher_forcing'
          ? 'options'
          : 'regularisation';
    case 'block':
      return field === 'activation' || field === 'function' ? 'activation' : 'options';
  }
}

/** As a part of a link, in the order of the list. */
export const writeHidden = (hidden: readonly ControlGroup[]): string =>
  `hide=${controlGroups.filter((group) => hidden.includes(group)).join(',')}`;

/** Reads the names of groups; unknown and repeated ones are refused. */
export function readHidden(text: string): ControlGroup[] {
  const names = text.split(',', controlGroups.length + 1);
  for (const [i, name] of names.entries()) {
    if (!(controlGroups as readonly string[]).includes(name)) {
      throw new Refusal('link.no_such_choice', {
        path: 'hide',
        value: quoted(name),
        choices: controlGroups,
      });
    }
    if (names.indexOf(name) < i) throw new Refusal('link.twice', { name: quoted(name) });
  }
  return names as ControlGroup[];
}
