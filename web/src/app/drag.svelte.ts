import type { Experiment, RunInfo } from '../engine/types';
import { moveBlock, type Spot } from './edits';
import { page } from './page.svelte';

// A block on its way to another place of the network: by pointer from its grip, or by the arrow keys.

const threshold = 5; // pixels that make a press a drag

class Drag {
  /** The block that is being dragged. */
  from = $state.raw<Spot | null>(null);
  /** The gap it would be dropped into. */
  over = $state.raw<Spot | null>(null);
  /**
   * The place whose grip is to have the focus once the network is another than `before`, unless it has
   * meanwhile been taken from what had it then.
   */
  focus = $state.raw<{ spot: Spot; before: RunInfo | null; from: Element | null } | null>(null);

  /** Starts with a press on a block's grip, and ends with the pointer's release or Escape. */
  begin(event: PointerEvent, from: Spot): void {
    const grip = event.currentTarget as HTMLElement;
    const [x, y] = [event.clientX, event.clientY];
    const ended = new AbortController();
    const { signal } = ended;
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener(
      'pointermove',
      (at) => {
        if (!this.from && Math.hypot(at.clientX - x, at.clientY - y) < threshold) return;
        this.from = from;
        this.over = gapNear(at.clientX, at.clientY);
      },
      { signal },
    );
    const end = () => {
      ended.abort();
      this.from = null;
      this.over = null;
    };
    grip.addEventListener(
      'pointerup',
      () => {
        const { over } = this;
        end();
        if (over) page.change(moveBlock(page.built, from, over));
      },
      { signal },
    );
    grip.addEventListener('pointercancel', end, { signal });
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape') return;
        key.preventDefault();
        end();
      },
      { signal, capture: true },
    );
  }

  /** Moves a block by one place with the arrow keys. */
  key(event: KeyboardEvent, from: Spot): void {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const before = page.built;
    const index = from.index + by;
    if (index < 0) return;
    const next = moveBlock(before, from, { ...from, index: by > 0 ? index + 1 : index });
    if (next === before) return;
    this.change(next, { ...from, index });
  }

  /** Changes the network so that a block comes to stand at `spot`, where the keys find it. */
  change(next: Experiment, spot: Spot): void {
    this.focus = { spot, before: page.info, from: document.activeElement };
    page.change(next);
  }
}

// The gap nearest to a point of the window.
function gapNear(x: number, y: number): Spot | null {
  let best: { spot: Spot; distance: number } | null = null;
  for (const gap of document.querySelectorAll<HTMLElement>('[data-gap]')) {
    const box = gap.getBoundingClientRect();
    const distance = Math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y);
    if (best && best.distance <= distance) continue;
    const [column, index] = gap.dataset.gap!.split(':');
    best = { spot: { column: column as Spot['column'], index: Number(index) }, distance };
  }
  return best?.spot ?? null;
}

export const drag = new Drag();
