import type { Experiment } from '../engine/types';

declare const __OPENING__: Experiment; // that of an example: the build takes it out of presets.json

/** What the page opens on: it visibly learns within seconds. */
export const opening = __OPENING__;
