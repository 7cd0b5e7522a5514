// A headless Chromium on a page of this repository, served to this machine alone.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { delimiter, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));
const served = ['build/bench/', 'build/wasm/', 'tests/bench/', 'web/public/data/'];
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((f) => names.map((n) => join(f, n))).find((p) => existsSync(p));
  if (!found) throw new Error('there is no Chromium on PATH; install it, or name it in CHROMIUM');
  return found;
}

async function answer(request, response) {
  try {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const file = path.slice(1);
    if (!served.some((folder) => file.startsWith(folder))) throw new Error('not served');
    const body = await readFile(join(root, file));
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

const patience = 150_000; // milliseconds

function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const sentence = `took more than ${milliseconds / 1000} s`;
    timer = setTimeout(() => reject(new Error(sentence)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * A page in a browser of its own, so that no engine finds another's leavings. call(module, name, ...args)
 * calls the function `name` of page/`module`.mjs there.
 */
export async function openPage() {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  let browser;
  const close = async () => {
    await within(10_000, browser?.close()).catch(() => {});
    server.close();
    server.closeAllConnections();
  };
  try {
    browser = await chromium.launch({ executablePath: findChromium(), args: sandbox });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/tests/bench/page/page.html`);
    const call = (module, name, ...args) =>
      within(
        patience,
        page.evaluate(
          async ([module, name, args]) => (await import(`/tests/bench/page/${module}.mjs`))[name](...args),
          [module, name, args],
        ),
      );
    return { call, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Calls the function `name` of the module page/`module`.mjs in a fresh browser. */
export async function callInPage(module, name, ...args) {
  const page = await openPage();
  try {
    return await page.call(module, name, ...args);
  } finally {
    await page.close();
  }
}
