import type { LayerInfo, RunInfo } from '../../engine/types';
import { className, layerName as nameOfLayer, t } from '../../i18n';

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const symbols: Record<string, string> = {
  x1_squared: 'x₁²',
  x2_squared: 'x₂²',
  x1_x2: 'x₁x₂',
  sin_x1: 'sin x₁',
  sin_x2: 'sin x₂',
};

/** How a quantity is written: x1 as x₁, x1_squared as x₁²; other names stay. */
export function symbol(name: string): string {
  if (Object.hasOwn(symbols, name)) return symbols[name];
  return name.replace(
    /^([a-z])(\d+)$/,
    (_, letter: string, digits: string) =>
      letter + [...digits].map((d) => subscripts[Number(d)]).join(''),
  );
}

/** What a layer is called on the page: "Dense 1", "Output". */
export function layerName(layer: LayerInfo | null): string {
  if (!layer) return t('view.input');
  if (layer.kind === 'output') return t('view.output');
  return nameOfLayer(layer.path);
}

/** The same with the column it stands in, where there are two. */
export const layerTitle = (layer: LayerInfo): string =>
  layer.column === 'encoder' || layer.column === 'decoder'
    ? `${t(`view.blocks.${layer.column}`)} · ${layerName(layer)}`
    : layerName(layer);

/** What can be answered, in words: classes, or the tokens of a vocabulary. */
export const targetNames = ({ task, experiment }: RunInfo): string[] =>
  task.target.names.map((name) => className(experiment.task.kind, name).replace(/^-(?=\d)/, '−'));
