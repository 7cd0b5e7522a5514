import { loadMore, t } from '../i18n';
import { workbench } from '../state/workbench.svelte';
import { toasts } from '../ui/toasts.svelte';

/**
 * A file that is dropped where none is asked for: an experiment or a run is opened; any other the browser
 * would show in place of the page.
 */
export function missedDrop(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  if (event.type !== 'drop') return;
  const { files } = event.dataTransfer;
  if (files.length === 1 && /\.(json|safetensors)$/i.test(files[0].name)) {
    void workbench.openFile(files[0]);
    return;
  }
  const say = () => toasts.show(t('task.missed_drop', { group: t('group.own') }));
  void loadMore().then(say, say);
}
