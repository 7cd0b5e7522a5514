import { readFileSync } from 'node:fs';

import type { EngineModule, Session } from '../../../../web/src/engine/module';
import type { Experiment, Manifest, RunInfo, Tensor } from '../../../../web/src/engine/types';

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

/** A run of the document after some steps, with its example. */
export function trained(
  document: object,
  steps: number,
  asset = new Uint8Array(0),
): { session: Session; info: RunInfo } {
  const session = new engine.Session(JSON.stringify(document), asset);
  const info: RunInfo = JSON.parse(session.info());
  session.step(steps);
  session.refresh('example');
  return { session, info };
}

/** A copy of what a watch path leads to; throws the engine's sentence when there is no such thing. */
export function tensorOf(session: Session, path: string): Tensor {
  const handle = session.find(path);
  return { shape: session.shape(handle), data: session.view(handle).slice() };
}
