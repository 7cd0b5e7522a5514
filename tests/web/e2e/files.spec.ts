import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, Playground, test } from './page';

const share = (page: Page) => page.getByRole('button', { name: 'Share', exact: true });
const fingerprint = (page: Page) => page.locator('.facts code').innerText();

async function saved(page: Page, name: string): Promise<{ name: string; path: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name }).press('Enter');
  const file = await download;
  return { name: file.suggestedFilename(), path: await file.path() };
}

/** Drops a file on the middle of the page. */
async function drop(page: Page, name: string, content: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, text]) => {
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      return transfer;
    },
    [name, content.toString('base64')],
  );
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
}

test('a run is saved by keyboard, opened again, and goes on where it was', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=12&task=xor&layers=features;dense,units:3');
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(50);
  const steps = await playground.rest();
  const weights = await fingerprint(page);

  await share(page).press('Enter');
  const run = await saved(page, 'Save the run');
  expect(run.name).toBe(`lushan-xor-${steps}.safetensors`);
  const experiment = await saved(page, 'Save the experiment');
  expect(experiment.name).toBe('lushan-xor.json');
  const document = readFileSync(experiment.path);
  expect(JSON.parse(document.toString())).toMatchObject({ lushan: 1, seed: 12 });
  await page.keyboard.press('Escape');

  await playground.open('v=1&task=circle&layers=features;dense,units:5');
  await page.reload();
  await expect(playground.play).toBeEnabled();
  await share(page).press('Enter');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).press('Enter');
  await (await chooser).setFiles({ ...run, mimeType: '', buffer: readFileSync(run.path) });
  await expect.poll(() => playground.steps()).toBe(steps);
  await expect.poll(() => fingerprint(page)).toBe(weights);
  await expect.poll(() => playground.fragment()).toContain('seed=12&task=xor');
  await expect(share(page)).toBeFocused();

  await page.keyboard.press('Control+z');
  await expect.poll(() => playground.fragment()).toContain('task=circle');
  await drop(page, 'again.json', document);
  await expect.poll(() => playground.fragment()).toContain('seed=12&task=xor');
  await drop(page, 'spoilt.json', document.subarray(0, 40));
  await expect(page.getByText('“spoilt.json” is not an experiment as JSON')).toBeVisible();
  expect(playground.fragment()).toContain('seed=12&task=xor');
});
