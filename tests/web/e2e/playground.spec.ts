import { expect, Playground, test } from './page';

test('opens on a network that learns with one click', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  expect(await playground.steps()).toBe(0);
  const before = await playground.trainLoss();
  await playground.play.click();
  await expect.poll(() => playground.trainLoss(), { timeout: 40_000 }).toBeLessThan(before / 2);
  await playground.pause.click();
  await expect(playground.play).toBeEnabled();
  await page.waitForTimeout(300); // the picture of the last steps may be on its way
  const steps = await playground.steps();
  expect(steps).toBeGreaterThan(100);
  await page.waitForTimeout(500);
  expect(await playground.steps()).toBe(steps);
});

test('Space trains and pauses, a point makes one step, Shift+R starts over', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(1);
  await page.keyboard.press('Space');
  await expect(playground.pause).toBeVisible();
  await expect.poll(() => playground.steps()).toBeGreaterThan(20);
  await page.keyboard.press('Space');
  await expect(playground.play).toBeVisible();
  await page.keyboard.press('Shift+R');
  await expect.poll(() => playground.steps()).toBe(0);
});

test('training pauses by itself at a step that was chosen', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('button', { name: 'Pause at step', exact: true }).click();
  const goal = page.getByRole('textbox', { name: 'Pause at step', exact: true });
  await goal.fill('75');
  await goal.press('Enter');
  await page.keyboard.press('Escape');
  await playground.play.click();
  await expect(page.locator('.facts code')).toHaveText(/^[0-9a-f]{16}$/);
  await expect.poll(() => playground.steps()).toBe(75);
  const measured = page.getByRole('table', { name: /^Measured/ });
  await expect(measured.getByRole('row').first()).toContainText('at step 75');
  await expect(playground.play).toBeVisible();
  await playground.play.click(); // which it has reached
  await expect.poll(() => playground.steps()).toBeGreaterThan(75);
});

test('a change of the learning rate goes on training, one of the task starts over, undo is back', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  for (let i = 0; i < 3; i++) await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(3);
  await playground.bar.getByRole('slider', { name: /^Learning rate/ }).press('ArrowRight');
  await expect.poll(() => playground.fragment()).not.toMatch(/lr:0\.01(?!\d)/);
  expect(await playground.steps()).toBe(3);
  await page
    .getByRole('radio', { name: 'XOR' })
    .or(page.getByRole('button', { name: 'XOR' }))
    .click();
  await expect.poll(() => playground.fragment()).toContain('task=xor');
  await expect.poll(() => playground.steps()).toBe(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => playground.fragment()).toContain('task=spiral');
});

test('a reload brings back the document and its weights', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&seed=3&task=moons&layers=dense,units:6&optimizer=adam,lr:0.02');
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(200);
  await playground.rest();
  await page.waitForTimeout(1500); // a run at rest is saved within a second
  const loss = await playground.trainLoss();
  await page.goto('about:blank');
  await playground.open();
  await expect.poll(() => playground.fragment()).toContain('task=moons');
  await expect.poll(() => playground.trainLoss()).toBeCloseTo(loss, 3);
});

test('a bias is set by hand, and outlasts a reload that follows at once', async ({ page }) => {
  const playground = new Playground(page);
  const unit = page.getByRole('button', { name: 'Dense 1, Unit 1', exact: true });
  const bias = page.getByRole('textbox', { name: 'Bias', exact: true });
  const weights = page.locator('.facts code');
  await playground.open('v=1&seed=3&task=circle&layers=features;dense,units:3');
  await expect(weights).toHaveText(/^[0-9a-f]{16}$/);
  const initial = await weights.innerText();
  await unit.press('Enter');
  await bias.fill('much');
  await bias.press('Enter');
  await expect(page.getByText('Type a number between −1000000')).toBeVisible();
  await expect(bias).toHaveAccessibleDescription(/Type a number/);
  await bias.fill('−2,5'); // as it is typed in many countries
  await bias.press('Enter');
  await expect(weights).not.toHaveText(initial);
  await page.reload();
  await expect(playground.play).toBeEnabled();
  await unit.press('Enter');
  await expect(bias).toHaveValue('-2.5');
});

test('a run that diverges stops, names the node and offers a remedy', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open(
    'v=1&seed=1&task=spiral&layers=features;dense,units:8,activation:relu' +
      '&loss=squared&optimizer=sgd,lr:10&batch=10',
  );
  await playground.play.click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(/no longer a finite number/);
  // and what the colour is that is on no scale
  await expect(page.locator('#outcome-panel').getByText('not a number')).toBeVisible();
  await alert.getByRole('button', { name: /learning rate 1$/ }).click();
  await expect.poll(() => playground.steps()).toBe(0);
  expect(playground.fragment()).toContain('lr:1');
});

test('MNIST reaches 96 % on held-out digits @slow', async ({ page }) => {
  test.setTimeout(300_000);
  const playground = new Playground(page);
  await playground.open(
    'v=1&seed=1&task=mnist&layers=flatten;dense,units:128,activation:relu;dense,units:64,activation:relu&optimizer=adam,lr:0.001',
  );
  await playground.play.click();
  await expect
    .poll(() => playground.testAccuracy(), { timeout: 240_000 })
    .toBeGreaterThanOrEqual(96);
});

test('a worker that dies is started again, and this is said', async ({ page }) => {
  const playground = new Playground(page);
  const started = page.waitForEvent('worker');
  await playground.open();
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(20);
  await (
    await started
  ).evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('out of memory');
      }),
  );
  await expect(page.getByText(/crashed and was started again/)).toBeVisible();
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(20);
});
