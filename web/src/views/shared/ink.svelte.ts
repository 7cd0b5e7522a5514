import { createSubscriber } from 'svelte/reactivity';
import { inks, type Ink, type Scheme } from '../../draw/theme';

// The page's colours as painters need them: read from the custom properties of the root element, again
// whenever its theme or the system's changes.

const properties = ['surface', 'text', 'muted', 'line', 'accent', 'negative', 'positive'] as const;

function scheme(): Scheme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function read(): Ink {
  const style = getComputedStyle(document.documentElement);
  const ink: Ink = { ...inks[scheme()] };
  for (const name of properties) {
    const value = style.getPropertyValue(`--${name}`).trim();
    if (/^#[0-9a-f]{6}$/i.test(value)) ink[name] = value;
  }
  return ink;
}

let present: Ink | null = null;

const subscribe = createSubscriber((update) => {
  const changed = () => {
    present = null;
    update();
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    query.removeEventListener('change', changed);
    present = null;
  };
});

export function currentInk(): Ink {
  subscribe();
  present ??= read();
  return present;
}
