// Lushan's engine, through the module that the page loads.
import createEngine from '/build/wasm/engine.mjs';
import { bytes } from './load.mjs';
import { measureRate, measureSteps } from './measure.mjs';

const slice = 0.01; // seconds: the page's worker calls step for about so long

export async function train(id, workload, options) {
  const engine = await createEngine();
  const mnist = workload.experiment.task.kind === 'mnist';
  const asset = new Uint8Array(mnist ? await bytes('/web/public/data/mnist.bin') : 0);
  const experiment = JSON.stringify(workload.experiment);
  let session;
  let perCall = 1;
  return measureSteps(
    {
      reset() {
        session?.delete();
        session = new engine.Session(experiment, asset);
      },
      step() {
        session.loss();
        session.step(1);
      },
      run(steps) {
        for (let left = steps; left > 0; ) {
          const begin = performance.now();
          const done = session.step(Math.min(left, perCall));
          if (done === 0) throw new Error(session.status());
          const took = (performance.now() - begin) / 1000;
          if (took < slice / 2 && done === perCall) perCall *= 2;
          left -= done;
        }
      },
      loss: () => session.loss(),
    },
    options,
  );
}

const transposes = { '': [0, 0], '-ta': [1, 0], '-tb': [0, 1], '-ta-tb': [1, 1] };

/** [['64', rate], ['64-ta', rate], ..., ['ceiling', rate]] in flop/s */
export async function multiply(sizes, options) {
  const { instance } = await WebAssembly.instantiate(await bytes('/build/wasm/lushan_bench.wasm'), {});
  const kernels = instance.exports;
  kernels._initialize();
  const rates = [];
  for (const size of sizes) {
    for (const [name, [a, b]] of Object.entries(transposes)) {
      if (!(kernels.prepare(size, a, b) < 1e-3)) throw new Error(`wrong product: ${size} ${name}`);
      const rate = await measureRate((n) => kernels.multiply(n), 2 * size ** 3, options);
      rates.push([`${size}${name}`, rate]);
    }
  }
  const ceilings = [];
  for (let variant = 0; kernels.ceiling(variant, 0) > 0; ++variant) {
    const flop = kernels.ceiling(variant, 1);
    ceilings.push(await measureRate((n) => kernels.ceiling(variant, n), flop, options));
  }
  const best = ceilings.reduce((best, rate) => (rate.value > best.value ? rate : best));
  return [...rates, ['ceiling', best]];
}
