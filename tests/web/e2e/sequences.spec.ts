import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import type { EngineModule, Session } from '../../../web/src/engine/module';
import { expect, Playground, test } from './page';

// The engine once more, beside the page: what the page shows is compared with its tensors.
async function sessionOf(document: object, steps: number): Promise<Session> {
  const folder = new URL('../../../web/src/engine/wasm/', import.meta.url);
  const { default: create } = await import(new URL('engine.mjs', folder).href);
  const engine: EngineModule = await create({
    wasmBinary: readFileSync(new URL('engine.wasm', folder)),
  });
  const session = new engine.Session(JSON.stringify(document), new Uint8Array(0));
  session.step(steps);
  session.refresh('example');
  return session;
}
const read = (session: Session, path: string) => session.view(session.find(path)).slice();

const transformer = {
  link:
    'v=1&seed=7&task=reverse,length:6' +
    '&encoder=embedding,dim:16;position;encoder_layer,heads:2,hidden:32' +
    '&decoder=embedding,dim:16;position;decoder_layer,heads:2,hidden:32' +
    '&optimizer=adam,lr:0.01',
  document: {
    lushan: 1,
    seed: 7,
    task: { kind: 'reverse', length: 6 },
    model: {
      encoder: [
        { kind: 'embedding', dim: 16 },
        { kind: 'position' },
        { kind: 'encoder_layer', heads: 2, hidden: 32 },
      ],
      decoder: [
        { kind: 'embedding', dim: 16 },
        { kind: 'position' },
        { kind: 'decoder_layer', heads: 2, hidden: 32 },
      ],
    },
    train: { optimizer: { kind: 'adam', lr: 0.01 } },
  },
};
const alignments = {
  beside:
    'v=1&seed=4&task=reverse,length:5,shorter:0&answer=beside' +
    '&layers=embedding,dim:8;position;encoder_layer,heads:2,hidden:16',
  next: 'v=1&seed=4&task=reverse,length:5&layers=embedding,dim:8;gru,units:16',
};

/** A number as the page writes it. */
const numberOf = (text: string) => Number(text.replaceAll('−', '-').replaceAll(',', ''));
const shareOf = (text: string) => numberOf(text.replace('%', '')) / 100;

async function openAt(page: Page, link: string, steps: number): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open(link);
  for (let k = 0; k < steps; k++) {
    await playground.oneStep.click();
    await expect.poll(() => playground.steps()).toBe(k + 1);
  }
  return playground;
}
const block = (page: Page, path: string) => page.locator(`[data-block="${path}"] .name`);
const inspector = (page: Page) => page.getByRole('region', { name: /^Inside/ });
const rowsOf = (page: Page, caption: string | RegExp) =>
  page.getByRole('region', { name: caption }).getByRole('row');

async function cellsOf(page: Page, caption: string | RegExp): Promise<string[][]> {
  const rows = await rowsOf(page, caption).all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole('cell').allInnerTexts()));
}

test('a long table that was scrolled and is opened again follows the training from its top', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=delayed_recall&layers=one_hot;lstm,units:16');
  await block(page, 'lstm_1').click();
  const button = inspector(page).getByRole('button', { name: /^(Table|Hide table)$/ });
  await button.click();
  const row = inspector(page).getByRole('row').nth(1);
  const table = inspector(page).getByRole('region');
  await table.evaluate((region) => region.scrollTo(0, region.scrollHeight));
  await button.click();
  await button.click();
  await playground.play.click();
  for (let k = 0; k < 2; k++) {
    const before = await row.innerText();
    await expect.poll(() => row.innerText()).not.toBe(before);
  }
});

test('attention: the numbers of a head are the engine’s of the same step', async ({ page }) => {
  const session = await sessionOf(transformer.document, 3);
  await openAt(page, transformer.link, 3);
  await block(page, 'decoder/decoder_layer_1').click();
  await inspector(page).getByRole('button', { name: 'Head 2' }).click();
  await inspector(page).getByRole('button', { name: 'Table' }).click();
  const weights = read(session, 'example:decoder/decoder_layer_1/self_attention/weights');
  const keys = 7;
  const cells = await cellsOf(page, /^Attention of/);
  expect(cells.length).toBeGreaterThan(3);
  cells.forEach((row, t) =>
    row.slice(1).forEach((text, s) => {
      const weight = weights[(keys + t) * keys + s];
      if (text === '×') expect(weight).toBe(0);
      else expect(numberOf(text)).toBeCloseTo(weight, 3);
    }),
  );

  // The same by keyboard, with the tokens lit in the network.
  await inspector(page).getByRole('radio', { name: 'Cross' }).click();
  await inspector(page).getByRole('application').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const cross = read(session, 'example:decoder/decoder_layer_1/cross_attention/weights');
  const readout = inspector(page).getByRole('status');
  const shown = numberOf(await readout.getByRole('definition').first().innerText());
  expect(shown).toBeCloseTo(cross[(7 + 1) * 6 + 1], 3);
  await expect(page.locator('.tokens .lit')).toHaveCount(1);
  await expect(page.locator('.tokens .source')).toHaveCount(1);
});

test('attention: a head is switched off by the engine, and the loss tells', async ({ page }) => {
  const session = await sessionOf(transformer.document, 3);
  const playground = await openAt(page, transformer.link, 3);
  await block(page, 'encoder/encoder_layer_1').click();
  const off = inspector(page).getByRole('switch', { name: 'Head 1 takes part' });
  await expect(off).toBeChecked();
  await off.click();
  await expect(off).not.toBeChecked();
  session.setOption('encoder/encoder_layer_1.heads_off', 1);
  const without = session.evaluate('train').loss;
  await expect.poll(() => playground.trainLoss()).toBeCloseTo(without, 3);
  await expect.poll(() => playground.fragment()).toContain('heads_off:1');
  expect(await playground.steps()).toBe(3); // the run went on
  await off.click();
  await expect(off).toBeChecked();

  session.setOption('encoder/encoder_layer_1.heads_off', 0);
  const whole = session.evaluate('test').loss;
  session.setOption('encoder/encoder_layer_1.heads_off', 2);
  const gain = session.evaluate('test').loss - whole;
  await inspector(page).getByRole('button', { name: 'Measure each head' }).click();
  const worth = inspector(page).locator('.worth').nth(1);
  await expect(worth).toBeVisible();
  expect(numberOf((await worth.innerText()).replace('+', ''))).toBeCloseTo(gain, 3);
});

test('attention: step by step with the engine’s numbers', async ({ page }) => {
  const session = await sessionOf(transformer.document, 2);
  await openAt(page, transformer.link, 2);
  await block(page, 'encoder/encoder_layer_1').click();
  await page.getByRole('tab', { name: 'Step by step' }).click();
  await inspector(page).getByRole('button', { name: 'Table' }).click();
  const scope = 'example:encoder/encoder_layer_1/self_attention';
  const [scores, weights] = ['scores', 'weights'].map((name) => read(session, `${scope}/${name}`));
  const cells = await cellsOf(page, 'Step by step');
  expect(cells).toHaveLength(6);
  cells.forEach(([, product, score, , weight], s) => {
    expect(numberOf(score)).toBeCloseTo(scores[s], 2);
    expect(numberOf(product)).toBeCloseTo(scores[s] * Math.sqrt(8), 1);
    expect(numberOf(weight)).toBeCloseTo(weights[s], 3);
  });
});

test('probabilities: of every place, with their history', async ({ page }) => {
  const session = await sessionOf(transformer.document, 4);
  await openAt(page, transformer.link, 4);
  await page.getByRole('tab', { name: 'Probabilities' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Probabilities' });
  await panel.getByRole('button', { name: 'Table' }).click();
  const [shares, target] = ['output/probability', 'target'].map((name) =>
    read(session, `example:${name}`),
  );
  const cells = await cellsOf(page, 'Probabilities');
  expect(cells.length).toBeGreaterThan(3);
  cells.forEach(([, , share], t) =>
    expect(shareOf(share)).toBeCloseTo(shares[t * 13 + target[t]], 3),
  );
  const picture = panel.getByRole('application');
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Table' }).first().click();
  const past = await cellsOf(page, 'Probabilities at place 1 over the steps of training');
  expect(past.map(([step]) => step)).toEqual(['0', '1', '2', '3', '4']);
  expect(shareOf(past[4][1])).toBeCloseTo(shares[target[0]], 3);
});

test('writing: one token at a time, another chosen, and beam search with its tree', async ({
  page,
}) => {
  const session = await sessionOf(transformer.document, 2);
  const generate = (request: object) => JSON.parse(session.generate(JSON.stringify(request)));
  await openAt(page, transformer.link, 2);
  await page.getByRole('tab', { name: 'Writing' }).click();
  await page.getByRole('textbox', { name: 'Let the network answer' }).fill('0123');
  await page.getByRole('button', { name: 'One token' }).click();
  const candidates = page.getByRole('tabpanel', { name: 'Writing' }).getByRole('listitem');
  const [first] = generate({ text: '0123', length: 1 }).steps;
  await expect(candidates).toHaveCount(first.length);
  const texts = await candidates.allInnerTexts();
  texts.forEach((text, k) =>
    expect(shareOf(text.split(/\s+/).at(-1)!)).toBeCloseTo(first[k][1], 3),
  );

  // The second likeliest instead, and on from there.
  await candidates.nth(1).getByRole('button').click();
  await page.getByRole('button', { name: 'One token' }).click();
  const [next] = generate({ text: '0123', written: [first[1][0]], length: 1 }).steps;
  const share = candidates.first().locator('.value');
  await expect.poll(async () => shareOf(await share.innerText())).toBeCloseTo(next[0][1], 3);

  await page.getByRole('radio', { name: 'Beam' }).click();
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  const beam = generate({ text: '0123', method: 'beam', beams: 4 });
  await expect(page.getByText('log P = ')).toContainText(
    beam.log_probability.toPrecision(4).replace('-', '−').replace(/0+$/, ''),
  );
  await expect(page.getByRole('application', { name: /tokens that the search/ })).toBeVisible();

  // What was written goes through the network: the decoder's tokens are those.
  await page.getByRole('button', { name: 'Look inside' }).click();
  const read_ = page.getByRole('group', { name: 'Encoder' }).locator('.tokens');
  await expect(read_).toHaveText(/^\s*0\s*1\s*2\s*3\s*·\s*·\s*$/);
});

for (const [kind, link] of Object.entries(alignments)) {
  test(`answers of kind ${kind}: probabilities and an input of one’s own`, async ({ page }) => {
    await openAt(page, link, 2);
    await page.getByRole('tab', { name: 'Probabilities' }).click();
    await expect(page.getByRole('application', { name: /^Probability of every/ })).toBeVisible();
    await page.getByRole('tab', { name: 'Writing' }).click();
    await page.getByRole('textbox', { name: 'Let the network answer' }).fill('01230');
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(page.getByRole('group', { name: 'What the network wrote' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Let the network answer' }).fill('zz');
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(
      page.getByRole('alert').filter({ hasText: 'not among the symbols' }),
    ).toBeVisible();
  });
}

test('positions: the table at any length, and the same added', async ({ page }) => {
  const session = await sessionOf(transformer.document, 2);
  await openAt(page, transformer.link, 2);
  await block(page, 'encoder/position_1').click();
  await inspector(page).getByRole('textbox', { name: 'Places shown' }).fill('500');
  await page.keyboard.press('Enter');
  await inspector(page).getByRole('button', { name: 'Table', exact: true }).click();
  const place = rowsOf(page, /^Table of positions: 500 places/)
    .nth(151)
    .getByRole('cell');
  expect(await place.first().innerText()).toBe('150');
  expect(numberOf(await place.nth(1).innerText())).toBeCloseTo(Math.sin(150), 3);
  const slower = Math.cos(150 / 10000 ** (2 / 16));
  expect(numberOf(await place.nth(4).innerText())).toBeCloseTo(slower, 3);
  await inspector(page).getByRole('radio', { name: 'Added to the sequence' }).click();
  await inspector(page).getByRole('button', { name: 'Table', exact: true }).click();
  const sums = (await rowsOf(page, 'Added to the sequence').allInnerTexts())
    .slice(1)
    .map((row) => row.split('\t'));
  const after = read(session, 'example:encoder/position_1/value');
  sums.slice(0, 40).forEach(([, , before, table, sum], i) => {
    expect(numberOf(sum)).toBeCloseTo(after[i], 3);
    expect(numberOf(before) + numberOf(table)).toBeCloseTo(numberOf(sum), 2);
  });
});
