import type { RunInfo } from '../engine/types';
import type { Place, View } from './view';

/** Views as they are found, in order. */
export const ordered = (modules: Record<string, { default: View }>): View[] =>
  Object.values(modules)
    .map((module) => module.default)
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));

const views = ordered(import.meta.glob('./*/index.ts', { eager: true }));

/** The views of one place that can show this run, in order. Their titles are `view.<name>.title`. */
export function viewsFor(place: Exclude<Place, 'inspector'>, info: RunInfo): View[] {
  return views.filter((view) => view.place === place && view.applies(info));
}
