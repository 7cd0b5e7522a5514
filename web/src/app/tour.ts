// What the tour shows, in this order: elements marked with data-tour, and on a phone the tab each is in.
export const tour = [
  { id: 'task', tab: 'task' },
  { id: 'network', tab: 'network' },
  { id: 'run', tab: 'network' },
  { id: 'outcome', tab: 'outcome' },
  { id: 'curves', tab: 'outcome' },
  { id: 'share', tab: 'outcome' },
] as const;

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const margin = 12;
const around = 4; // between a thing and the ring about it

/** The ring around a thing, cut at the view's edges, and a place for the card: on the first side that has
 *  room for it, or else over the lower end of the thing. */
export function placeBeside(
  target: Box,
  view: Box,
  card: { offsetWidth: number; offsetHeight: number },
): { ring: Box; at: { left: number; top: number } } {
  const left = Math.max(view.left + around, target.left - around);
  const top = Math.max(view.top + around, target.top - around);
  const right = Math.min(view.left + view.width - around, target.left + target.width + around);
  const bottom = Math.min(view.top + view.height - around, target.top + target.height + around);
  const ring = { left, top, width: right - left, height: bottom - top };

  const { offsetWidth: width, offsetHeight: height } = card;
  const within = (value: number, from: number, room: number, size: number) =>
    Math.max(from + margin, Math.min(value, from + room - size - margin));
  const x = within(left, view.left, view.width, width);
  const y = within(top, view.top, view.height, height);
  const middle = within((left + right - width) / 2, view.left, view.width, width);
  const places = [
    { left: right + margin, top: y },
    { left: left - margin - width, top: y },
    { left: x, top: bottom + margin },
    { left: x, top: top - margin - height },
  ];
  const fits = (at: { left: number; top: number }) =>
    at.left >= view.left + margin &&
    at.top >= view.top + margin &&
    at.left + width <= view.left + view.width - margin &&
    at.top + height <= view.top + view.height - margin;
  const over = {
    left: middle,
    top: within(bottom - height - margin, view.top, view.height, height),
  };
  return { ring, at: places.find(fits) ?? over };
}
