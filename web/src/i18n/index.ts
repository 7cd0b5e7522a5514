export {
  t,
  has,
  language,
  languages,
  setLanguage,
  loadLanguage,
  loadMore,
  textsComing,
  engineSentence,
  type Language,
  type MessageKey,
} from './language.svelte';
export {
  nameOf,
  helpOf,
  className,
  layerName,
  fieldName,
  fieldHelp,
  fieldKeys,
  choiceKey,
  choiceName,
  type NamedList,
} from './names';
export {
  formatCount,
  formatNumber,
  formatPercent,
  formatBytes,
  formatCompact,
  formatDuration,
  formatLoss,
} from './format';
