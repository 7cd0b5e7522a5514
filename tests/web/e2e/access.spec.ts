import { existsSync, readdirSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, objections, test } from './page';

// Every view there is, found as the page finds them, held to axe's rules in both themes and languages.

const folder = new URL('../../../web/src/views/', import.meta.url);
const views = readdirSync(folder).filter((name) =>
  ['index.ts', 'block.ts'].some((file) => existsSync(new URL(`${name}/${file}`, folder))),
);

// Small networks that have something for every view to show.
const networks = [
  'v=1&task=circle,samples:100&layers=features;dense,units:3',
  'v=1&task=linear,samples:100&optimizer=sgd,lr:0.02',
  'v=1&task=multi_gaussian,samples:100&layers=dense,units:3',
  'v=1&task=mnist,samples:200&layers=flatten;dense,units:4',
  'v=1&task=mnist,samples:200&layers=conv2d,channels:2;batch_norm;max_pool2d;global_pool',
  'v=1&task=reverse,length:4&encoder=embedding,dim:8;gru,units:8' +
    '&decoder=embedding,dim:8;recurrent_decoder,units:8,context:none',
  'v=1&task=reverse,length:4&encoder=embedding,dim:8;position;encoder_layer,heads:2,hidden:16' +
    '&decoder=embedding,dim:8;position;decoder_layer,heads:2,hidden:16',
];

const looks = [
  { scheme: 'light', locale: 'en-US' },
  { scheme: 'dark', locale: 'zh-CN' },
] as const;

async function openAt(page: Page, link: string): Promise<void> {
  await page.goto(`./#${link}`);
  await expect(page.locator('.play')).toBeEnabled({ timeout: 30_000 });
  await page.keyboard.press('.');
  await expect(page.getByRole('definition').first()).toHaveText('1');
  await expect(page.locator('[data-loading]')).toHaveCount(0);
}

for (const { scheme, locale } of looks) {
  test.describe(`${scheme}, ${locale}`, () => {
    test.use({ colorScheme: scheme, locale });

    test('axe finds nothing to object to in any view', async ({ page }) => {
      test.setTimeout(300_000);
      const seen = new Set<string>();
      const look = async (name: string | null) => {
        if (name === null || seen.has(name)) return;
        const place = `[data-view="${name}"]`;
        await expect(page.locator(`${place} > *`).first()).toBeVisible();
        expect(await objections(page, place), name).toEqual([]);
        seen.add(name);
      };
      const names = (places: string) =>
        page.locator(places).evaluateAll((all) => all.map((each) => each.dataset.view!));
      // The tabs are named by their views.
      const lookThrough = async (panel: string) => {
        const tabs = page.locator(`[id^="${panel}-tab-"]`);
        for (const id of await tabs.evaluateAll((all) => all.map((tab) => tab.id))) {
          const name = id.slice(`${panel}-tab-`.length);
          if (seen.has(name)) continue;
          await page.locator(`#${id}`).click();
          await expect(page.locator(`#${panel}-panel`)).toHaveAttribute('data-view', name);
          await look(name);
        }
      };
      for (const link of networks) {
        await page.goto('about:blank');
        await openAt(page, link);
        for (const name of await names('[data-view]')) await look(name);
        await lookThrough('outcome');
        for (const block of await page.locator('[data-block] .name').all()) {
          await block.click();
          await look(await page.locator('#inspector-panel').getAttribute('data-view'));
          await lookThrough('inspector');
        }
      }
      expect([...seen].sort()).toEqual([...views].sort());
    });

    test('nor in what opens over the network', async ({ page }) => {
      test.setTimeout(300_000);
      await openAt(page, networks[0]);
      const look = async (inside: string, what: string | null) => {
        await expect(page.locator(inside).first()).toBeVisible();
        await expect(page.locator('[data-loading]')).toHaveCount(0);
        expect(await objections(page, inside), what ?? '').toEqual([]);
      };
      await page.locator('header [aria-haspopup="menu"]').first().click();
      await look('.popover', 'examples');
      await page.keyboard.press('Escape');
      for (const opener of await page.locator('.settings [aria-expanded]').all()) {
        await opener.click();
        await look('.popover', await opener.getAttribute('aria-label'));
        await page.keyboard.press('Escape');
      }
      // Data of one's own, each with its form.
      const tasks = page.locator('[data-tour="task"] [role="radio"]');
      const count = await tasks.count();
      for (let i = count - 5; i < count; i++) {
        await tasks.nth(i).click();
        await look('[data-tour="task"]', await tasks.nth(i).textContent());
      }
      await tasks.first().click();
      await page.locator('.facts button').click();
      const after = page.locator('.way .transport button').last();
      for (let station = 0; station < 6; station++) {
        await look('.microscope', `station ${station}`);
        if (await after.isDisabled()) break;
        await after.click();
      }
    });
  });
}
