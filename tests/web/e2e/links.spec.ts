import { expect, objections, Playground, test } from './page';

const link =
  'v=1&seed=12&task=xor,noise:0.1&layers=features;dense,units:5,activation:relu&optimizer=adam,lr:0.02&batch=16';

test('a link opens the same run anywhere', async ({ page, browser, baseURL }) => {
  const playground = new Playground(page);
  await playground.open(link);
  expect(playground.fragment()).toContain('task=xor,noise:0.1');
  for (let i = 0; i < 5; i++) await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(5);
  const loss = await playground.trainLoss();
  const fingerprint = await page.locator('code').innerText();
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);

  const other = await browser.newContext({ baseURL });
  const elsewhere = new Playground(await other.newPage());
  await elsewhere.open(new URL(page.url()).hash.slice(1));
  for (let i = 0; i < 5; i++) await elsewhere.page.keyboard.press('.');
  await expect.poll(() => elsewhere.steps()).toBe(5);
  await expect.poll(() => elsewhere.trainLoss()).toBe(loss);
  await expect(elsewhere.page.locator('code')).toHaveText(fingerprint);
  await other.close();
});

test('a TensorFlow Playground link builds its network and says what it could not carry', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open(
    'activation=relu&batchSize=15&dataset=gauss&learningRate=0.1&regularization=L1' +
      '&regularizationRate=0.003&noise=25&networkShape=3,5&seed=0.72681&percTrainData=60&sinX=true',
  );
  await expect
    .poll(() => playground.fragment())
    .toContain('task=gaussians,noise:0.25,train_share:0.6');
  const { fragment } = { fragment: playground.fragment() };
  expect(fragment).toContain('seed=72681');
  expect(fragment).toContain('features,sin_x1:1;dense,units:3,activation:relu,');
  expect(fragment).toContain('loss=half_squared&optimizer=sgd,lr:0.1');
  expect(fragment).toContain('l1:0.003'.replace(':', '='));
  await expect(page.getByText(/random numbers/)).toBeVisible();
  await playground.play.click();
  await expect.poll(() => playground.steps()).toBeGreaterThan(50);
});

test('the choices that a link had are listed as each language lists them', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open('v=1&task=xor&hide=nothing');
  const told = page.getByRole('alert');
  await expect(told).toContainText('it must be one of examples, compare, help');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitem', { name: '中文' }).click();
  await expect(told).toContainText('它必须是 examples、compare、help');
});

test('a link pasted into the page is opened, and undo leads back', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.open();
  await page.evaluate(() =>
    navigator.clipboard.writeText(
      'https://playground.tensorflow.org/#dataset=circle&networkShape=2&seed=0.1',
    ),
  );
  await page.keyboard.press('Control+V');
  await expect.poll(() => playground.fragment()).toContain('task=circle');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => playground.fragment()).toContain('task=spiral');
});

for (const [bad, sentence] of [
  ['v=1&task=spiral,noise:7', 'task.noise is 7; it must lie between 0 and 0.5.'],
  ['networkShape=4,abc&dataset=xor', 'networkShape is “abc”; it must be a number.'],
  ['learningRate=NaN', 'learningRate is “NaN”; it must be a number.'],
  ['v=1&task=spiral&__proto__=1', '__proto__'],
  ['v=9&task=spiral', 'version 9'],
] as const) {
  test(`a bad link is refused with a sentence and nothing is lost: ${bad}`, async ({ page }) => {
    const playground = new Playground(page);
    await playground.open(link);
    await page.keyboard.press('.');
    await expect.poll(() => playground.steps()).toBe(1);
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, bad);
    await expect(page.getByRole('alert')).toContainText(sentence);
    await expect.poll(() => playground.fragment()).toContain('task=xor,noise:0.1');
    expect(await playground.steps()).toBe(1);
  });
}

// Every group, and where its controls are: none may be left on the page that hides them all.
const everything =
  'examples,compare,help,tasks,data,blocks,options,activation,weights,microscope,play,step,reset,speed,' +
  'learning_rate,optimizer,loss,batch,regularisation,seed,display,history';

test('a link can hide its controls, and one press gives them all back', async ({ page }) => {
  const controls = page
    .getByRole('main')
    .or(page.getByRole('toolbar', { name: 'Training' }))
    .locator(
      'input, select, [role="combobox"], [role="radio"], [role="slider"], [role="switch"], button.grip, .plus, .help',
    )
    .and(page.locator(':not([data-view="curves"] *)')); // how a chart is looked at
  await page.goto(`./#${link}&hide=${everything}`);
  const playground = new Playground(page);
  await expect.poll(() => playground.steps()).toBe(0);
  await expect(page.getByRole('note')).toHaveText(/hides some controls/);
  await expect(page.getByRole('row').filter({ hasText: /^Training/ })).toBeVisible();
  expect(
    await controls.filter({ visible: true }).evaluateAll((all) => all.map((e) => e.outerHTML)),
  ).toEqual([]);
  for (const name of ['Examples', 'Compare', 'Tour', 'Microscope', 'Train', 'Seed'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  for (const key of ['.', ' ', 'Shift+R']) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  expect(await playground.steps()).toBe(0);

  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('note')).toHaveCount(0);
  await expect.poll(() => playground.fragment()).not.toContain('hide');
  await page.keyboard.press('.');
  await expect.poll(() => playground.steps()).toBe(1);
  expect(await controls.filter({ visible: true }).count()).toBeGreaterThan(20);
});

test('what a link hides is chosen by keyboard where it is shared', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.open(link);
  await page.getByRole('button', { name: 'Share', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByRole('status')).toContainText('Link copied');
  await dialog.getByText('For teaching').press('Enter');
  await dialog.getByRole('button', { name: 'Seed' }).press('Space');
  await dialog.getByRole('button', { name: 'Choice of task' }).press('Space');
  await expect(dialog.getByRole('status')).not.toContainText('copied');
  await dialog.getByRole('button', { name: 'Copy' }).press('Enter');
  await expect(dialog.getByRole('status')).toContainText('Link copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/&hide=tasks,seed$/);
  expect(await objections(page, '[role="dialog"]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Try it here' }).press('Enter');
  await expect(page.getByRole('radiogroup', { name: 'Choose a task' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveCount(0);
  const shared = decodeURIComponent(new URL(copied).hash.slice(1));
  await expect.poll(() => playground.fragment()).toBe(shared);
});

test('Share copies the whole address', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.open(link);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(new RegExp(`^${baseURL}#v=1&seed=12&task=xor,noise:0.1&`));
});
