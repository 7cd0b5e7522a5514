import type { Experiment, Field, FieldValue, LayerInfo, Manifest, RunInfo } from '../engine/types';
import { groupOf, type ControlGroup } from '../state/controls';
import { optionsAt } from '../state/model';
import { setLayerOption } from './edits';
import { setKind, setPartOption, setTrainOption, trainingOf } from './training';

type Adjustable = Extract<Field, { type: 'integer' | 'number' }>;

/** Something that may be changed while a run goes on: an option, or a choice from a list. */
export interface Knob {
  id: string;
  group: ControlGroup;
  /** Whose it is, for its texts: "optimizers.adam", "train", "blocks.dropout". */
  scope: string;
  /** The block, where it is one of a block. */
  layer?: LayerInfo;
  control: { field: Adjustable } | { list: 'optimizers' | 'schedules'; kinds: string[] };
  value: FieldValue;
  set(document: Experiment, value: FieldValue): Experiment;
}

/** All that the engine's description marks as live, in the order of the training settings. */
export function knobsOf(document: Experiment, info: RunInfo, manifest: Manifest): Knob[] {
  const training = trainingOf(document, info.experiment, manifest);
  const knobs: Knob[] = [];
  for (const part of ['optimizer', 'schedule'] as const) {
    const list = `${part}s` as const;
    const present = training[part];
    const values = training[`${part}Values`];
    for (const field of present.fields.filter(adjustable)) {
      knobs.push({
        id: `${part}.${field.name}`,
        group: groupOf(part, field.name),
        scope: `${list}.${present.name}`,
        control: { field },
        value: values[field.name],
        set: (doc, value) => setPartOption(doc, part, present.name, field.name, value),
      });
    }
    knobs.push({
      id: part,
      group: groupOf(part),
      scope: list,
      control: { list, kinds: manifest[list].map(({ name }) => name) },
      value: present.name,
      set: (doc, value) => setKind(doc, part, String(value)),
    });
  }
  for (const field of training.fields.filter(adjustable)) {
    knobs.push({
      id: field.name,
      group: groupOf('train', field.name),
      scope: 'train',
      control: { field },
      value: training.values[field.name],
      set: (doc, value) => setTrainOption(doc, field.name, value),
    });
  }
  for (const layer of info.layers) {
    const entry = manifest.blocks.find(({ name }) => name === layer.kind);
    for (const field of entry?.fields.filter(adjustable) ?? []) {
      if (layer.index < 0 || knobs.some(({ id }) => id === idOf(layer, field))) continue;
      knobs.push({
        id: idOf(layer, field),
        group: groupOf('block', field.name),
        scope: `blocks.${layer.kind}`,
        layer,
        control: { field },
        value: optionsAt(document.model, layer)?.[field.name] ?? field.default,
        set: (doc, value) => setLayerOption(doc, layer.index, field.name, value, layer.column),
      });
    }
  }
  return knobs;
}

// Copies of a repeated layer share their options.
const idOf = (layer: LayerInfo, field: Field) => `${layer.column}.${layer.index}.${field.name}`;

const adjustable = (field: Field): field is Adjustable =>
  field.live && (field.type === 'integer' || field.type === 'number');
