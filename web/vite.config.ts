import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vitest/config';

import presets from './src/app/presets.json' with { type: 'json' };

// Everything the page may do. It reaches the built page only: the development server injects
// inline styles, which this forbids. 'wasm-unsafe-eval' admits WebAssembly, not JavaScript's eval.
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** Whether a module is one of some files, or used by one, be it through others. */
function usedBy(
  module: string,
  files: RegExp,
  importers: (module: string) => readonly string[],
  seen = new Set<string>(),
): boolean {
  if (seen.has(module)) return false;
  seen.add(module);
  if (files.test(module)) return true;
  return importers(module).some((user) => usedBy(user, files, importers, seen));
}

const drawing = /\/src\/(draw|ui|views\/shared)\//;
const always = /\/src\/(main\.ts|views\/curves\/)/; // every network has curves
const opening = /\/src\/views\/(network|decision)\//; // what the page opens on is seen through these

export default defineConfig({
  base: './', // the built folder works below any path
  plugins: [svelte(), contentSecurityPolicy()],
  define: {
    __OPENING__: JSON.stringify(presets.find(({ id }) => id === 'spiral')!.experiment),
  },
  worker: { format: 'es' },
  build: {
    target: ['chrome107', 'firefox114', 'safari16.4'], // WebAssembly SIMD and exceptions, module workers
    assetsInlineLimit: 0, // the policy admits no data: URL for scripts, fonts or wasm
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // In one file, which is smaller than its parts: by itself each set of modules that a later
          // part has in common with the first would be a file, and there would be dozens.
          groups: [
            {
              name: (id, modules) => {
                const importers = (user: string) => modules.getModuleInfo(user)?.importers ?? [];
                const first =
                  usedBy(id, always, importers) ||
                  (drawing.test(id) && usedBy(id, opening, importers));
                return first ? 'page' : null;
              },
            },
            { name: 'drawing', test: /\/src\/(draw|ui|views)\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { fs: { allow: ['..'] } },
  // Unit tests compile components and runes as the browser gets them, not for server rendering.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: {
    dir: '../tests/web/unit',
    include: ['**/*.test.ts'],
    setupFiles: ['../tests/web/unit/support/english.ts'],
    environment: 'node',
    maxWorkers: '100%',
    testTimeout: 30_000, // a busy machine is no failure
  },
});
