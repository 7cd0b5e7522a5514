/**
 * For an effect to return: hands over what a promise brings, unless the effect has run anew by then or what
 * it belongs to has gone. What cannot be had is passed over: a run that was just replaced has nothing to give.
 */
export function whileWanted<T>(
  promise: Promise<T>,
  take: (value: T) => void,
  miss: () => void = () => {},
): () => void {
  let wanted = true;
  promise.then(
    (value) => {
      if (wanted) take(value);
    },
    () => {
      if (wanted) miss();
    },
  );
  return () => {
    wanted = false;
  };
}
