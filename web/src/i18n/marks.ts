import { has, t } from './language.svelte';
import { choiceKey, choiceName, fieldName, layerName } from './names';

// The engine's sentences put the document's own names into backquotes, a choice behind its option:
// "`initial` is `encoder`". Here they become what the page calls these things.

// What the user wrote stands in quotation marks, and is left alone.
const quotedOrMarked = /“[^”]*”|"[^"]*"|`([^`]+)`/g;

/** A sentence with the page's names in place of the document's, in quotation marks. */
export function named(sentence: string): string {
  let option = ''; // the one named last
  return sentence.replace(quotedOrMarked, (whole, mark: string | undefined) => {
    if (mark === undefined) return whole;
    const name = pageName(mark, option);
    if (name === undefined) return whole;
    if (!has(choiceKey(option, mark))) option = mark.slice(mark.lastIndexOf('.') + 1);
    return `“${name}”`;
  });
}

function pageName(mark: string, option: string): string | undefined {
  if (has(choiceKey(option, mark))) return choiceName(option, mark);
  // a layer, or a node within it: encoder/gru_1, conv2d_1/conv2d
  const [, column, layer, kind] = /^(?:(\w+)\/)?((\w+)_\d+)(?:\/|$)/.exec(mark) ?? [];
  if (has(`blocks.${kind}`)) {
    const key = `view.blocks.${column}`;
    return (has(key) ? `${t(key)} · ` : '') + layerName(layer);
  }
  const field = mark.slice(mark.lastIndexOf('.') + 1);
  const text = fieldName(mark.slice(0, mark.indexOf('.')), field);
  if (text !== field) return text;
  const lists = [mark, `blocks.${mark}`, `tasks.${mark}`]; // train.loss is a list of its own
  const key = lists.find(has);
  return key && has(key) ? t(key) : undefined;
}
