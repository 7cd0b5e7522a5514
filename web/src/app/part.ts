import { loadMore, t } from '../i18n';
import { toasts } from '../ui/toasts.svelte';

// Style sheets that could not be fetched. The build's import asks for each of them once only.
const missing = new Set<string>();

document.addEventListener(
  'error',
  ({ target }) => {
    if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
    missing.add(target.href);
    target.remove();
  },
  true, // it does not bubble
);

function fetchSheet(href: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  return new Promise((resolve, reject) => {
    link.onload = () => {
      missing.delete(href);
      resolve();
    };
    link.onerror = () => reject(new Error(`There is no style sheet ${href}.`));
    document.head.append(link);
  });
}

/** Fetches a part of the page with its texts, where it does not open on it, and what an earlier try did not get. */
export async function fetchPart<Part>(load: () => Promise<Part>, opening = false): Promise<Part> {
  await Promise.all([...missing].map(fetchSheet));
  const [part] = await Promise.all([load(), opening ? null : loadMore()]);
  return part;
}

/** The same for what shows nothing itself: where it cannot be fetched a toast says so. */
export async function fetchOrTell<Part>(load: () => Promise<Part>): Promise<Part | undefined> {
  try {
    return await fetchPart(load);
  } catch {
    toasts.show(t('part.failed'), 'danger');
    return undefined;
  }
}

/** Whether the page's host has another version of it by now, whose files have other names. */
export async function renewed(): Promise<boolean> {
  const own = document.querySelector('script[type=module]')?.getAttribute('src');
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    return answer.ok && !(await answer.text()).includes(own ?? '');
  } catch {
    return false; // no connection
  }
}
