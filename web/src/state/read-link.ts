import type { Chosen, Entry, Experiment, Manifest, Options, Train } from '../engine/types';
import { readHidden } from './controls';
import { fragmentOf, longest, version, type LinkContent } from './link';
import { quoted, Refusal } from './message';
import { isPlaygroundLink, readPlayground } from './playground';
import { readable, readOptions, readValue, unescaped } from './read-fields';

// Reading of links. Few visits begin with one, so it is fetched when there is one to be read.

const mostLayers = 256; // read before the engine sees them; it has a bound of its own
const mostEncodings = 8; // of a whole fragment; each one is another pass over all of it

function entryOf<E extends Entry>(list: E[], kind: string, path: string): E {
  const entry = list.find((candidate) => candidate.name === kind);
  if (!entry) throw new Refusal('link.no_such_kind', { path, name: readable(kind) });
  return entry;
}

function readChosen(text: string, list: Entry[], path: string): Chosen {
  const [kind, ...parts] = text.split(',');
  const entry = entryOf(list, kind, path);
  return { ...readOptions(parts, entry.fields, path), kind } as Chosen;
}

function readLayers(text: string, column: string, manifest: Manifest): Chosen[] {
  if (text === '') return [];
  const layers = text.split(';');
  if (layers.length > mostLayers) {
    throw new Refusal('link.too_many', { path: column, most: mostLayers });
  }
  return layers.map((layer, i) => readChosen(layer, manifest.blocks, `${column}[${i}]`));
}

/**
 * Reads a value, and one that cannot be read as it stands once more decoded: programs that hand links on
 * encode the values at times, commas and colons included.
 */
function orDecoded<T>(text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (refusal) {
    if (!text.includes('%')) throw refusal;
    try {
      return read(decodeURIComponent(text));
    } catch {
      throw refusal; // which quotes the link as it is
    }
  }
}

/** The name=value pairs of a fragment; a name that comes twice is refused. */
function pairsOf(fragment: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of fragment.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = unescaped(equals < 0 ? part : part.slice(0, equals), quoted(part));
    if (pairs.has(name)) throw new Refusal('link.twice', { name: quoted(name) });
    if (equals < 0) throw new Refusal('link.no_value', { path: quoted(name) });
    pairs.set(name, part.slice(equals + 1));
  }
  return pairs;
}

function readVersion1(pairs: Map<string, string>, manifest: Manifest): Experiment {
  const task = pairs.get('task');
  if (task === undefined) throw new Refusal('link.no_task');
  const own: Options = {};
  const train: Train = {};
  const experiment: Experiment = {
    lushan: 1,
    task: orDecoded(task, (text) => readChosen(text, manifest.tasks, 'task')),
    model: pairs.has('encoder') || pairs.has('decoder') ? {} : { layers: [] },
    train,
  };
  const take = (name: string, text: string) => {
    switch (name) {
      case 'v':
      case 'task':
      case 'hide':
        break;
      case 'layers':
      case 'encoder':
      case 'decoder':
        experiment.model[name] = readLayers(text, name, manifest);
        break;
      case 'output':
        experiment.model.output = readOptions(text.split(','), manifest.output.fields, 'output');
        break;
      case 'loss':
        train.loss = readChosen(text, manifest.losses, 'loss');
        break;
      case 'optimizer':
        train.optimizer = readChosen(text, manifest.optimizers, 'optimizer');
        break;
      case 'schedule':
        train.schedule = readChosen(text, manifest.schedules, 'schedule');
        break;
      default: {
        const ofTrain = manifest.train.fields.find((field) => field.name === name);
        const ofModel = manifest.model.fields.find((field) => field.name === name);
        const ofDocument = manifest.experiment.fields.find((field) => field.name === name);
        if (ofTrain) Object.assign(train, { [name]: readValue(text, ofTrain, name) });
        else if (ofModel)
          Object.assign(experiment.model, { [name]: readValue(text, ofModel, name) });
        else if (ofDocument) own[name] = readValue(text, ofDocument, name);
        else throw new Refusal('link.unknown', { name: quoted(name) });
      }
    }
  };
  for (const [name, text] of pairs) orDecoded(text, (text) => take(name, text));
  return { ...own, ...experiment };
}

/**
 * Reads a link of ours or of TensorFlow Playground, given as a fragment or as a whole address.
 * Throws a Refusal that names what cannot be read. The engine has the last word on the experiment.
 */
export function readLink(text: string, manifest: Manifest): LinkContent {
  if (text.length > longest)
    throw new Refusal('link.too_long', { length: text.length, most: longest });
  let fragment = fragmentOf(text);
  // Programs that hand links on encode the whole fragment at times, some of them again.
  for (let n = 0; !fragment.includes('=') && /%(?:25)*3d/i.test(fragment); n++) {
    if (n === mostEncodings) throw new Refusal('link.encoded', { most: mostEncodings });
    fragment = unescaped(fragment, quoted(fragment));
  }
  const pairs = pairsOf(fragment);
  if (!pairs.has('v') && isPlaygroundLink(pairs)) return readPlayground(pairs);
  const stated = pairs.get('v');
  if (stated === undefined) throw new Refusal('link.not_ours', { text: readable(fragment) });
  if (stated === '') throw new Refusal('link.no_value', { path: 'v' });
  if (stated !== version) throw new Refusal('link.version', { version: quoted(stated) });
  const hide = pairs.get('hide');
  return {
    experiment: readVersion1(pairs, manifest),
    notes: [],
    hidden: hide === undefined ? [] : orDecoded(hide, readHidden),
  };
}
