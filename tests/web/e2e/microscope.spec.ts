import type { Page } from '@playwright/test';

import { expect, Playground, test } from './page';

const open = (page: Page) =>
  page.getByRole('button', { name: 'One step under the microscope' }).click();
const microscope = (page: Page) =>
  page.getByRole('region', { name: 'One step under the microscope' });
const stations = (page: Page) => microscope(page).getByRole('tab');

/** The numbers of an equation, as they stand. */
async function terms(page: Page, name: string): Promise<number[]> {
  const texts = await microscope(page).getByRole('group', { name }).locator('b').allInnerTexts();
  return texts.map((text) => Number(text.replace('−', '-').replace('−', '-')));
}

test('a step of a network of neurons, walked by keyboard, adds up and can be taken', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=3&task=moons&layers=dense,units:6;dense,units:4');
  await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(1);
  await open(page);
  await expect(stations(page)).toHaveCount(3 + 1 + 3 + 1);

  // forward: the sum of a neuron
  await expect(stations(page).first()).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => terms(page, 'The sum of this neuron')).toHaveLength(4);
  const [sum, bias, z, y] = await terms(page, 'The sum of this neuron');
  expect(sum + bias).toBeCloseTo(z, 3);
  expect(Math.tanh(z)).toBeCloseTo(y, 3);

  // the loss, then back to the second block: the chain rule
  await stations(page).first().focus();
  for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowRight');
  await expect(microscope(page).getByRole('heading', { name: 'Loss' })).toBeVisible();
  const loss = Number(
    (await microscope(page).locator('dd').first().innerText()).replace(/[^0-9.e-]/g, ''),
  );
  for (let k = 0; k < 2; k++) await page.keyboard.press('ArrowRight');
  await expect(microscope(page).getByRole('heading', { name: /^Backward/ })).toBeVisible();
  await expect.poll(() => terms(page, 'The chain rule for this weight')).toHaveLength(4);
  const [arrives, bend, input, slope] = await terms(page, 'The chain rule for this weight');
  expect(arrives * bend * input).toBeCloseTo(slope, 4);
  // no part of it beyond the panel where the table below is too wide
  await page.setViewportSize({ width: 1000, height: 800 });
  const parts = microscope(page).getByRole('group', { name: 'The chain rule' }).locator('.part');
  const ends = await parts.evaluateAll((all) => all.map((e) => e.getBoundingClientRect().right));
  const panel = (await microscope(page).boundingBox())!;
  expect(Math.max(...ends)).toBeLessThanOrEqual(panel.x + panel.width);
  const [before, change, after] = await terms(page, 'What becomes of this weight');
  expect(before + change).toBeCloseTo(after, 3);

  // nothing of it has changed the run
  expect(await playground.steps()).toBe(1);
  await page.keyboard.press('End');
  await microscope(page).getByRole('button', { name: 'Apply this step' }).click();
  await expect.poll(() => playground.steps()).toBe(2);
  for (let k = 0; k < 3; k++)
    await microscope(page).getByRole('button', { name: 'One station on' }).click();
  const lossAfter = Number(
    (await microscope(page).locator('dd').first().innerText()).replace(/[^0-9.e-]/g, ''),
  );
  expect(lossAfter).toBeLessThan(loss);
});

test('a sequence is looked at where its answer begins: before, no error comes back', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=3&task=reverse,length:4&layers=embedding,dim:8;gru,units:8');
  await open(page);
  await stations(page).nth(4).click();
  await expect(microscope(page).getByRole('heading', { name: 'Backward: Output' })).toBeVisible();
  await expect.poll(() => terms(page, 'The chain rule for this weight')).toHaveLength(5);
  const [arrives, bend] = await terms(page, 'The chain rule for this weight');
  expect(arrives).not.toBe(0);
  expect(bend).toBe(1);
  const position = microscope(page).getByRole('textbox', { name: 'Position' });
  expect(Number(await position.inputValue())).toBeGreaterThan(1);
  await position.fill('1');
  await position.press('Enter');
  await expect.poll(async () => (await terms(page, 'The chain rule for this weight'))[0]).toBe(0);
});

test('one output for two classes is called what its number is about', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&task=moons&layers=dense&loss=binary_cross_entropy');
  await open(page);
  for (const [loss, name] of [
    ['binary_cross_entropy', '1'], // a probability: of the second class
    ['hinge', 'Output'], // a sign
  ]) {
    await page.evaluate((loss) => {
      location.hash = location.hash.replace(/loss=\w+/, `loss=${loss}`);
    }, loss);
    await expect.poll(() => playground.fragment()).toContain(`loss=${loss}`);
    await stations(page).nth(2).click();
    await expect(microscope(page).getByRole('rowheader')).toHaveText([name]);
  }
});

test('slow motion walks by itself, and stops at the update', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=3&task=moons&layers=dense,units:4');
  await open(page);
  await microscope(page).getByRole('slider', { name: 'Seconds at each station' }).press('PageDown');
  await microscope(page).getByRole('slider', { name: 'Seconds at each station' }).press('PageDown');
  await microscope(page).getByRole('button', { name: 'Slow motion' }).click();
  await expect(stations(page).last()).toHaveAttribute('aria-selected', 'true');
  await expect(microscope(page).getByRole('button', { name: 'Slow motion' })).toBeVisible();
});

test('every family can be looked at', async ({ page }) => {
  const playground = new Playground(page);
  for (const fragment of [
    'v=1&task=reverse,length:4&layers=embedding,dim:8;gru,units:8&answer=beside',
    'v=1&task=reverse,length:4&encoder=embedding,dim:8;encoder_layer,heads:2,hidden:16&decoder=embedding,dim:8;decoder_layer,heads:2,hidden:16',
  ]) {
    await playground.open(fragment);
    await open(page);
    await expect(stations(page).first()).toBeVisible(); // it is fetched when it is first opened
    const count = await stations(page).count();
    expect(count).toBeGreaterThan(6);
    for (let k = 0; k < count; k++) {
      await stations(page).nth(k).click();
      await expect(
        microscope(page).locator('.body canvas, .body table, .body svg').first(),
      ).toBeVisible();
    }
    await microscope(page).getByRole('button', { name: 'Close the microscope' }).click();
    await page.goto('about:blank');
  }
});

test('the chain rule is told for the weights of every block: products by place, and their sum', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(
    'v=1&seed=3&task=reverse,length:4&layers=embedding,dim:8;gru,units:8;layer_norm',
  );
  await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(1);
  await open(page);
  await stations(page).last().click();
  for (const weight of [
    'gru_1/layer_1/forwards/weight_hh',
    'layer_norm_1/weight',
    'embedding_1/weight',
  ]) {
    await microscope(page).getByRole('button', { name: weight, exact: true }).click();
    const chain = () => terms(page, 'The chain rule for this weight');
    await expect.poll(async () => (await chain()).length, { message: weight }).toBeGreaterThan(2);
    const [error, factor, product, sum] = await chain();
    expect(error * factor).toBeCloseTo(product, 4);
    const rows = microscope(page)
      .getByRole('table')
      .filter({ hasText: '∂z/∂w' })
      .locator('tbody tr td:last-child');
    if (sum === undefined) continue; // one place
    const values = (await rows.allInnerTexts()).map((text) =>
      Number(text.replace('−', '-').replace('−', '-')),
    );
    expect(values.length).toBeGreaterThan(1);
    expect(values.reduce((all, one) => all + one, 0)).toBeCloseTo(sum, 3);
  }
});
