import type { Page } from '@playwright/test';

import { expect, Playground, test } from './page';

const document = 'v=1&seed=3&task=moons&layers=dense,units:6&optimizer=adam,lr:0.02';

const history = (page: Page) => page.getByRole('region', { name: 'History' });
const slider = (page: Page) => page.getByRole('slider', { name: 'Step shown' });
const back = (page: Page) => page.getByRole('button', { name: 'Back to now' });
const fingerprint = (page: Page) => page.locator('.facts code').innerText();

/** Steps one at a time; each is a moment of its own while there are few. */
async function stepTo(page: Page, playground: Playground, step: number): Promise<void> {
  while ((await playground.steps()) < step) {
    const before = await playground.steps();
    await page.keyboard.press('.');
    await expect.poll(() => playground.steps()).toBe(before + 1);
  }
}

test('the slider shows kept steps by keyboard, and a branch repeats or parts from the run', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(document);
  await expect(history(page)).toHaveCount(0); // nothing to go back to yet
  await stepTo(page, playground, 8);
  const eighth = await fingerprint(page);
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(300);
  const last = await playground.rest();
  const now = await fingerprint(page);
  await expect(back(page)).toBeDisabled();

  await slider(page).press('Home');
  await expect.poll(() => playground.steps()).toBe(0);
  // other steps may have been kept between these, at their leisure
  const passed: string[] = [];
  while (!passed.at(-1)?.startsWith('Step 8 of') && passed.length < 70) {
    passed.push((await slider(page).getAttribute('aria-valuetext')) ?? '');
    if (!passed.at(-1)!.startsWith('Step 8 of')) await slider(page).press('ArrowRight');
  }
  for (const step of [0, 1, 2, 4, 8]) {
    expect(passed.some((text) => text.startsWith(`Step ${step} of`))).toBe(true);
  }
  await expect.poll(() => playground.steps()).toBe(8);
  expect(await fingerprint(page)).toBe(eighth);

  await back(page).click();
  await expect.poll(() => playground.steps()).toBe(last);
  expect(await fingerprint(page)).toBe(now);

  // a branch with another learning rate
  await slider(page).press('Home');
  await slider(page).press('ArrowRight');
  await expect.poll(() => playground.steps()).toBe(1);
  await page.getByRole('button', { name: 'Branch from here' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'Go on from step 1' });
  await form.getByRole('combobox').selectOption({ label: 'Learning rate' });
  await form.getByRole('textbox').fill('0.5');
  await form.getByRole('textbox').press('Enter'); // sends the form as well
  await expect.poll(() => playground.fragment()).toContain('lr:0.5');
  await expect(playground.pause).toBeVisible();
  await expect.poll(() => playground.steps()).toBeGreaterThan(10);
  await expect(back(page)).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Branch from here' })).toBeFocused();

  // undo leads back across it
  await page.keyboard.press('Control+z');
  await expect.poll(() => playground.steps()).toBe(last);
  expect(await fingerprint(page)).toBe(now);
  await expect.poll(() => playground.fragment()).toContain('lr:0.02');
});

test('a reload goes on from the step that was kept', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(document);
  await stepTo(page, playground, 5);
  const kept = page.getByText('saved at step 5');
  await expect(kept).toBeVisible({ timeout: 20_000 });
  const before = await fingerprint(page);
  await page.reload();
  await expect(playground.play).toBeEnabled();
  await expect.poll(() => playground.steps()).toBe(5);
  expect(await fingerprint(page)).toBe(before);
});

test('a link that is opened in another tab leaves the run in this one', async ({
  page,
  context,
}) => {
  const playground = new Playground(page);
  await playground.open(document);
  await stepTo(page, playground, 5);
  await expect(page.getByText('saved at step 5')).toBeVisible();
  const before = await fingerprint(page);

  const other = await context.newPage();
  const elsewhere = new Playground(other);
  await elsewhere.open('v=1&seed=4&task=xor&layers=dense,units:3');
  await stepTo(other, elsewhere, 2);
  await expect(other.getByText('saved at step 2')).toBeVisible();

  // a new one goes on with what was saved last
  const next = new Playground(await context.newPage());
  await next.open();
  await expect.poll(() => next.steps()).toBe(2);
  expect(next.fragment()).toContain('task=xor');

  await page.reload();
  await expect(playground.play).toBeEnabled();
  await expect.poll(() => playground.steps()).toBe(5);
  expect(await fingerprint(page)).toBe(before);
});

test('a tab that is duplicated goes on by itself', async ({ page, context }) => {
  const playground = new Playground(page);
  await playground.open(document);
  await stepTo(page, playground, 5);
  await expect(page.getByText('saved at step 5')).toBeVisible();
  const before = await fingerprint(page);

  // As a duplicate, a window that a page opens begins with a copy of what the page's tab has stored.
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void window.open(location.href));
  const copy = await opened;
  const copied = new Playground(copy);
  await expect(copied.play).toBeEnabled();
  await expect.poll(() => copied.steps()).toBe(5);
  await stepTo(copy, copied, 7);
  await expect(copy.getByText('saved at step 7')).toBeVisible();

  for (const [tab, its, steps] of [
    [page, playground, 5],
    [copy, copied, 7],
  ] as const) {
    await tab.reload();
    await expect(its.play).toBeEnabled();
    await expect.poll(() => its.steps()).toBe(steps);
  }
  expect(await fingerprint(page)).toBe(before);
});
