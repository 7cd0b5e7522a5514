import { readdirSync } from 'node:fs';

import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const components = readdirSync(new URL('src/', import.meta.url), { recursive: true })
  .filter((name) => name.endsWith('.svelte'))
  .sort();

// The class that ties a component to its styles: its number among the components, for hashes of names,
// which are on every other line of the build, cannot be compressed.
function cssHash({ filename, hash }) {
  const number = components.indexOf(filename.replace(/^.*\bsrc\//, ''));
  return number < 0 ? `_-${hash(filename)}` : `_${number.toString(36)}`;
}

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, cssHash },
};
