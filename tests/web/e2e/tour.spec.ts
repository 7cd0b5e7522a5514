import { expect, objections, Playground, test } from './page';

test('the tour walks over the page by keyboard, and gives the focus back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const tour = page.getByRole('dialog');
  await expect(tour).toBeHidden();
  const button = page.getByRole('button', { name: 'Tour', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(tour).toBeVisible();
  await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused();
  expect(await objections(page)).toEqual([]);
  for (const title of ['Build the network', 'Train it', 'See what', 'Follow the curves', 'Share']) {
    await page.keyboard.press('Enter');
    await expect(tour.getByRole('heading')).toContainText(title);
  }
  await page.keyboard.press('ArrowLeft');
  await expect(tour.getByRole('heading')).toContainText('Follow the curves');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter'); // Done
  await expect(tour).toBeHidden();
  await expect(button).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(tour.getByRole('heading')).toContainText('Choose what to learn');
  await page.keyboard.press('Escape');
  await expect(tour).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the tour turns to each tab and comes back to the first', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await page.getByRole('button', { name: 'Tour', exact: true }).tap();
    const next = page.getByRole('dialog').getByRole('button', { name: /^(?:Next|Done)$/ });
    for (const name of ['Data', 'Network', 'Network', 'Outcome', 'Outcome', 'Outcome']) {
      const tab = page.getByRole('tab', { name, exact: true, includeHidden: true });
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      const card = (await next.boundingBox())!;
      expect(card.x + card.width).toBeLessThanOrEqual(390);
      expect(card.y + card.height).toBeLessThanOrEqual(844);
      await next.tap();
    }
    await expect(page.getByRole('tab', { name: 'Network', exact: true })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  test('columns beyond the edge come in with a button', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    const unit = page.getByRole('button', { name: 'Output, 1', exact: true });
    await expect(unit).not.toBeInViewport();
    const right = page.getByRole('button', { name: 'Columns to the right' });
    await expect(right).toBeVisible(); // once the columns are laid out
    await expect(async () => {
      if (await right.isVisible()) await right.tap();
      await expect(right).toBeHidden({ timeout: 1000 });
    }).toPass();
    await expect(unit).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Columns to the left' })).toBeVisible();
    expect(await objections(page)).toEqual([]);
  });
});

test('a table of a Chinese spreadsheet is read, and each column’s role is said', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'CSV' }).click();
  const header = [0xc9, 0xed, 0xb8, 0xdf, 0x2c, 0xcc, 0xe5, 0xd6, 0xd8, 0x0a]; // 身高,体重 in GBK
  const rows = Array.from({ length: 40 }, (_, i) => `${150 + i},${2 * (150 + i) - 230}.5\n`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'table.csv',
    mimeType: 'text/csv',
    buffer: Buffer.concat([Buffer.from(header), Buffer.from(rows.join(''))]),
  });
  await expect(page.getByText('Read as GB18030')).toBeVisible();
  const role = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  await expect(role('身高')).toContainText('input');
  await expect(role('体重')).toContainText('target');
  await expect.poll(() => playground.fragment()).toContain('task=csv');
  expect(await objections(page)).toEqual([]);
});
