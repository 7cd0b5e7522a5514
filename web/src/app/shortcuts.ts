import { shown } from '../state/hiding.svelte';
import { comparing } from './compare/mode.svelte';
import { page } from './page.svelte';

const typing =
  'input:not([type="range"]):not([type="checkbox"]):not([type="radio"]), textarea, select';
// It undoes by itself. A number that was taken is a step of the document's; one that was not, the field takes back.
const undoing = 'input:not([type="range"], [type="checkbox"], [type="radio"], .number), textarea';
const operating =
  'button, a, summary, input, [role="application"], [role="menuitem"], [role="tab"]';
const grip = '.grip'; // of a block: it is dragged and moved by the arrows, but has no use for a press

// Whether the focus is where the pointer left it (a menu hands it back to its button, too), until a
// key moves it on.
let byPointer = false;

/** To be told of every press of the pointer. */
export function notePress(): void {
  byPointer = true;
}

/** Keys of the whole page. A key that the focused control needs stays with it; one whose control the link
 *  hides does nothing. */
export function shortcut(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (event.defaultPrevented || target?.closest('dialog, [role="menu"]')) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (key === 'tab' || key.startsWith('arrow')) byPointer = false;

  if (command && !event.altKey && key === 'z' && !target?.closest(undoing)) {
    void (event.shiftKey ? page.redo() : page.undo());
  } else if (command && key === 'y' && !target?.closest(undoing)) {
    void page.redo();
  } else if (command || event.altKey || target?.closest(typing)) {
    return;
  } else if (
    key === ' ' &&
    (!target?.closest(operating) || target.matches(grip) || (byPointer && target.matches('button')))
  ) {
    // A button that the pointer left focused is not what Space is meant for; let go of it, for some
    // browsers press it when the key comes up.
    if (target instanceof HTMLElement && !target.matches(grip)) target.blur();
    if (comparing.open) comparing.toggle();
    else if (shown('play')) page.toggle();
  } else if (comparing.open) {
    return; // the other keys are the network's
  } else if (key === '.') {
    if (shown('step')) page.step();
  } else if (key === 'r' && event.shiftKey) {
    if (shown('reset')) page.reset();
  } else {
    return;
  }
  event.preventDefault();
}
