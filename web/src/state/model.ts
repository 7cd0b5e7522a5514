import type { Chosen, Column, Model } from '../engine/types';

/** The columns that a model has, in the order of what flows through them. */
export function columnsOf(model: Model): Column[] {
  return model.encoder || model.decoder ? ['encoder', 'decoder'] : ['layers'];
}

/** The blocks of one column; none where the model has no such column. */
export function blocksOf(model: Model, column: string): Chosen[] {
  return (column === 'encoder' || column === 'decoder' ? model[column] : model.layers) ?? [];
}

/** All blocks of a model. */
export function allBlocks(model: Model): Chosen[] {
  return columnsOf(model).flatMap((column) => blocksOf(model, column));
}

/** The kinds of a model's blocks as a text: equal for models that are built alike. */
export function patternOf(model: Model): string {
  return columnsOf(model)
    .map((column) => `${column}:${blocksOf(model, column).map(({ kind }) => kind)}`)
    .join(';');
}

/** The options of the block that stands at a place of a model, or of its output (index -1). */
export function optionsAt(model: Model, { column, index }: { column: string; index: number }) {
  return index < 0 ? model.output : blocksOf(model, column)[index];
}
