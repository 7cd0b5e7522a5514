const gap = 14; // CSS pixels

/** Where a panel stands beside a point of its parent, to its right if there is room, and inside it. */
export function beside(
  { x, y }: { x: number; y: number },
  panel: { width: number; height: number },
  parent: { width: number; height: number },
): { left: number; top: number } {
  const right = x + gap;
  const left = x - gap - panel.width;
  const last = Math.max(0, parent.width - panel.width);
  return {
    left: right + panel.width <= parent.width ? right : left >= 0 ? left : last,
    top: Math.max(0, Math.min(parent.height - panel.height, y - panel.height / 2)),
  };
}
