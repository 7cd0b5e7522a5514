import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, objections, Playground, test } from './page';

/** The runs of a comparison, by their names in English. */
class Comparison {
  constructor(readonly page: Page) {}

  get section() {
    return this.page.getByRole('region', { name: 'Compare', exact: true });
  }
  get rows() {
    return this.section.locator('tbody tr:not(.member):not(.about)');
  }
  get play() {
    return this.section.getByRole('button', { name: /^Run all/ });
  }
  async open(): Promise<void> {
    await this.page
      .getByRole('banner')
      .getByRole('button', { name: /^Compare/ })
      .click();
    await expect(this.section).toBeVisible();
  }
  async budget(steps: number): Promise<void> {
    const field = this.section.getByRole('textbox', { name: 'Budget of each run' });
    await field.fill(String(steps));
    await field.press('Enter');
  }
  async finish(count: number, timeout = 60_000): Promise<void> {
    await expect(this.section.getByText(`${count} of ${count} done`)).toBeVisible({ timeout });
  }
}

const axe = async (page: Page) => expect(await objections(page)).toEqual([]);

test('two learning rates are compared, told apart in words, kept over a reload and saved', async ({
  page,
}) => {
  const playground = new Playground(page);
  const comparison = new Comparison(page);
  await playground.open('v=1&seed=7&task=xor&layers=features;dense,units:4&optimizer=adam,lr:0.02');
  await page.getByRole('button', { name: 'Add this experiment to the comparison' }).click();
  await expect(page.getByText(/^Added to the comparison/)).toBeVisible();
  const rate = page.getByRole('textbox', { name: 'Learning rate' }).first();
  await rate.fill('0.0005');
  await rate.press('Enter');
  await expect.poll(() => playground.fragment()).toContain('0.0005');
  await page.getByRole('button', { name: 'Add this experiment to the comparison' }).click();
  await expect(
    page.getByText('Against the run before: Learning rate: 0.02 → 0.0005'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Add this experiment to the comparison' }).click();
  await expect(page.getByText(/^This very experiment is in the comparison/)).toBeVisible();
  await comparison.open();
  await expect(comparison.rows).toHaveCount(2);
  await expect(page.getByRole('columnheader', { name: 'Learning rate' })).toBeVisible();
  await comparison.budget(400);
  await comparison.play.click();
  await comparison.finish(2);
  for (const [row, lr] of [
    [0, '0.02'],
    [1, '0.0005'],
  ] as const) {
    await expect(comparison.rows.nth(row)).toContainText(lr);
    await expect(comparison.rows.nth(row)).toContainText('400');
  }
  // Against the first, or against the other: the same difference with the other sign and sense.
  const [first, second] = [comparison.rows.nth(0), comparison.rows.nth(1)];
  await expect(first.locator('.difference').first()).toHaveText('reference');
  await expect(second.locator('.difference').first()).toHaveText(/^\+\d\S* worse$/);
  const against = page.getByRole('combobox', { name: 'Difference to' });
  await against.focus();
  await page.keyboard.press('ArrowDown');
  await expect(second.locator('.difference').first()).toHaveText('reference');
  await expect(first.locator('.difference').first()).toHaveText(/^−\d\S* better$/);
  await axe(page);

  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the table as CSV' }).click();
  const text = readFileSync(await (await file).path(), 'utf8');
  const [head, ...lines] = text.trimEnd().split('\r\n');
  expect(head).toContain('train.optimizer.lr,train_loss,test_loss,train_accuracy,test_accuracy');
  expect(lines.map((line) => line.includes(',finished,'))).toEqual([true, true]);
  const losses = lines.map((line) => Number(line.split(',')[5]));
  expect(losses[0]).toBeLessThan(losses[1]); // a rate of 0.0005 has not come far
  const column = head.split(',').indexOf('difference_test_loss');
  const differences = lines.map((line) => Number(line.split(',')[column]));
  expect(differences).toEqual([losses[0] - losses[1], 0]);

  // What was done last is kept, too, though there was no time to save it.
  const swatch = comparison.rows.first().getByRole('switch');
  for (const shown of ['false', 'true', 'false']) {
    await swatch.press('Enter');
    await expect(swatch).toHaveAttribute('aria-checked', shown);
  }
  await page.reload();
  await comparison.open();
  await expect(comparison.rows).toHaveCount(2);
  await comparison.finish(2);
  await expect(swatch).toHaveAttribute('aria-checked', 'false');
  await swatch.press('Enter');
  await expect(second.locator('.difference').first()).toHaveText('reference');
  await first.getByRole('button', { name: /^Commands for/ }).click();
  await page.getByRole('menuitem', { name: 'Tell the others against it' }).click();
  await expect(first.locator('.difference').first()).toHaveText('reference');

  // The cursor of one chart is that of all, by the keyboard, too.
  await page.getByRole('application', { name: /^Loss over the steps/ }).focus();
  await page.keyboard.press('ArrowLeft');
  const card = page.getByRole('status').filter({ hasText: 'Step' });
  await expect(card).toContainText(/0\.\d+/);

  // By the keyboard: hide a run, take one back to the network.
  await swatch.press('Enter');
  await expect(swatch).toHaveAttribute('aria-checked', 'false');
  await comparison.rows
    .nth(1)
    .getByRole('button', { name: /^Commands for/ })
    .press('Enter');
  await page.keyboard.press('Enter');
  await expect(playground.play).toBeEnabled();
  await expect.poll(() => playground.fragment()).toContain('0.0005');
});

test('the same task across families, and seeds with their spread', async ({ page }) => {
  const playground = new Playground(page);
  const comparison = new Comparison(page);
  await playground.open(
    'v=1&seed=3&task=recall,length:8&layers=embedding,dim:8;gru,units:12,output:last',
  );
  await comparison.open();
  await expect(page.getByText('Which one learns better, and by how much?')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'The same task across families …' }).click();
  const dialog = page.getByRole('dialog', { name: 'The same task across families …' });
  for (const family of ['RNN', 'LSTM', 'GRU', 'Transformer']) {
    await expect(dialog.getByRole('checkbox', { name: new RegExp(`^${family}`) })).toBeChecked({
      timeout: 60_000,
    });
  }
  await axe(page);
  await dialog.getByRole('button', { name: 'Add 4 runs' }).press('Enter');
  await expect(comparison.rows).toHaveCount(4);
  await expect(comparison.section).toBeFocused(); // the panel, and what it hung from, are gone
  await page.getByRole('button', { name: 'Several seeds …' }).click();
  const seeds = page.getByRole('textbox', { name: 'Number of seeds' });
  await seeds.fill('3');
  await seeds.press('Enter');
  await page.getByRole('button', { name: 'Add 3 runs' }).click();
  await expect(comparison.rows).toHaveCount(5);
  await comparison.budget(120);
  await comparison.play.click();
  await comparison.finish(7, 120_000);
  const sweep = comparison.rows.last();
  await expect(sweep).toContainText('±');
  await expect(sweep).toContainText('3, 4, 5');
  await expect(sweep.locator('.difference').first()).toHaveText(/ (better|worse)$/);
  await sweep.locator('.sweep').click();
  await expect(page.getByRole('rowheader', { name: 'Seed 4' })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Remove all runs' }).press('Enter');
  await expect(comparison.rows).toHaveCount(0);
  await expect(comparison.section).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });

  test('runs are compared in a tab of their own', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open('v=1&seed=7&task=xor&layers=features;dense,units:4');
    await page.getByRole('tab', { name: 'Compare', exact: true }).tap();
    await page.getByRole('button', { name: 'This experiment', exact: true }).tap();
    const comparison = new Comparison(page);
    await expect(comparison.rows).toHaveCount(1);
    await comparison.budget(50);
    await comparison.play.tap();
    await comparison.finish(1);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await axe(page);
  });
});
