import type { Page } from '@playwright/test';

import { expect, objections, Playground, test } from './page';

// Parts of the page that are fetched when they are first wanted, while their host does not answer.

const failed = 'This part of the page could not be fetched.';

async function trained(page: Page): Promise<{ playground: Playground; steps: number }> {
  const playground = new Playground(page);
  await playground.open();
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(20);
  return { playground, steps: await playground.rest() };
}

const parts: {
  name: string;
  stem: string;
  types: string;
  ask: (page: Page) => Promise<void>;
  seen: string;
}[] = [
  {
    name: 'the inspector',
    stem: 'Inspector',
    types: '{js,css}',
    ask: (page) => page.getByRole('button', { name: 'Dense 1', exact: true }).click(),
    seen: '.inspector',
  },
  {
    name: 'the microscope',
    stem: 'Microscope',
    types: 'css', // without it all would be there, in disorder
    ask: (page) => page.getByRole('button', { name: 'One step under the microscope' }).click(),
    seen: '.microscope',
  },
  {
    name: 'what own data is written with',
    stem: 'TaskData',
    types: 'js',
    ask: (page) => page.getByRole('radio', { name: 'CSV' }).click(),
    seen: '[data-tour="task"] .drop',
  },
];

for (const { name, stem, types, ask, seen } of parts) {
  const files = `**/${stem}-*.${types}`;
  test(`${name} that cannot be fetched is told, and comes when it is asked for again`, async ({
    page,
    quiet,
  }) => {
    const { playground, steps } = await trained(page);
    await page.route(files, (route) => route.abort());
    await ask(page);
    const told = page.getByRole('alert').filter({ hasText: failed });
    await expect(told).toBeVisible();
    expect(await objections(page)).toEqual([]);
    await told.getByRole('button', { name: 'Try again' }).click();
    await expect(told).toBeVisible();
    await page.unroute(files);
    await told.getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator(seen).first()).toBeVisible();
    await expect(told).toBeHidden();
    const sheets = await page.evaluate(() => [...document.styleSheets].map(({ href }) => href));
    expect(sheets.filter((href) => href?.includes(`/${stem}-`))).not.toEqual([]);
    expect(await playground.steps()).toBe(steps);
    quiet.length = 0; // the browser itself reports the requests that failed
  });
}

test('explanations that cannot be fetched are told, and come when they are asked for again', async ({
  page,
  quiet,
}) => {
  const texts = '**/en-more-*.js';
  await page.route(texts, (route) => route.abort());
  const { playground, steps } = await trained(page);
  const about = page.getByRole('button', { name: 'About Seed', exact: true });
  const explanation = page.getByRole('dialog', { name: 'Seed' });
  await about.click();
  await expect(explanation).toContainText(failed);
  await page.unroute(texts);
  await about.click();
  await about.click();
  await expect(explanation).toContainText('The number that all chance comes from');
  expect(await playground.steps()).toBe(steps);
  quiet.length = 0;
});

test('examples that cannot be fetched are told in passing, and open by keyboard when they can', async ({
  page,
  quiet,
}) => {
  const files = '**/Examples-*.js';
  await page.route(files, (route) => route.abort());
  const { playground } = await trained(page);
  const button = page.getByRole('button', { name: 'Examples' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(failed)).toBeVisible();
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await page.unroute(files);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /^Exclusive or/ }).press('Enter');
  await expect(page.getByRole('radio', { name: 'XOR' })).toBeChecked();
  await expect.poll(() => playground.steps()).toBe(0);
  quiet.length = 0;
});

test('a link that cannot be read for want of a file stays in the address, and opens with a reload', async ({
  page,
  quiet,
}) => {
  const files = '**/read-link-*.js';
  const link = 'v=1&task=xor&layers=features';
  await page.route(files, (route) => route.abort());
  await page.goto(`./#${link}`);
  const reload = page.getByRole('button', { name: 'Reload' });
  await expect(reload).toBeVisible();
  expect(page.url()).toContain(link);
  await page.unroute(files);
  await reload.click();
  await expect(page.getByRole('radio', { name: 'XOR' })).toBeChecked();
  quiet.length = 0;
});

test('a pasted link that cannot be read for want of a file is told, and opens when it is there', async ({
  page,
  quiet,
}) => {
  const files = '**/read-link-*.js';
  await page.route(files, (route) => route.abort());
  const { playground, steps } = await trained(page);
  const paste = () =>
    page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '#v=1&task=xor&layers=features');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
  await paste();
  await expect(page.getByRole('alert')).toContainText('What reads links could not be fetched');
  expect(await playground.steps()).toBe(steps);
  await page.unroute(files);
  await paste();
  await expect(page.getByRole('radio', { name: 'XOR' })).toBeChecked();
  quiet.length = 0;
});

test('a comparison that cannot be fetched is told in passing', async ({ page, quiet }) => {
  const { playground, steps } = await trained(page);
  const files = '**/compare.svelte-*.js';
  await page.route(files, (route) => route.abort());
  const add = page.getByRole('button', { name: 'Add this experiment to the comparison' });
  await add.click();
  await expect(page.getByText(failed)).toBeVisible();
  await page.unroute(files);
  await add.click();
  await expect(page.getByRole('button', { name: /^Compare ?1$/ })).toBeVisible();
  expect(await playground.steps()).toBe(steps);
  quiet.length = 0;
});

test('a tour that cannot be fetched is told in passing', async ({ page, quiet }) => {
  const { playground, steps } = await trained(page);
  await page.route('**/Tour-*.js', (route) => route.abort());
  await page.getByRole('button', { name: 'Tour' }).click();
  await expect(page.getByText(failed)).toBeVisible();
  await page.unroute('**/Tour-*.js');
  await page.getByRole('button', { name: 'Tour' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await playground.steps()).toBe(steps);
  quiet.length = 0;
});

test('a part that a renewed host no longer has comes with a reload, which keeps the run', async ({
  page,
  quiet,
}) => {
  const { playground, steps } = await trained(page);
  await page.route('**/Inspector-*.js', (route) => route.fulfill({ status: 404 }));
  await page.route(
    (url) => url.pathname === '/',
    (route) =>
      route.request().resourceType() === 'fetch'
        ? route.fulfill({ body: '<script type="module" src="./assets/page-new.js"></script>' })
        : route.continue(),
  );
  await page.getByRole('button', { name: 'Dense 1', exact: true }).click();
  const told = page.getByRole('alert').filter({ hasText: 'it was renewed at its address' });
  await expect(told).toBeVisible();
  await told.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByText('it was renewed at its address')).toBeHidden();
  await expect.poll(() => playground.steps()).toBe(steps);
  quiet.length = 0;
});
