const longest = 1000; // ms

/** Does something when the page has nothing else to do, once; returns what calls it off. */
export function whenIdle(act: () => void): () => void {
  // Safari has no such call.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, longest);
    return () => clearTimeout(timer);
  }
  const call = requestIdleCallback(act, { timeout: longest });
  return () => cancelIdleCallback(call);
}
