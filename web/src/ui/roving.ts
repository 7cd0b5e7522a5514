// Radio buttons made of buttons: one is in the Tab order, arrow keys go around and choose.
export function chooseByArrow(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const by =
    event.key === 'ArrowRight' || event.key === 'ArrowDown'
      ? 1
      : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
        ? -1
        : 0;
  if (by === 0) return;
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')];
  const at = radios.findIndex((radio) => radio === document.activeElement);
  const next = radios[(at + by + radios.length) % radios.length];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

/** Where a key leads from place `at` of `count`: to a neighbour, around the ends, or to an end; -1: nowhere. */
export function placeByKey(
  key: string,
  at: number,
  count: number,
  [back, on]: readonly [back: string, on: string],
): number {
  switch (key) {
    case back:
      return (at + count - 1) % count;
    case on:
      return (at + 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
