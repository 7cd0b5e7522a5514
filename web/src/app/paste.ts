import { isLink } from '../state/link';
import { workbench } from '../state/workbench.svelte';

/** A link pasted anywhere but into a text field is opened, TensorFlow Playground's too. */
export function pasteLink(event: ClipboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (event.defaultPrevented || target?.closest('input, textarea, dialog, [contenteditable]'))
    return;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!isLink(text)) return;
  event.preventDefault();
  void workbench.openLink(text);
}
