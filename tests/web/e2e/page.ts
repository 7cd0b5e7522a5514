import { expect, test as base, type Page } from '@playwright/test';
import axe from 'axe-core';

/** What the page must never do, whatever a test does with it: complain, or ask others for anything. */
export const test = base.extend<{ quiet: string[] }>({
  quiet: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          complaints.push(`${message.type()}: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        const own =
          origin === new URL(baseURL!).origin || protocol === 'data:' || protocol === 'blob:';
        if (!own) complaints.push(`request to ${request.url()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** What axe objects to on the page, or inside one of its elements. */
export async function objections(page: Page, inside?: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (inside) => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    // without what no rule in use asks for: what passes, and style sheets fetched once more
    const { violations } = await run(inside ?? document, {
      resultTypes: ['violations'],
      preload: false,
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target).join(' ')}`);
  }, inside);
}

/** The page's controls, by their names in English. */
export class Playground {
  constructor(readonly page: Page) {}

  get play() {
    return this.page.getByRole('button', { name: 'Train', exact: true });
  }
  get pause() {
    return this.page.getByRole('button', { name: 'Pause', exact: true });
  }
  get oneStep() {
    return this.page.getByRole('button', { name: /^One step \(/ });
  }
  get reset() {
    return this.page.getByRole('button', { name: /^Start over/ });
  }
  /** Where the training is controlled. */
  get bar() {
    return this.page.getByRole('region', { name: 'Training', exact: true });
  }

  async open(fragment = ''): Promise<void> {
    await this.page.goto(fragment === '' ? './' : `./#${fragment}`);
    await expect(this.play).toBeEnabled({ timeout: 30_000 });
  }

  /** Pauses, and waits until the run has come to rest; answers its steps. */
  async rest(): Promise<number> {
    await this.pause.click();
    await expect(this.page.locator('.facts code')).toHaveText(/^[0-9a-f]{16}$/);
    return this.steps();
  }

  async steps(): Promise<number> {
    const text = await this.bar.locator('dd').first().innerText();
    return Number(text.replace(/[^0-9]/g, ''));
  }

  async trainLoss(): Promise<number> {
    const row = this.page.getByRole('row').filter({ hasText: /^Training/ });
    return Number(await row.getByRole('cell').first().innerText());
  }

  /** In percent. */
  async testAccuracy(): Promise<number> {
    const row = this.page.getByRole('row').filter({ hasText: /^Validation/ });
    return Number((await row.getByRole('cell').nth(1).innerText()).replace('%', ''));
  }

  fragment(): string {
    return decodeURIComponent(new URL(this.page.url()).hash.slice(1));
  }
}
