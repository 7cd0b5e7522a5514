import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import type { Tensor } from '../../../web/src/engine/types';
import { expect, objections, Playground, test } from './page';

const folder = new URL('../../../web/src/engine/wasm/', import.meta.url);
const digits = new URL('../../../web/public/data/mnist.bin', import.meta.url);

const convolutional =
  'v=1&seed=1&task=mnist,samples:200&layers=conv2d,channels:4;max_pool2d;' +
  'conv2d,channels:6,stride:2;batch_norm;flatten&optimizer=adam,lr:0.002&batch=32';
const recurrent =
  'v=1&seed=3&task=recall,length:9,shorter:0&layers=embedding,dim:8;' +
  'lstm,units:6,output:last,bidirectional:1&optimizer=adam,lr:0.005&batch=16';

/** The same run in Node: what the page says of itself, after as many steps. */
async function engineOf(page: Page, steps: number) {
  const playground = new Playground(page);
  for (let i = 0; i < steps; i++) await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(steps);
  const { default: create } = await import(new URL('engine.mjs', folder).href);
  const engine = await create({ wasmBinary: readFileSync(new URL('engine.wasm', folder)) });
  const [mnist, document] = playground.fragment().includes('task=mnist')
    ? [true, documents.convolutional]
    : [false, documents.recurrent];
  const asset = mnist ? new Uint8Array(readFileSync(digits)) : new Uint8Array(0);
  const session = new engine.Session(JSON.stringify(document), asset);
  expect(session.step(steps)).toBe(steps);
  session.refresh('example');
  return (path: string): Tensor => {
    const handle = session.find(path);
    if (path.startsWith('summary:')) session.refresh('summary');
    return { shape: session.shape(handle), data: session.view(handle).slice() };
  };
}
const documents = {
  convolutional: {
    ...{ lushan: 1, seed: 1, task: { kind: 'mnist', samples: 200 } },
    model: {
      layers: [
        { kind: 'conv2d', channels: 4 },
        { kind: 'max_pool2d' },
        { kind: 'conv2d', channels: 6, stride: 2 },
        { kind: 'batch_norm' },
        { kind: 'flatten' },
      ],
    },
    train: { optimizer: { kind: 'adam', lr: 0.002 }, batch: 32 },
  },
  recurrent: {
    ...{ lushan: 1, seed: 3, task: { kind: 'recall', length: 9, shorter: false } },
    model: {
      layers: [
        { kind: 'embedding', dim: 8 },
        { kind: 'lstm', units: 6, output: 'last', bidirectional: true },
      ],
    },
    train: { optimizer: { kind: 'adam', lr: 0.005 }, batch: 16 },
  },
};

const inspect = (page: Page, block: string) =>
  page.locator(`[data-block="${block}"] .name`).click();

const accessible = async (page: Page) => expect(await objections(page)).toEqual([]);

test('a pixel of a feature map shows the sum that made it, and it is the engine’s', async ({
  page,
}) => {
  await new Playground(page).open(convolutional);
  const read = await engineOf(page, 4);
  await inspect(page, 'conv2d_2');
  const maps = page.getByRole('application', { name: /^Channels that go out/ });
  await maps.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const sum = page.locator('.sum');
  const number = async (name: string) => Number(await sum.getAttribute(name));
  const { shape, data } = read('example:conv2d_2/linear');
  const value = data[1 * shape[3] + 1]; // channel 1, row 2, column 2
  await expect.poll(() => number('data-value')).toBe(value);
  expect(await number('data-computed')).toBeCloseTo(value, 5);
  await expect(sum.getByRole('img', { name: 'The same as the engine’s value' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Channel 1, row 2, column 2' })).toBeVisible();
  await accessible(page);

  // Of a pooling the winner.
  await inspect(page, 'max_pool2d_1');
  const pooled = page.getByRole('application', { name: /large$/ });
  const box = (await pooled.boundingBox())!;
  await pooled.hover({ position: { x: box.width * 0.54, y: box.height * 0.54 } });
  const pool = read('example:max_pool2d_1/value');
  await expect
    .poll(() => number('data-value'))
    .toBe(pool.data[Math.floor(pool.shape[2] / 2) * pool.shape[3] + Math.floor(pool.shape[3] / 2)]);
  expect(await number('data-computed')).toBe(await number('data-value'));

  // Of batch normalisation each channel's mean and deviation.
  await inspect(page, 'batch_norm_1');
  const region = page.getByRole('region', { name: /Batch norm/ });
  await region.getByRole('button', { name: 'Table' }).click();
  const cells = region.getByRole('row').nth(1).getByRole('cell');
  const moments = read('summary:moments/conv2d_2/activation').data;
  expect(Number(await cells.nth(1).innerText())).toBeCloseTo(moments[0], 3);
  expect(Number(await cells.nth(2).innerText())).toBeCloseTo(moments[1], 3);
});

test('global pooling shows what each map becomes, and which cell won', async ({ page }) => {
  await new Playground(page).open(
    'v=1&seed=1&task=mnist,samples:200&layers=conv2d,channels:6;global_pool,method:max&batch=32',
  );
  for (let i = 0; i < 3; i++) await page.keyboard.press('.');
  await inspect(page, 'global_pool_1');
  const region = page.getByRole('region', { name: /Global pooling/ });
  const numbers = region.getByRole('group', { name: 'The number that each map becomes' });
  await numbers.getByRole('button').nth(4).focus();
  await page.keyboard.press('Enter');
  await expect(region.getByRole('heading', { name: /^Channel 5, 28 × 28 = 784/ })).toBeVisible();
  await expect(region.getByRole('img', { name: 'The same as the engine’s value' })).toBeVisible();
  const sum = region.locator('.sum');
  const [computed, value] = await Promise.all(
    ['data-computed', 'data-value'].map((name) => sum.getAttribute(name)),
  );
  expect(computed).toBe(value);
  await expect(sum).toContainText(/row \d+, column \d+/);
  // every picture says what its colours are worth
  await expect(region.locator('figure')).toHaveText([/−\S+\s+\d/, /−\S+\s+\d/, /−\S+\s+\d/]);
  await accessible(page);
});

test('a recurrence over time shows the engine’s state and gates with their formulas', async ({
  page,
}) => {
  await new Playground(page).open(recurrent);
  const read = await engineOf(page, 5);
  await inspect(page, 'lstm_1');
  const strip = page.getByRole('application', {
    name: /^Forget gate of lstm_1\/layer_1\/backwards/,
  });
  await strip.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown'])
    await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: /^Unit 3, step 3/ })).toBeVisible();
  const path = 'example:lstm_1/layer_1/backwards';
  const expected: Record<string, number> = {
    state: read(`${path}/state`).data[2 * 6 + 2],
    cell: read(`${path}/cell`).data[2 * 6 + 2],
  };
  const gates = read(`${path}/gates`).data;
  ['input', 'forget', 'candidate', 'output'].forEach((name, g) => {
    expected[name] = gates[2 * 24 + g * 6 + 2];
  });
  for (const [name, value] of Object.entries(expected)) {
    const row = page.locator(`[data-section="${name}"]`);
    await expect.poll(async () => Number(await row.getAttribute('data-value'))).toBe(value);
    await expect(row.getByRole('img', { name: 'The same as the engine’s value' })).toBeVisible();
  }
  await accessible(page);

  // The gradient at each step, and of each parameter.
  await page.getByRole('tab', { name: 'Gradients' }).click();
  const outcome = page.getByRole('region', { name: 'Outcome' });
  const tables = outcome.getByRole('tabpanel').getByRole('button', { name: 'Table' });
  await tables.nth(1).click();
  await tables.nth(0).click();
  const flow = read('summary:flow/lstm_1/layer_1/forwards/state').data;
  const rows = page.getByRole('table', { name: /each time step/ }).getByRole('row');
  for (const step of [1, 5, 9]) {
    const shown = Number(
      (await rows.nth(step).getByRole('cell').nth(1).innerText()).replace('−', '-'),
    );
    expect(Math.abs(shown / flow[step - 1] - 1)).toBeLessThan(1e-3);
  }
  const bias = page.getByRole('row').filter({ hasText: 'output/bias' }).getByRole('cell').nth(1);
  const norm = Math.hypot(...read('parameter:output/bias.grad').data);
  expect(Math.abs(Number(await bias.innerText()) / norm - 1)).toBeLessThan(1e-3);
  await accessible(page);
});

test('what is told of an example beside a fitted line adds up', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&task=curve&layers=dense,units:4');
  const plot = page.locator('#outcome-panel canvas').first();
  await expect(plot).toBeVisible();
  const box = (await plot.boundingBox())!;
  const card = page.locator('#outcome-panel').getByRole('status').filter({ hasText: 'Residual' });
  // along the columns of the plot until an example is met
  search: for (let x = 0.3; x < 0.8; x += 0.06)
    for (let y = 0.1; y < 0.9; y += 0.04) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
      if ((await card.count()) > 0) break search;
    }
  const rows = (await card.innerText()).replaceAll('\u2212', '-');
  const told = (name: string) => Number(rows.match(new RegExp(`${name}\\s+(\\S+)`))![1]);
  expect(told('Target') - told('Output')).toBeCloseTo(told('Residual'), 2);
});

test('any example can be sent through the network', async ({ page }) => {
  await new Playground(page).open(recurrent);
  await inspect(page, 'lstm_1');
  const tokens = page.getByRole('group', { name: 'Layers' }).locator('.tokens');
  const first = await tokens.innerText();
  await page.getByRole('radio', { name: 'Training', exact: true }).click();
  await expect.poll(() => tokens.innerText()).not.toBe(first);
  await page.getByRole('radio', { name: 'Validation', exact: true }).click();
  await expect.poll(() => tokens.innerText()).toBe(first);
  await page.getByRole('button', { name: 'Next example' }).click();
  await expect(page.getByRole('textbox', { name: 'Number of the example' })).toHaveValue('2');
});

test('units that die are told where they are, with what to do', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(
    'v=1&seed=1&task=spiral&layers=features;dense,units:8,activation:relu;' +
      'dense,units:8,activation:relu&optimizer=sgd,lr:1&batch=32',
  );
  await playground.play.click();
  // in the first few hundred steps a unit may come back to life
  await expect.poll(() => playground.steps(), { timeout: 60_000 }).toBeGreaterThan(2000);
  const badge = page.getByRole('button', { name: /^Dense 2, findings: \d+/ });
  await expect(badge).toBeVisible({ timeout: 60_000 });
  await playground.pause.click();
  await badge.click();
  const finding = page.locator('[data-trouble="dead"]');
  await expect(finding).toContainText(/units are dead \([\d, …]+\)/);
  await expect(finding).toContainText('Start over with a lower learning rate');
  await accessible(page);
});

test('a tensor is saved as numbers and as pictures', async ({ page }) => {
  await new Playground(page).open('v=1&seed=1&task=xor&layers=features;dense,units:5');
  await page.getByRole('button', { name: 'Dense', exact: true }).click();
  const save = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`parameter-dense_1-weight.${name.toLowerCase()}`);
    return readFileSync(await file.path());
  };
  const lines = (await save('CSV')).toString().trim().split('\n');
  expect(lines.map((line) => line.split(',').length)).toEqual([5, 5]);
  expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG');
  const svg = (await save('SVG')).toString();
  expect(svg).toMatch(/^<svg .*parameter:dense_1\/weight \[2 × 5\].*<rect .*<\/svg>\n$/s);
  await expect(page.getByRole('definition').filter({ hasText: '%' }).first()).toBeVisible();
});
