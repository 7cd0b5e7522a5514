import { readFileSync } from 'node:fs';

import type { Experiment } from '../../../web/src/engine/types';
import { expect, Playground, test } from './page';

interface Run {
  name: string;
  steps: number;
  experiment: Experiment;
  fingerprint: string;
  asset?: string;
}
const root = new URL('../../../', import.meta.url);
const { runs } = JSON.parse(
  readFileSync(new URL('tests/golden/fingerprints.json', root), 'utf8'),
) as { runs: Run[] };

// The worker as it is built, spoken to directly, is held to the hashes that native builds and Node
// are held to.
test('the engine trains every family to the same bits in the browser', async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await new Playground(page).open();
  await expect.poll(() => workers.length).toBeGreaterThan(0);
  for (const run of runs) {
    const asset = run.asset ? [...readFileSync(new URL(run.asset, root))] : null;
    const found = await page.evaluate(
      ([address, { experiment, steps }, bytes]) =>
        new Promise<{ fingerprint: string; step: number }>((resolve, reject) => {
          const worker = new Worker(address, { type: 'module' });
          const ask = (id: number, request: object) =>
            worker.postMessage({ type: 'request', id, request });
          worker.onmessage = ({ data }) => {
            if (data.type === 'refusal') reject(new Error(data.message));
            if (data.type !== 'answer') return;
            if (data.id === 1) ask(2, { ask: 'step', count: steps });
            if (data.id === 2) ask(3, { ask: 'fingerprint' });
            if (data.id === 3) {
              worker.terminate();
              resolve(data.result);
            }
          };
          const asset = bytes && new Uint8Array(bytes);
          ask(1, { ask: 'open', experiment, asset, weights: null });
        }),
      [workers[0], run, asset] as const,
    );
    expect(found, run.name).toEqual({ fingerprint: run.fingerprint, step: run.steps });
  }
});
