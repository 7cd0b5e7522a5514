import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, Playground, test } from './page';

const dist = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

// As plain a static host as there is, with the page some folders down.
async function serveBelow(prefix: string): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const name = path === prefix ? 'index.html' : normalize(path.slice(prefix.length));
    const file = join(dist, name);
    if (!path.startsWith(prefix) || !file.startsWith(dist) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}` };
}

test.describe('below a path of a static host', () => {
  test.use({
    // eslint-disable-next-line no-empty-pattern -- Playwright insists on a pattern
    baseURL: async ({}, use) => {
      const { server, address } = await serveBelow('/some/sub/path/');
      await use(address);
      server.close();
    },
  });

  test('the page trains, and fetches its digits from there', async ({ page }) => {
    const playground = new Playground(page);
    await playground.open('v=1&seed=1&task=mnist,samples:500&layers=flatten;dense,units:16');
    await playground.play.click();
    await expect.poll(() => playground.steps()).toBeGreaterThan(10);
  });
});

test('a browser without WebAssembly SIMD gets a plain explanation', async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await page.goto('./');
  await expect(page.getByText('WebAssembly SIMD')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says in both languages what it needs', async ({ page }) => {
    await page.goto('./');
    await expect(page.locator('noscript p[lang=en]')).toBeVisible();
    await expect(page.locator('noscript p[lang=zh]')).toBeVisible();
  });
});

test('an engine that cannot be fetched is told, with a way to try again', async ({
  page,
  quiet,
}) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('./');
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  quiet.length = 0; // the browser itself reports the request that failed
});
