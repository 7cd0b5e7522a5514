import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 4173);

// The browser tests run against the built page (npm run build first). E2E_ONLY=quick leaves out those
// whose title holds @slow, E2E_ONLY=slow the others.
const only = process.env.E2E_ONLY;

export default defineConfig({
  testDir: '../tests/web/e2e',
  outputDir: './test-results',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  workers: only === 'quick' ? 2 : 1, // the slow ones measure time: two at once disturb each other
  retries: 1, // where the machine is busy with other things a wait may be too short: listed as flaky
  forbidOnly: Boolean(process.env.CI),
  grep: only === 'slow' ? /@slow/ : undefined,
  grepInvert: only === 'quick' ? /@slow/ : undefined,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: {
      // Chromium without the windows of a browser, whose drawing took as much of the processor as the page
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    port,
    reuseExistingServer: false,
  },
});
