import { expect, objections, Playground, test } from './page';

const families = [
  { preset: 'Digits by convolution', block: 'conv2d_1', reach: 80 },
  { preset: 'A recurrent network', block: 'gru_1', reach: 60 },
  { preset: 'Attention', block: 'decoder/recurrent_decoder_1', reach: 60 },
];

for (const { preset, block, reach } of families) {
  test(`${preset}: opens, learns, and axe finds nothing to object to`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.open();
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('menuitem', { name: new RegExp(`^${preset}`) }).click();
    await expect(page.locator(`[data-block="${block}"]`)).toBeVisible();
    await expect.poll(() => playground.steps()).toBe(0);
    await playground.play.click();
    await expect.poll(() => playground.testAccuracy(), { timeout: 60_000 }).toBeGreaterThan(reach);
    await playground.pause.click();
    expect(await objections(page)).toEqual([]);
  });
}

test('a model of tokens writes an answer, and an option of a decoder is in the link', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(
    'v=1&seed=7&task=reverse&encoder=embedding;gru&decoder=embedding;recurrent_decoder,context:dot',
  );
  await page.getByRole('tab', { name: 'Writing' }).click();
  await page.getByRole('textbox', { name: 'Let the network answer' }).fill('123');
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await expect(page.getByRole('group', { name: 'What the network wrote' })).toBeVisible();
  await page.locator('[data-block="decoder/recurrent_decoder_1"] .name').click();
  await expect(page.getByRole('region', { name: /Recurrent decoder/ })).toBeVisible();
  await expect.poll(() => playground.fragment()).toContain('recurrent_decoder');
  await expect.poll(() => playground.fragment()).toContain('context:dot');
});
