import { t } from '../../i18n';
import { layerName } from './names';
import type { Recurrence } from './recurrences';

/** What a recurrence is called among others: its block, its layer of a deep one, its direction where there
 *  are two. */
export function recurrenceName(recurrence: Recurrence, among: Recurrence[]): string {
  const own = among.filter(({ layer }) => layer.path === recurrence.layer.path);
  const parts = [layerName(recurrence.layer)];
  if (own.some(({ depth }) => depth > 1))
    parts.push(t('view.recurrence.layer', { n: recurrence.depth }));
  if (own.some(({ backwards }) => backwards))
    parts.push(t(recurrence.backwards ? 'view.recurrence.backwards' : 'view.recurrence.forwards'));
  return parts.join(' · ');
}
