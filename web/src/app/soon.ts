import { loadMore } from '../i18n';

const longest = 1000; // ms

/** Does something when the page has nothing else to do, once; returns what calls it off. */
function whenIdle(act: () => void): () => void {
  // Safari has no such call.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, longest);
    return () => clearTimeout(timer);
  }
  const call = requestIdleCallback(act, { timeout: longest });
  return () => cancelIdleCallback(call);
}

// One after the other. What cannot be fetched says so when it is wanted.
async function fetchNext(): Promise<void> {
  await loadMore();
  await import('./Examples.svelte');
  await import('./SinceRun.svelte'); // of the first change
  await import('../state/read-link'); // one may be pasted
}

/** Fetches what is likely to be wanted soon, so that nobody has to wait for it; returns what calls it off. */
export function fetchSoon(): () => void {
  return whenIdle(() => void fetchNext().catch(() => {}));
}
