// The timing protocol, the same for every engine (torch_bench.py follows it too). V8 compiles WebAssembly
// anew when a function has become hot, but never while it runs: hence warm-up in many short calls.

const now = () => performance.now() / 1000;

export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { value: median, min: sorted[0], max: sorted.at(-1), repetitions: sorted.length };
}

let measured; // by repeat: { engine, steps }

/**
 * Gets an engine ready to be measured; returns { losses }. engine: { reset(), step(), loss() }: step queues
 * or does one step, loss waits for all work and gives the last step's loss. `verified`: steps whose loss is
 * kept, as far as `patience` seconds lead.
 */
export async function getReady(engine, { verified, patience, seconds, warm }) {
  const losses = {};
  await engine.reset();
  const start = now();
  for (let step = 1; step <= Math.max(...verified) && now() - start < patience; ++step) {
    await engine.step();
    if (verified.includes(step)) losses[step] = await engine.loss();
  }
  const rate = await warmUp(engine, warm);
  measured = { engine, steps: Math.max(1, Math.round(rate * seconds)) };
  return { losses };
}

/** Steps per second of the engine that is ready, once, from its initial weights. */
export async function repeat() {
  const { engine, steps } = measured;
  await engine.reset();
  await engine.step();
  await engine.loss();
  const start = now();
  await run(engine, steps);
  return steps / (now() - start);
}

// An engine may offer run(n), which does n steps in one call.
async function run(engine, steps) {
  if (engine.run) {
    engine.run(steps);
  } else {
    for (let step = 0; step < steps; ++step) {
      const pending = engine.step();
      if (pending) await pending; // a promise for every step would be timed along
    }
  }
  await engine.loss();
}

async function warmUp(engine, seconds) {
  const start = now();
  let rate = 0;
  for (let steps = 1; now() - start < seconds || rate === 0; ) {
    const begin = now();
    await run(engine, steps);
    const took = now() - begin;
    rate = steps / took;
    if (took < 0.01) steps *= 2;
  }
  return rate;
}

/**
 * [[name, rate], ...] of cases { name, unit, prepare }: prepare() gives run(n), which does n times `unit`
 * of work and waits for it. All of them are warmed up before the first is timed: in a new page the first
 * second is the compilers', and functions that cases share are compiled anew as others call them.
 */
export async function measureRates(cases, options) {
  for (const { prepare } of cases) await warmUpRun(prepare(), options.warm);
  const rates = [];
  for (const { name, unit, prepare } of cases) {
    rates.push([name, await measureRate(prepare(), unit, options)]);
  }
  return rates;
}

async function measureRate(run, unit, { seconds, warm, repetitions }) {
  const n = Math.max(1, Math.ceil((await warmUpRun(run, warm)) * seconds));
  const rates = [];
  for (let k = 0; k < repetitions; ++k) {
    const begin = now();
    await run(n);
    rates.push((n * unit) / (now() - begin));
  }
  return summary(rates);
}

/**
 * measureRates of cases whose run(n) has no need to be waited for, each in turns of milliseconds with
 * `other`: a processor that is shared is faster in one second than in the next. `share` is the median of
 * the ratios to the other's rate.
 */
export async function measureBeside(cases, other, options) {
  for (const { prepare } of [other, ...cases]) await warmUpRun(prepare(), options.warm);
  const rates = [];
  for (const { name, unit, prepare } of cases) {
    const both = [
      { run: prepare(), unit },
      { run: other.prepare(), unit: other.unit },
    ];
    for (const one of both) {
      one.count = Math.max(1, Math.ceil((await warmUpRun(one.run, options.warm)) * turn));
    }
    const turns = Math.max(1, Math.round(options.seconds / turn));
    const repetitions = Array.from({ length: options.repetitions }, () => inTurns(both, turns));
    const shares = repetitions.map(([rate, others]) => rate / others);
    rates.push([name, { ...summary(repetitions.map(([rate]) => rate)), share: summary(shares).value }]);
  }
  return rates;
}

const turn = 0.005; // seconds

// The rate of each over all of its turns.
function inTurns(each, turns) {
  const took = each.map(() => 0);
  for (let k = 0; k < turns; ++k) {
    each.forEach(({ run, count }, i) => {
      const begin = now();
      run(count);
      took[i] += now() - begin;
    });
  }
  return each.map(({ count, unit }, i) => (turns * count * unit) / took[i]);
}

// Gives the highest rate it saw.
async function warmUpRun(run, seconds) {
  let rate = 0;
  let n = 1;
  for (const start = now(); now() - start < seconds || rate === 0; ) {
    const begin = now();
    await run(n);
    const took = now() - begin;
    if (took > 0.001) rate = Math.max(rate, n / took);
    if (took < 0.005) n *= 2;
  }
  return rate;
}
