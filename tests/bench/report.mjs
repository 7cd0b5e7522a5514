import { summary } from './page/measure.mjs';

const peers = ['tfjs-wasm', 'jax-js-wasm', 'convnetjs'];

const column = (text, width) => String(text).padStart(width);
const figure = (value) => (value >= 1000 ? Math.round(value).toString() : value.toPrecision(3));

/** One measurement: a line of the table, or a JSON object. */
export function print(entry, json) {
  if (json) {
    console.log(JSON.stringify(entry));
    return;
  }
  const range = `${figure(entry.min)} to ${figure(entry.max)}`;
  const losses = Object.entries(entry.losses ?? {}).map(([step, loss]) => `${step}: ${loss.toFixed(5)}`);
  console.log(
    `  ${entry.workload.padEnd(12)} ${entry.engine.padEnd(14)} ${column(figure(entry.value), 8)} ` +
      `${entry.unit.padEnd(8)} ${range.padEnd(20)} ${losses.length ? `loss at step ${losses.join(', ')}` : ''}`,
  );
}

/** An engine that did not come to an end. */
export function printFailure(workload, engine, error, json) {
  const reason = error.message.split('\n')[0];
  if (json) console.log(JSON.stringify({ workload, engine, value: null, error: reason }));
  else console.log(`  ${workload.padEnd(12)} ${engine.padEnd(14)}   failed: ${reason}`);
}

/** Names the peers whose loss is not Lushan's, which then did not compute the same; true when there are none. */
export function reportLosses(records) {
  let agree = true;
  for (const { workload, engine, losses } of records) {
    const ours = records.find((r) => r.workload === workload && r.engine === 'lushan-wasm')?.losses;
    if (!losses || !ours) continue;
    for (const [step, loss] of Object.entries(losses)) {
      // rounding grows from step to step
      const allowed = step === '1' ? 1e-4 : 1e-2;
      if (!(step in ours) || Math.abs(loss - ours[step]) <= allowed * Math.abs(ours[step])) continue;
      agree = false;
      console.error(`${workload}: the loss of ${engine} at step ${step} is ${loss}, Lushan's ${ours[step]}.`);
    }
  }
  return agree;
}

// The median of the ratios of turns, or the ratio of medians where they were not measured in turns.
function ratio(ours, other) {
  if (!ours.rates || !other.rates) return ours.value / other.value;
  return summary(ours.rates.map((rate, k) => rate / other.rates[k])).value;
}

/** Lushan's rates over those measured beside them. */
export function printRatios(records) {
  const of = (workload, engine) =>
    records.find((r) => r.workload === workload && r.engine === engine);
  const rows = [];
  for (const ours of records) {
    const { workload, engine, share_of_ceiling: share } = ours;
    if (engine !== 'lushan-wasm') continue;
    const best = peers
      .map((peer) => of(workload, peer))
      .filter((peer) => peer)
      .sort((a, b) => b.value - a.value)[0];
    if (best) rows.push(['lushan-wasm', workload, best.engine, ratio(ours, best)]);
    const native = of(workload, 'lushan-native');
    const torch = of(workload, 'torch-native');
    if (torch) rows.push(['lushan-wasm', workload, 'torch-native', ratio(ours, torch)]);
    if (torch && native) rows.push(['lushan-native', workload, 'torch-native', ratio(native, torch)]);
    if (share) rows.push(['lushan-wasm', workload, 'the ceiling', share]);
  }
  console.log('\nratios');
  for (const [ours, workload, other, ratio] of rows) {
    console.log(
      `  ${workload.padEnd(12)} ${ours.padEnd(14)} / ${other.padEnd(14)} ${column(ratio.toFixed(2), 8)}`,
    );
  }
}
