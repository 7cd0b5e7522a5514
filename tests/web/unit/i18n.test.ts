import { describe, expect, test } from 'vitest';

import { presets } from '../../../web/src/app/presets';
import type { Entry, Field } from '../../../web/src/engine/types';
import { choiceKey, fieldKeys, setLanguage, t } from '../../../web/src/i18n';
import { engineSentence } from '../../../web/src/i18n';
import { en } from '../../../web/src/i18n/messages/en';
import { zh } from '../../../web/src/i18n/messages/zh';
import { describeExperiment, manifest } from './support/engine';

const catalogues: Record<string, Record<string, string>> = { en, zh };
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('catalogues', () => {
  test('both languages have the same keys', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  test.each(Object.keys(en))('%s has the same placeholders in both, and says something', (key) => {
    const [english, chinese] = [catalogues.en[key], catalogues.zh[key]];
    expect(english.trim()).not.toBe('');
    expect(chinese.trim()).not.toBe('');
    expect([...new Set(placeholders(chinese))]).toEqual([...new Set(placeholders(english))]);
  });

  test('placeholders are filled in, and a name that is not given stands as it is', () => {
    setLanguage('en');
    expect(t('number.range', { min: 1, max: '{min}' })).toBe('1 to {min}');
    expect(t('number.range', { min: 1 })).toBe('1 to {max}');
  });
});

/** Every key that the manifest asks for: any one of each list will do. */
function keysOfManifest(): string[][] {
  const keys: string[][] = [];
  const fields = (scope: string, list: Field[]) => {
    for (const field of list) {
      keys.push(fieldKeys(scope, field.name));
      keys.push(fieldKeys(scope, field.name).map((key) => `${key}.help`));
      if (field.type === 'choice') {
        for (const choice of field.choices) keys.push([choiceKey(field.name, choice)]);
      }
    }
  };
  const lists: Record<string, (Entry | { name: string })[]> = {
    tasks: manifest.tasks,
    blocks: manifest.blocks,
    activations: manifest.activations,
    initializers: manifest.initializers,
    losses: manifest.losses,
    optimizers: manifest.optimizers,
    schedules: manifest.schedules,
  };
  for (const [list, entries] of Object.entries(lists)) {
    for (const entry of entries) {
      keys.push([`${list}.${entry.name}`], [`${list}.${entry.name}.help`]);
      if ('fields' in entry) fields(`${list}.${entry.name}`, entry.fields);
    }
  }
  for (const { group } of manifest.tasks) keys.push([`group.${group}`]);
  fields('output', manifest.output.fields);
  fields('train', manifest.train.fields);
  fields('experiment', manifest.experiment.fields);
  return keys;
}

describe('the manifest', () => {
  test.each(Object.keys(catalogues))('each of its names has a text in %s', (language) => {
    const missing = keysOfManifest().filter(
      (keys) => !keys.some((key) => key in catalogues[language]),
    );
    expect(missing).toEqual([]);
  });
});

describe('the engine’s sentences', () => {
  const refused = (change: object): string => {
    try {
      describeExperiment({ ...presets[0].experiment, ...change });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('The engine took it.');
  };

  test('are told in Chinese where they are known', () => {
    const sentences = [
      refused({ task: { kind: 'spiral', classes: 2.5 } }),
      refused({ task: { kind: 'spiral', noise: 7 } }),
      refused({ train: { loss: { kind: 'nothing' } } }),
      refused({ task: { kind: 'mnist' }, model: { layers: [{ kind: 'dense' }] } }),
      refused({ model: { layers: [{ kind: 'flatten' }] } }),
      refused({ model: { layers: [{ kind: 'features', x1: false, x2: false }] } }),
      refused({ task: { kind: 'plane' }, train: { loss: { kind: 'cross_entropy' } } }),
      refused({ train: { loss: { kind: 'hinge' } }, task: { kind: 'plane' } }),
      refused({ task: { kind: 'points', points: [] } }),
      refused({ task: { kind: 'points', points: [0, 0, 1, 1, 1, 1] } }),
    ];
    setLanguage('zh');
    for (const sentence of sentences) {
      expect(engineSentence(sentence), sentence).toMatch(/[一-鿿]/);
      expect(engineSentence(sentence)).not.toMatch(/\{\w+\}/);
    }
  });

  test('stand as they are in English, and where they are not known', () => {
    const known = refused({ task: { kind: 'spiral', noise: 7 } });
    setLanguage('en');
    expect(engineSentence(known)).toBe(known);
    setLanguage('zh');
    expect(engineSentence('Something else went wrong.')).toBe('Something else went wrong.');
  });
});
