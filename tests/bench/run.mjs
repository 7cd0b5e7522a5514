// Measures Lushan and its peers side by side, on this machine and in this minute: see scripts/bench.
import { parseArgs } from 'node:util';
import { callInPage, openPage } from './browser.mjs';
import { measureLushan, measureTorch, writeTrace } from './native.mjs';
import { summary } from './page/measure.mjs';
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
  seconds: args.quick ? 0.2 : 0.6,
  warm: args.quick ? 0.5 : 1.5,
  repetitions: args.quick ? 5 : 9,
  patience: args.quick ? 1 : 6,
};
const flops = { seconds: args.quick ? 0.02 : 0.1, warm: args.quick ? 0.1 : 0.3, repetitions: 5 };

const records = [];
function record(workload, engine, unit, rate) {
  const scaled = unit === 'GFLOP/s' ? 1e-9 : 1;
  const { value, min, max, repetitions, losses, share, rates } = rate;
  const entry = { workload, engine, value: value * scaled, unit };
  Object.assign(entry, { min: min * scaled, max: max * scaled, repetitions });
  if (losses) entry.losses = losses;
  if (share) entry.share_of_ceiling = share;
  records.push({ ...entry, rates });
  print(entry, args.json);
}

// One engine that fails is one line; the others go on. True when it came to an end.
async function attempt(workload, engine, measure) {
  if (args.engine.length > 0 && !args.engine.includes(engine)) return false;
  try {
    await measure();
    return true;
  } catch (error) {
    printFailure(workload, engine, error, args.json);
    process.exitCode = 1;
    return false;
  }
}

// The engines in the browser, each in a page of its own and one after another again and again: a processor
// that is shared with others is faster in one minute than in the next.
async function trainInTurns(id, workload, options) {
  const pages = [];
  try {
    for (const engine of workload.engines) {
      await attempt(id, names[engine], async () => {
        const page = await openPage();
        pages.push({ engine, page, rates: [] });
        Object.assign(pages.at(-1), await page.call(engine, 'train', id, workload, options));
      });
    }
    let running = pages.filter(({ losses }) => losses);
    for (let k = 0; k < options.repetitions; ++k) {
      for (const one of running) {
        one.ended = await attempt(id, names[one.engine], async () => {
          one.rates.push(await one.page.call('measure', 'repeat'));
        });
      }
      running = running.filter(({ ended }) => ended);
    }
    for (const { engine, rates, losses } of running) {
      record(id, names[engine], 'steps/s', { ...summary(rates), losses, rates });
    }
  } finally {
    for (const { page } of pages) await page.close();
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
  await trainInTurns(id, workload, options);
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
