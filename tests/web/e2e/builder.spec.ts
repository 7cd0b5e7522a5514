import { expect, Playground, test } from './page';

const transformer =
  'v=1&seed=1&task=reverse,length:6&encoder=embedding;encoder_layer,heads:4&decoder=embedding;decoder_layer,heads:4';

test('a block is dragged to another place, and moved by the arrow keys', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features;dense,units:4;dropout');
  const grip = page.getByRole('button', { name: /^Move Dropout/ });
  const target = await page.locator('[data-gap="layers:1"]').boundingBox();
  const from = await grip.boundingBox();
  await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2);
  await page.mouse.down();
  await page.mouse.move(target!.x + 40, target!.y + 10, { steps: 4 });
  await page.mouse.move(target!.x + target!.width / 2, target!.y + 8, { steps: 4 });
  await expect(page.locator('[data-gap="layers:1"]')).toHaveClass(/over/);
  await page.mouse.up();
  await expect.poll(() => playground.fragment()).toMatch(/features;dropout;dense/);

  await grip.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => playground.fragment()).toMatch(/features;dense,units:4;dropout/);
  await expect(grip).toBeFocused();
});

test('the features that a task of one input has no use for come back with the plane', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features,sin_x1:1;dense,units:4');
  const before = /layers=[^&]*/.exec(playground.fragment())![0];
  await page.getByRole('radio', { name: 'Linear' }).click();
  await expect.poll(() => playground.fragment()).toContain('layers=dense,units:4');
  await page.getByRole('button', { name: 'One unit more in Dense' }).click();
  await page.getByRole('radio', { name: 'XOR' }).click();
  await expect.poll(() => playground.fragment()).toContain(before.replace('units:4', 'units:5'));
});

test('a block that the keys put in has the focus, and leaves it to its neighbour', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features;dense,units:4');
  await page.getByRole('button', { name: 'Add a block at place 3' }).focus();
  await page.keyboard.press('Enter');
  // in the top layer, where the fading edges of a wide network do not cut it off
  expect(await page.getByRole('menu').evaluate((menu) => menu.matches(':popover-open'))).toBe(true);
  await page.keyboard.type('dr'); // as in any menu, what its name begins with
  await expect(page.getByRole('menuitem', { name: /^Dropout/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Move Dropout/ })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(playground.pause).toBeVisible();
  await page.keyboard.press('Space');
  await expect(playground.play).toBeVisible();
  await expect(page.getByRole('button', { name: /^Move Dropout/ })).toBeFocused();
  await page.getByRole('button', { name: 'Commands for Dropout' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Move Dense/ })).toBeFocused();
});

test('a menu that is opened while a network is rebuilt stays open', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features;dense,units:4');
  await page.getByRole('button', { name: 'Add a block at place 3' }).click();
  await page.getByRole('menuitem', { name: /^Dropout/ }).evaluate((item: HTMLElement) => {
    item.click();
    document.querySelector<HTMLElement>('[data-gap="layers:1"] button')!.click();
  });
  await expect(page.getByRole('button', { name: /^Move Dropout/ })).toBeVisible();
  await page.waitForTimeout(100); // the grip would take the focus in the frame after it is there
  await expect(page.getByRole('menu')).toBeVisible();
});

test('a drag that Escape ends changes nothing', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features;dense,units:4;dropout');
  const from = await page.getByRole('button', { name: /^Move Dropout/ }).boundingBox();
  await page.mouse.move(from!.x + 12, from!.y + 12);
  await page.mouse.down();
  await page.mouse.move(from!.x - 200, from!.y + 12, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(playground.fragment()).toMatch(/features;dense,units:4;dropout/);
});

test('heads that do not divide the width are flagged at their block, and mended in one click', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(transformer);
  await page.locator('[data-block="encoder/encoder_layer_1"] .name').click();
  await page.getByRole('button', { name: 'Options', exact: true }).click();
  const heads = page
    .getByRole('region', { name: /Inside/ })
    .getByRole('textbox', { name: 'Heads' });
  await heads.fill('5');
  await heads.press('Enter');
  const block = page.locator('[data-block="encoder/encoder_layer_1"]');
  await expect(block).toContainText('does not divide into 5 heads');
  await expect(page.getByRole('alert')).toHaveCount(1); // said once, where it stands
  await block.getByRole('button', { name: 'Set Heads to 4' }).press('Enter');
  await expect(block).not.toContainText('does not divide');
  await expect(block.getByRole('button', { name: 'Encoder layer', exact: true })).toBeFocused();
  await expect.poll(() => playground.fragment()).toContain('heads:4');
});

test('a network of one column becomes an encoder and a decoder, and back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=reverse,length:6&layers=embedding,dim:12;gru,units:16');
  await page.getByRole('radio', { name: 'Encoder and decoder' }).click();
  await expect(page.locator('[data-block="decoder/recurrent_decoder_1"]')).toBeVisible();
  await expect(
    page.getByRole('img', { name: 'What the decoder takes from the encoder' }),
  ).toBeVisible();
  await expect.poll(() => playground.fragment()).toContain('decoder=');
  await page.getByRole('radio', { name: 'One column' }).click();
  await expect.poll(() => playground.fragment()).toContain('layers=');
  await expect.poll(() => playground.fragment()).not.toContain('decoder=');
});

test('blocks are put behind the last of an encoder, and into a decoder so that they look back only', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=sort,length:4&encoder=embedding&decoder=embedding');
  const add = async (column: string, place: number, name: RegExp) => {
    await page
      .getByRole('group', { name: column, exact: true })
      .getByRole('button', { name: `Add a block at place ${place}`, exact: true })
      .click();
    await page.getByRole('menuitem', { name }).click();
  };
  await add('Encoder', 2, /^Encoder layer/);
  await expect.poll(() => playground.fragment()).toContain('encoder=embedding;encoder_layer&');
  await add('Decoder', 2, /^Multi-head attention/);
  await expect
    .poll(() => playground.fragment())
    .toContain('decoder=embedding;multi_head_attention,causal:1&');
});

test('what changed since the last run is told in words, and taken back', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features;dense,units:4');
  await playground.oneStep.click();
  await expect.poll(() => playground.steps()).toBe(1);
  await page.getByRole('button', { name: 'One unit more in Dense' }).click();
  await expect(page.getByText(/Since the run up to step 1 – .*4 → 5/)).toBeVisible();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect.poll(() => playground.fragment()).toContain('units:4');
  await expect(page.getByText(/Since the run/)).toBeHidden();
});
