// Lushan's engine, through the module that the page loads.
import createEngine from '/build/wasm/engine.mjs';
import { bytes } from './load.mjs';
import { getReady, measureBeside, measureRates } from './measure.mjs';

const slice = 0.01; // seconds: the page's worker calls step for about so long

export async function train(id, workload, options) {
  const engine = await createEngine();
  const mnist = workload.experiment.task.kind === 'mnist';
  const asset = new Uint8Array(mnist ? await bytes('/web/public/data/mnist.bin') : 0);
  const experiment = JSON.stringify(workload.experiment);
  let session;
  let perCall = 1;
  return getReady(
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

/**
 * [['64', rate], ['64-ta', rate], ..., ['ceiling', rate]] in flop/s; a product's rate has the `share` it is
 * of the ceiling.
 */
export async function multiply(sizes, options) {
  const { instance } = await WebAssembly.instantiate(await bytes('/build/wasm/lushan_bench.wasm'), {});
  const kernels = instance.exports;
  kernels._initialize();
  const cases = sizes.flatMap((size) =>
    Object.entries(transposes).map(([name, [a, b]]) => ({
      name: `${size}${name}`,
      unit: 2 * size ** 3,
      prepare() {
        if (!(kernels.prepare(size, a, b) < 1e-3)) throw new Error(`wrong product: ${size} ${name}`);
        return (n) => kernels.multiply(n);
      },
    })),
  );
  const ceilings = [];
  for (let variant = 0; kernels.ceiling(variant, 0) > 0; ++variant) {
    const unit = kernels.ceiling(variant, 0);
    ceilings.push({ name: variant, unit, prepare: () => (n) => kernels.ceiling(variant, n) });
  }
  const rates = await measureRates(ceilings, options);
  const [variant, rate] = rates.reduce((best, one) => (one[1].value > best[1].value ? one : best));
  return [...(await measureBeside(cases, ceilings[variant], options)), ['ceiling', rate]];
}
