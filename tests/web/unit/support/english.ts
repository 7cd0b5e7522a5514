import { setLanguage } from '../../../../web/src/i18n';

// The page has its texts before it is shown.
await setLanguage('en');
