import { loadMore, t } from '../i18n';
import { toasts } from '../ui/toasts.svelte';

/** A file that is dropped where none is asked for: the browser would show it in place of the page. */
export function missedDrop(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  if (event.type !== 'drop') return;
  const say = () => toasts.show(t('task.missed_drop', { group: t('group.own') }));
  void loadMore().then(say, say);
}
