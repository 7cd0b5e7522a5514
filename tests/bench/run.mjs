// Measures Lushan and its peers side by side, on this machine and in this minute: see scripts/bench.
import { parseArgs } from 'node:util';
import { callInPage } from './browser.mjs';
import { measureLushan, measureTorch, writeTrace } from './native.mjs';
import { print, printRatios } from './report.mjs';
import { products, verified, workloads } from './workloads.mjs';

const names = {
  lushan: 'lushan-wasm',
  tfjs: 'tfjs-wasm',
  jax: 'jax-js-wasm',
  convnet: 'convnetjs',
};

const { values: args } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const wanted = (id) => args.only.length === 0 || args.only.includes(id);
const steps = { seconds: args.quick ? 0.2 : 0.8, warm: args.quick ? 0.5 : 1.5, repetitions: 5, verified };
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
  writeTrace(id, workload);
  for (const engine of workload.engines) {
    const rate = await callInPage(engine, 'train', id, workload, steps);
    record(id, names[engine], 'steps/s', rate);
  }
  record(id, 'lushan-native', 'steps/s', measureLushan(id, steps));
  const trace = `build/bench/${id}.safetensors`;
  const rate = torch({ workload, trace, options: steps });
  if (rate) record(id, 'torch-native', 'steps/s', rate);
}

if (wanted(products.name)) {
  if (!args.json) console.log(`\n${products.name}  ${products.text}`);
  const { name, sizes, engines } = products;
  for (const engine of engines) {
    for (const [size, rate] of await callInPage(engine, 'multiply', sizes, flops)) {
      record(`${name}-${size}`, size === 'ceiling' ? 'chromium' : names[engine], 'GFLOP/s', rate);
    }
  }
  const native = torch({ sizes, options: flops }) ?? [];
  for (const [size, rate] of native) record(`${name}-${size}`, 'torch-native', 'GFLOP/s', rate);
}

if (!args.json) printRatios(records);
