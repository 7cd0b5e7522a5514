import { mount } from 'svelte';

import App from './app/App.svelte';
import { loadLanguage } from './i18n';

const target = document.getElementById('app');
if (target) {
  await loadLanguage();
  target.replaceChildren();
  mount(App, { target });
}
