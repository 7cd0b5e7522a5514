import { t } from '../../i18n';

/** -1: the mean over all heads. */
export const headName = (head: number) =>
  head < 0 ? t('view.attention.mean') : t('view.blocks.head', { n: head + 1 });
