import { readFileSync } from 'node:fs';

import type { EngineModule } from '../../../../web/src/engine/module';
import type { Experiment, Manifest, RunInfo } from '../../../../web/src/engine/types';

const folder = new URL('../../../../web/src/engine/wasm/', import.meta.url);

/** The real engine, as the page ships it. */
export async function loadEngine(): Promise<EngineModule> {
  const { default: create } = await import(/* @vite-ignore */ new URL('engine.mjs', folder).href);
  return create({ wasmBinary: readFileSync(new URL('engine.wasm', folder)) });
}

export const engine = await loadEngine();
export const manifest: Manifest = JSON.parse(engine.manifest());

/** What the engine makes of a document; throws its sentence. */
export function describeExperiment(experiment: Experiment): RunInfo {
  return JSON.parse(engine.describe(JSON.stringify(experiment), new Uint8Array(0)));
}
