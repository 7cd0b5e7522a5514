import { brotliCompressSync } from 'node:zlib';

import type { Page } from '@playwright/test';

import { expect, Playground, test } from './page';

// What a host that compresses sends before the first network trains, in bytes. It may be 350 kB; this
// keeps it from growing unnoticed: it is a little above what they are.
const most = 335_000;

// What the page fetches when it has nothing else to do. It never arrives here.
const later = '**/en-more-*.js';

/** Texts and names on the page that are still waited for; explanations that a pointer calls up are not meant. */
function missing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll('*')].flatMap((element) => {
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const names = ['aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? '');
      const texts = [...own.map(({ nodeValue }) => nodeValue ?? ''), ...names];
      return texts.some((text) => text.includes('…')) ? [element.outerHTML] : [];
    }),
  );
}

for (const [device, width, height] of [
  ['a screen', 1280, 800],
  ['a phone', 390, 844],
] as const) {
  test(`little is fetched before the first network trains on ${device}, and nothing is missing`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    const files = new Map<string, number>();
    page.on('response', async (response) => {
      const body = await response.body().catch(() => Buffer.alloc(0));
      files.set(new URL(response.url()).pathname, brotliCompressSync(body).length);
    });
    let asked = 0;
    await page.route(later, () => void (asked += 1));

    const playground = new Playground(page);
    await playground.open();
    await playground.play.click();
    await expect.poll(() => playground.steps()).toBeGreaterThan(10);
    const sum = [...files.values()].reduce((total, size) => total + size, 0);
    const list = [...files].sort((a, b) => b[1] - a[1]).map(([name, size]) => `${name} ${size}`);
    expect(sum, list.join('\n')).toBeLessThanOrEqual(most);
    await expect.poll(() => asked).toBe(1);
    expect(await missing(page)).toEqual([]);
  });
}
