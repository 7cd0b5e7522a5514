import type { LayerInfo, RunInfo } from '../engine/types';
import type { Place, View } from './view';

const modules = import.meta.glob<{ default: View }>('./*/index.ts', { eager: true });

const views = Object.values(modules)
  .map((module) => module.default)
  .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));

/** The views of one place that can show this run, in order; those of the inspector, that can show the
 *  layer. Their titles are `view.<name>.title`. */
export function viewsFor(place: Place, info: RunInfo, layer?: LayerInfo): View[] {
  return views.filter((view) => view.place === place && view.applies(info, layer));
}
