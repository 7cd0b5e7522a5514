import { expect, Playground, test } from './page';

test('a number out of range is flagged where it stands, and taken once it is mended', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('50');
  await rate.press('Enter');
  await expect(rate).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('It must lie between 0 and 10.')).toBeVisible();
  expect(playground.fragment()).not.toContain('lr:50');
  await rate.fill('0.05');
  await rate.press('Enter');
  await expect(rate).toHaveAttribute('aria-invalid', 'false');
  await expect.poll(() => playground.fragment()).toContain('lr:0.05');
});

test('undo takes a number that was typed back as a whole, and then the one that was taken', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  const before = await rate.inputValue();
  await rate.fill('0.05');
  await rate.press('Enter');
  await expect.poll(() => playground.fragment()).toContain('lr:0.05');
  // written, mended and written on: the browser would bring 0.05 and pieces of this
  await rate.pressSequentially('12');
  await rate.press('Backspace');
  await rate.pressSequentially('x');
  await rate.press('Enter');
  await expect(rate).toHaveAttribute('aria-invalid', 'true');
  await rate.press('Control+z');
  await expect(rate).toHaveValue('0.05');
  await expect(rate).toHaveAttribute('aria-invalid', 'false');
  await rate.press('Control+z');
  await expect(rate).toHaveValue(before);
  await expect.poll(() => playground.fragment()).not.toContain('lr:0.05');
  await rate.press('Control+Shift+z');
  await expect(rate).toHaveValue('0.05');
  await rate.blur();
  await expect.poll(() => playground.fragment()).toContain('lr:0.05');
});

test('blocks are added, widened, moved and removed, and undo brings them back', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=circle&layers=features;dense,units:4');
  await page.getByRole('button', { name: 'Add a block at place 3' }).click();
  await page.getByRole('menuitem', { name: /^Dropout/ }).click();
  await expect.poll(() => playground.fragment()).toContain('dropout');
  await page.getByRole('button', { name: 'One unit more in Dense' }).click();
  await expect.poll(() => playground.fragment()).toContain('dense,units:5');
  await page.getByRole('button', { name: 'Commands for Dropout' }).click();
  await page.getByRole('menuitem', { name: 'Move left' }).click();
  await expect.poll(() => playground.fragment()).toMatch(/features;dropout;dense/);
  await page.getByRole('button', { name: 'Commands for Dropout' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.poll(() => playground.fragment()).not.toContain('dropout');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
  await expect.poll(() => playground.fragment()).toContain('layers=features;dense,units:4');

  // A list has no undo of its own.
  const activation = page.getByRole('combobox', { name: 'Activation of Dense' });
  await activation.focus();
  await activation.selectOption({ label: 'ReLU' });
  await expect.poll(() => playground.fragment()).toContain('activation:relu');
  await page.keyboard.press('Control+z');
  await expect.poll(() => playground.fragment()).not.toContain('relu');
  await expect(activation).toBeFocused();
});

test('Space trains, also after a press of the pointer, and a restart plays on', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Moons' }).click();
  await expect.poll(() => playground.fragment()).toContain('task=moons');
  await page.keyboard.press('Space');
  await expect(playground.pause).toBeVisible();
  await page.getByRole('button', { name: 'One unit more in Dense 1' }).click();
  await expect.poll(() => playground.fragment()).toContain('units:9');
  await expect(playground.pause).toBeVisible();
  await page.keyboard.press('Space');
  await expect(playground.play).toBeVisible();
});

test('points are placed and erased by the keyboard', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=plane&layers=features');
  await page.getByRole('radio', { name: 'Points' }).click();
  const plane = page.getByRole('application', { name: /^Points in the plane/ });
  await expect(plane).toHaveAccessibleName('Points in the plane: 0');
  await plane.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('2');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(plane).toHaveAccessibleName('Points in the plane: 2');
  await expect.poll(() => playground.fragment()).toContain('task=points');
  await page.keyboard.press('Delete');
  await expect(plane).toHaveAccessibleName('Points in the plane: 1');
});

test('a pasted table is read, and what is wrong with it is told with row and column', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'CSV' }).click();
  await page.getByRole('button', { name: 'Paste text' }).click();
  const text = page.getByRole('textbox', { name: 'CSV text' });
  await text.fill('size,kind\n1,a\n2,b,c\n');
  await page.getByRole('button', { name: 'Use this table' }).click();
  await expect(page.getByRole('alert')).toContainText(/row 3/i);
  const rows = Array.from({ length: 20 }, (_, i) => `${i},${i * i},${i % 2 ? 'odd' : 'even'}`);
  await text.fill(['size,square,kind', ...rows].join('\n'));
  await page.getByRole('button', { name: 'Use this table' }).click();
  await expect(page.getByRole('checkbox', { name: 'Learn from square' })).toBeChecked();
  await expect(page.getByRole('row').filter({ hasText: /^Training/ })).toContainText('16');
  await page.getByRole('checkbox', { name: 'Learn from square' }).uncheck();
  await expect(page.getByRole('checkbox', { name: 'Learn from square' })).not.toBeChecked();
});

test('removing what a network needs is explained, with the remedy', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=1&task=mnist,samples:200&layers=flatten;dense,units:8');
  await page.getByRole('button', { name: 'Commands for Flatten' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByRole('alert')).toContainText('add “Flatten”');
  await page.getByRole('alert').getByRole('button', { name: 'Insert Flatten' }).press('Enter');
  await expect(page.getByRole('alert')).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  await expect.poll(() => playground.fragment()).toContain('flatten;dense');
});
