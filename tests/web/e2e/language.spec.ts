import { expect, Playground, test } from './page';

test('pairs of one’s own are learnt, and what is wrong with them is said by its line', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Pairs' }).click();
  const text = page.getByRole('textbox', { name: 'Your pairs' });
  await text.fill('one -> 1\ntwo 2');
  await page.getByRole('button', { name: 'Use this text' }).click();
  await expect(page.getByRole('alert')).toContainText('Line 2 has no arrow');
  await expect(text).toHaveValue('one -> 1\ntwo 2');
  await text.fill('one -> 1\ntwo -> 2\nthree -> 3\nfour -> 4');
  await page.getByRole('button', { name: 'Use this text' }).click();
  await expect(page.getByRole('list', { name: 'The first training examples' })).toContainText('→');
  await playground.play.click();
  await expect.poll(() => playground.steps(), { timeout: 30_000 }).toBeGreaterThan(10);
});

test('digits that are drawn are learnt, and are there again after a reload', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Images' }).click();
  const own = page.getByRole('group', { name: 'Pictures of your own' });
  const paper = own.getByRole('application');
  for (const [digit, moves] of [
    ['1', ['ArrowDown', 'ArrowDown', 'ArrowDown']],
    ['7', ['ArrowRight', 'ArrowRight', 'ArrowDown']],
    ['1', ['ArrowDown', 'ArrowDown', 'ArrowLeft']],
  ] as const) {
    await paper.focus();
    await page.keyboard.press('Space');
    for (const move of moves) await page.keyboard.press(move);
    await own.getByRole('textbox', { name: 'It shows' }).fill(digit);
    await own.getByRole('button', { name: 'Add drawing' }).click();
  }
  await expect(own.getByRole('status')).toContainText('3 pictures in 2 classes');
  // learnt with all three: two were enough for a run that the third starts anew
  const examples = page
    .getByRole('row')
    .getByRole('cell')
    .filter({ hasText: /^[0-9]+$/ });
  await expect
    .poll(async () => (await examples.allInnerTexts()).reduce((sum, n) => sum + Number(n), 0))
    .toBe(3);
  await playground.oneStep.click();
  await expect.poll(() => playground.steps()).toBe(1);
  await page.reload();
  await expect(own.getByRole('status')).toContainText('3 pictures in 2 classes', {
    timeout: 30_000,
  });
});
