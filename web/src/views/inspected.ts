import type { LayerInfo, RunInfo } from '../engine/types';
import { ordered } from './registry';

// Apart from the others, as they come with the inspector.
const views = ordered(import.meta.glob('./*/block.ts', { eager: true }));

/** The views of one block that can show this layer, in order. */
export const viewsOf = (info: RunInfo, layer: LayerInfo) =>
  views.filter((view) => view.applies(info, layer));
