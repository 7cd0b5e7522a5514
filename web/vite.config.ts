import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vitest/config';

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

export default defineConfig({
  base: './', // the built folder works below any path
  plugins: [svelte(), contentSecurityPolicy()],
  worker: { format: 'es' },
  build: {
    target: ['chrome107', 'firefox114', 'safari16.4'], // WebAssembly SIMD and exceptions, module workers
    assetsInlineLimit: 0, // the policy admits no data: URL for scripts, fonts or wasm
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // In one file: by itself each set of modules that a later part has in common with the
          // first would be a file, and there would be dozens.
          groups: [
            { name: 'page', tags: ['$initial'] },
            { name: 'drawing', test: /\/src\/(draw|ui|views\/shared)\//, minShareCount: 2 },
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
