import { beforeEach, expect, test } from 'vitest';

import { Awake, type Lamp } from '../../../web/src/app/awake';
import { until } from './support/memory';

let held: number;
let asked: number;
let grant: () => Promise<void>;
let awake: Awake;
const lamp: Lamp = {
  async request() {
    asked += 1;
    await grant();
    held += 1;
    return {
      release: () => {
        held -= 1;
        return Promise.resolve();
      },
    };
  },
};

beforeEach(() => {
  held = asked = 0;
  grant = () => Promise.resolve();
  awake = new Awake(lamp);
});

test('the screen is held while something trains, and once', async () => {
  awake.keep(true);
  awake.keep(true);
  await awake.settled;
  expect([asked, held]).toEqual([1, 1]);
  awake.keep(false);
  await awake.settled;
  expect(held).toBe(0);
});

test('it is asked for again when the page is seen again', async () => {
  for (const on of [true, false, true]) awake.keep(on);
  await awake.settled;
  expect([asked, held]).toEqual([2, 1]);
});

test('a lock that comes after it was wanted is given back', async () => {
  let give = () => {};
  grant = () => new Promise((resolve) => (give = resolve));
  awake.keep(true);
  await until(() => asked === 1);
  awake.keep(false);
  give();
  await awake.settled;
  expect([asked, held]).toEqual([1, 0]);
});

test('a refusal is borne, and the next time it is asked again', async () => {
  grant = () => Promise.reject(new Error('NotAllowedError'));
  awake.keep(true);
  await awake.settled;
  expect(held).toBe(0);
  grant = () => Promise.resolve();
  awake.keep(false);
  awake.keep(true);
  await awake.settled;
  expect(held).toBe(1);
});

test('a browser without it is no trouble', async () => {
  const dark = new Awake(undefined);
  dark.keep(true);
  await dark.settled;
  dark.keep(false);
  await dark.settled;
  expect(asked).toBe(0);
});
