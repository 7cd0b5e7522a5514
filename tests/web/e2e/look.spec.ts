import type { Page } from '@playwright/test';

import { expect, objections, Playground, test } from './page';

const messages = /\b(?:app|header|run|task|field|panel|view|metrics|link|state)\.[a-z_]+\b/;

test('Chinese is a click away, stays, and leaves no text behind', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('button', { name: 'Language' }).click();
  await page
    .getByRole('menuitem', { name: '中文' })
    .or(page.getByRole('menuitemradio', { name: '中文' }))
    .click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.getByText('训练').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.getByRole('definition').first()).toBeVisible();
  const text = await page.locator('body').innerText();
  expect(text).not.toMatch(messages);
  expect(text).not.toMatch(/\b(?:Steps|Training|Classes|Samples|Noise|Loss)\b/);
});

test('a language that cannot be fetched is told, and the page stays as it was', async ({
  page,
  quiet,
}) => {
  await page.route('**/zh-*.js', (route) => route.abort());
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitem', { name: '中文' }).click();
  await expect(page.getByText('texts in that language could not be fetched')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(playground.play).toBeVisible();
  quiet.length = 0; // the browser itself reports the request that failed
});

for (const scheme of ['light', 'dark'] as const) {
  for (const [language, locale] of [
    ['English', 'en-US'],
    ['Chinese', 'zh-CN'],
  ] as const) {
    test.describe(`${scheme}, ${language}`, () => {
      test.use({ colorScheme: scheme, locale });

      test('axe finds nothing to object to', async ({ page }) => {
        await page.goto('./');
        await expect(page.getByRole('definition').first()).toBeVisible();
        await page.keyboard.press('.');
        await page.waitForTimeout(500);
        expect(await objections(page)).toEqual([]);
      });
    });
  }
}

test.describe('on a desk', () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test('what a large network is said to have stands in one line', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open(
      'v=1&task=mnist&layers=flatten;dense,units:1024;dense,units:1024;dense,units:512&batch=64',
    );
    await playground.play.click(); // the time of a step is known when some have been measured
    const facts = page.locator('p.facts');
    await expect(facts).toContainText(/2\.4M parameters, .+ ops, ≈ .+ a step/);
    await playground.rest();
    const places = await facts.locator('> *').all();
    const middles = await Promise.all(
      places.map(async (place) => {
        const { y, height } = (await place.boundingBox())!;
        return y + height / 2;
      }),
    );
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(4);
  });
});

test('a view that is on its way has its room, so that the curves below stay', async ({ page }) => {
  await page.route('**/Confusion-*.js', () => {}); // never arrives
  await new Playground(page).open();
  await page.getByRole('tab', { name: 'Confusion' }).click();
  expect((await page.locator('#outcome-panel').boundingBox())!.height).toBeGreaterThan(300);
});

test.describe('where the names of the views take more room than there is', () => {
  test.use({ viewport: { width: 1024, height: 768 } });

  test('they stay in one row, and mouse and keys reach them all', async ({ page }) => {
    await new Playground(page).open('v=1&task=mnist,samples:200&layers=conv2d;flatten');
    const tabs = page.getByRole('region', { name: 'Outcome' }).getByRole('tab');
    await expect(tabs).toHaveCount(5);
    const places = await Promise.all((await tabs.all()).map((tab) => tab.boundingBox()));
    expect(new Set(places.map((place) => place!.y)).size).toBe(1);
    await expect(tabs.last()).not.toBeInViewport({ ratio: 1 });
    await page.locator('.outcome .push.right').click();
    await expect(tabs.last()).toBeInViewport({ ratio: 1 });
    await tabs.last().click();
    await page.keyboard.press('ArrowRight'); // around
    await expect(tabs.first()).toBeFocused();
    await expect(tabs.first()).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('End');
    await expect(tabs.last()).toBeInViewport({ ratio: 1 });
    expect(await objections(page, '.outcome')).toEqual([]);
  });
});

// Of what can be pointed at on the page, what moved by more than a pixel in these milliseconds.
const moved = (page: Page, ms: number) =>
  page.evaluate(async (ms) => {
    const places = new Map<Element, { name: string; low: number[]; high: number[] }>();
    for (const end = performance.now() + ms; performance.now() < end;) {
      for (const element of document.querySelectorAll(
        'button, input, [role=tab], dt, th, canvas',
      )) {
        const { x, y, height } = element.getBoundingClientRect();
        if (!element.checkVisibility() || height === 0) continue;
        const now = [x, y, height];
        const seen = places.get(element);
        const name = element.textContent || element.getAttribute('aria-label') || element.tagName;
        if (!seen) places.set(element, { name, low: now, high: now });
        else {
          seen.low = seen.low.map((v, i) => Math.min(v, now[i]));
          seen.high = seen.high.map((v, i) => Math.max(v, now[i]));
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return [...places.values()].flatMap(({ name, low, high }) =>
      high.some((v, i) => v - low[i] > 1) ? [name] : [],
    );
  }, ms);

for (const [device, viewport] of [
  ['desk', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  test.describe(`nothing moves while it trains, on a ${device}`, () => {
    test.use({ viewport });

    // The loss falls from 0.7 to 0.0001 meanwhile: its digits come and go.
    for (const fragment of [
      'v=1&task=gaussians&layers=features;dense,units:8&lr=0.03',
      'v=1&task=reverse,length:4&answer=beside&layers=embedding,dim:16;gru,units:16&lr=0.03',
    ])
      test(fragment.match(/task=(\w+)/)![1], async ({ page }) => {
        const playground = new Playground(page);
        await playground.open(fragment);
        if (device === 'phone')
          await page.getByRole('tab', { name: 'Outcome', exact: true }).click();
        await expect(page.locator('#outcome-panel > *').first()).toBeVisible();
        await playground.play.click();
        await expect.poll(() => playground.steps()).toBeGreaterThan(10);
        expect(await moved(page, 4000)).toEqual([]);
      });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('everything is there, in tabs, and nothing is wider than the screen', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await playground.play.tap();
    await expect.poll(() => playground.steps()).toBeGreaterThan(20);
    await playground.pause.tap();
    for (const name of ['Data', 'Network', 'Outcome', 'Training']) {
      await page.getByRole('tab', { name, exact: true }).tap();
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      expect(scroll, name).toBeLessThanOrEqual(client);
      for (const tab of await page.locator('[id^="outcome-tab-"]').all()) {
        await tab.tap();
        expect(await objections(page), await tab.innerText()).toEqual([]);
      }
      expect(await objections(page), name).toEqual([]);
    }
  });

  test('what a block is made of comes into view when the block is tapped', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open(
      'v=1&task=reverse,length:4&encoder=embedding,dim:8;gru,units:8' +
        '&decoder=embedding,dim:8;recurrent_decoder,units:8',
    );
    await page.locator('[data-block="encoder/gru_1"] .name').tap();
    const inside = page.getByRole('region', { name: /^Inside/ });
    await expect(inside.getByRole('button', { name: 'Close' })).toBeInViewport();
    await expect(inside.getByRole('tab', { name: 'Over time' })).toBeInViewport();
    expect(await objections(page)).toEqual([]);
  });

  test('attention step by step has all its stages in sight, and shows what the chosen one makes', async ({
    page,
  }) => {
    const playground = new Playground(page);
    await playground.open(
      'v=1&task=reverse,length:4&answer=beside&layers=embedding,dim:8;multi_head_attention,heads:1',
    );
    await page.locator('[data-block="multi_head_attention_1"] .name').tap();
    await page.getByRole('tab', { name: 'Step by step' }).tap();
    const stages = page.getByRole('radiogroup', { name: 'How far to go' });
    for (const stage of await stages.getByRole('radio').all())
      await expect(stage).toBeInViewport({ ratio: 1 });
    const flow = page.getByRole('group', { name: 'Step by step' });
    const [keys, values] = [flow.locator('[data-stage=vectors]'), flow.locator('[data-stage=sum]')];
    for (const [stage, made] of [
      [/Sum/, values],
      [/q, k, v/, keys],
    ] as const) {
      await stages.getByRole('radio', { name: stage }).tap();
      await expect(made).toBeInViewport({ ratio: 0.9 });
    }
  });
});
