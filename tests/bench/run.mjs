// Measures Lushan and its peers side by side, on this machine and in this minute: see scripts/bench.
import { parseArgs } from 'node:util';
import { callInPage } from './browser.mjs';
import { measureLushan, measureTorch, writeTrace } from './native.mjs';
import { print, printFailure, printRatios, reportLosses } from './report.mjs';
import { batches, products, verified, workloads } from './workloads.mjs';

const names = {
  lushan: 'lushan-wasm',
  tfjs: 'tfjs-wasm',
  jax: 'jax-js-wasm',
  convnet: 'convnetjs',
};

const { values: args } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    engine: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const wanted = (id) => args.only.length === 0 || args.only.includes(id);
const steps = {
  seconds: args.quick ? 0.2 : 0.8,
  warm: args.quick ? 0.5 : 1.5,
  repetitions: 5,
  patience: args.quick ? 1 : 6,
};
const flops = { seconds: args.quick ? 0.02 : 0.1, warm: args.quick ? 0.1 : 0.3, repetitions: 5 };

const records = [];
function record(workload, engine, unit, rate) {
  const scaled = unit === 'GFLOP/s' ? 1e-9 : 1;
  const { value, min, max, repetitions, losses } = rate;
  const entry = { workload, engine, value: value * scaled, unit };
  Object.assign(entry, { min: min * scaled, max: max * scaled, repetitions });
  if (losses) entry.losses = losses;
  records.push(entry);
  print(entry, args.json);
}

// One engine that fails is one line; the others go on.
async function attempt(workload, engine, measure) {
  if (args.engine.length > 0 && !args.engine.includes(engine)) return;
  try {
    await measure();
  } catch (error) {
    printFailure(workload, engine, error, args.json);
    process.exitCode = 1;
  }
}

function torch(job) {
  const measured = measureTorch(job);
  if (!measured) {
    console.error('PyTorch is not installed: left out.');
  } else if (measured.blas === 'reference BLAS') {
    console.error('PyTorch runs on the reference BLAS here, 30 times too slow: install libopenblas0.');
  }
  return measured?.result;
}

for (const [id, workload] of Object.entries(workloads)) {
  if (!wanted(id)) continue;
  if (!args.json) console.log(`\n${id}  ${workload.text}`);
  const traced = workload.batches ?? batches;
  const options = { ...steps, verified: verified.filter((step) => step <= traced) };
  await attempt(id, 'lushan-native', () => {
    writeTrace(id, workload);
    record(id, 'lushan-native', 'steps/s', measureLushan(id, options));
  });
  for (const engine of workload.engines) {
    await attempt(id, names[engine], async () => {
      record(id, names[engine], 'steps/s', await callInPage(engine, 'train', id, workload, options));
    });
  }
  await attempt(id, 'torch-native', () => {
    const rate = torch({ trace: `build/bench/${id}.safetensors`, options });
    if (rate) record(id, 'torch-native', 'steps/s', rate);
  });
}

if (wanted(products.name)) {
  if (!args.json) console.log(`\n${products.name}  ${products.text}`);
  const { name, sizes, engines } = products;
  for (const engine of engines) {
    await attempt(name, names[engine], async () => {
      for (const [size, rate] of await callInPage(engine, 'multiply', sizes, flops)) {
        const measured = size === 'ceiling' ? 'chromium' : names[engine];
        record(`${name}-${size}`, measured, 'GFLOP/s', rate);
      }
    });
  }
  await attempt(name, 'torch-native', () => {
    const native = torch({ sizes, options: flops }) ?? [];
    for (const [size, rate] of native) record(`${name}-${size}`, 'torch-native', 'GFLOP/s', rate);
  });
}

if (!args.json) printRatios(records);
if (!reportLosses(records)) process.exitCode = 1;
