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

/** Lushan's rates over those measured beside them. */
export function printRatios(records) {
  const rate = (workload, engine) =>
    records.find((r) => r.workload === workload && r.engine === engine)?.value;
  const rows = [];
  for (const { workload, engine, value } of records) {
    if (engine !== 'lushan-wasm') continue;
    const best = peers
      .map((peer) => [peer, rate(workload, peer)])
      .filter(([, value]) => value)
      .sort((a, b) => b[1] - a[1])[0];
    if (best) rows.push([workload, best[0], value / best[1]]);
    const torch = rate(workload, 'torch-native');
    if (torch) rows.push([workload, 'torch-native', value / torch]);
    const ceiling = workload.startsWith('W7') && rate('W7-ceiling', 'chromium');
    if (ceiling) rows.push([workload, 'the ceiling', value / ceiling]);
  }
  console.log('\nlushan-wasm over');
  for (const [workload, other, ratio] of rows) {
    console.log(`  ${workload.padEnd(12)} ${other.padEnd(14)} ${column(ratio.toFixed(2), 8)}`);
  }
}
