import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync, crc32 } from 'node:zlib';

import { expect, Playground, test } from './page';

// Data of one's own, and a network of one's own by the keys alone.

/** A grey picture as a PNG file. */
function png(width: number, height: number, pixel: (x: number, y: number) => number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8; // bits; the colour type 0 is grey
  const rows = Buffer.alloc(height * (width + 1)); // each begins with its filter, none
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = pixel(x, y);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

test('a folder of pictures and a strip of them are learnt, each by its name', async ({
  page,
}, info) => {
  const folder = info.outputPath('pictures');
  for (const [name, across] of [
    ['flat', true],
    ['tall', false],
  ] as const) {
    mkdirSync(`${folder}/${name}`, { recursive: true });
    for (let i = 0; i < 6; i++) {
      const bar = (x: number, y: number) => (Math.abs((across ? y : x) - 16 - 4 * i) < 4 ? 0 : 255);
      writeFileSync(`${folder}/${name}/${i}.png`, png(56, 56, bar));
    }
  }
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Images' }).click();
  const images = page.getByRole('group', { name: 'Pictures of your own' });
  const told = images.getByRole('status').last(); // while pictures are read there is another
  await expect(images.getByText('Choose pictures')).toBeInViewport();
  await images.locator('input[webkitdirectory]').setInputFiles(folder);
  await expect(told).toHaveText(/12 pictures in 2 classes/);
  await expect(
    images.getByRole('img', { name: 'flat: 6 pictures, the last ones shown' }),
  ).toBeVisible();

  // the same pictures in a folder that is dropped, next to one without a folder
  for (const name of ['flat', 'tall'])
    await images.getByRole('button', { name: `Remove all pictures of ${name}` }).click();
  const target = await images.getByText('Drop pictures').boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const single = info.outputPath('dot_1.png');
  writeFileSync(
    single,
    png(28, 28, (x, y) => (Math.hypot(x - 14, y - 14) < 6 ? 0 : 255)),
  );
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: target!.x + 5,
      y: target!.y + 5,
      data: { items: [], files: [folder, single], dragOperationsMask: 1 },
    });
  await expect(told).toHaveText(/13 pictures in 3 classes/);
  await expect(
    images.getByRole('img', { name: 'flat: 6 pictures, the last ones shown' }),
  ).toBeVisible();
  await images.getByRole('button', { name: 'Remove all pictures of dot' }).click();

  const strip = png(5 * 28, 28, (x, y) => (((x % 28) + y) % 8 < 3 ? 0 : 255));
  await images
    .locator('input[type=file]:not([webkitdirectory])')
    .setInputFiles({ name: 'lines_1.png', mimeType: 'image/png', buffer: strip });
  await expect(told).toHaveText(/17 pictures in 3 classes/);
  await expect(page.locator('.block .name').last()).toHaveText('Output');
  await playground.play.click();
  const row = page.getByRole('row').filter({ hasText: /^Training/ });
  await expect(row).toContainText('100.0%');
});

test('a file dropped where none is asked for does not take the place of the page', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  const left = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['a,b'], 'table.csv'));
    return ['dragover', 'drop'].map((type) =>
      document
        .querySelector('header')!
        .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })),
    );
  });
  expect(left).toEqual([false, false]); // the browser does nothing of its own
  await expect(page.getByText('first choose a task under “Your own data”')).toBeVisible();
});

test('a file of no use leaves what was written, and says why at once', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Pairs' }).click();
  const pairs = page.getByRole('textbox', { name: 'Your pairs' });
  await pairs.fill('cat -> chat');
  const group = page.getByRole('group', { name: 'Your pairs' });
  for (const [text, told] of [
    ['', 'There is nothing in it'],
    ['a'.repeat(1_500_000), 'more than 1.0 MB'],
  ]) {
    const started = Date.now();
    await group
      .locator('input[type=file]')
      .setInputFiles({ name: 'pairs.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await expect(group.getByRole('alert')).toContainText(told);
    expect(Date.now() - started).toBeLessThan(5000);
    await expect(pairs).toHaveValue('cat -> chat');
  }
});

test('a text too long for its field is learned whole, and what stood there comes back', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.open(
    `v=1&task=own_text,text:${'once%20upon%20a%20time%0A'.repeat(30)}&layers=embedding,dim:8;gru,units:8`,
  );
  const field = page.getByRole('textbox', { name: 'Your text' });
  const note = page.getByText('The field shows the beginning');
  const use = page.getByRole('button', { name: 'Use this text' });
  await field.fill('written here');
  await page.evaluate(
    (text) => navigator.clipboard.writeText(text),
    ` and pasted${'\nsome line'.repeat(90_000)}\nthe end`,
  );
  await field.press('End');
  await field.press('ControlOrMeta+v');
  await expect(note).toContainText('900,031 characters');
  await expect(field).toHaveValue(/^written here and pasted\nsome line\n/);
  expect((await field.inputValue()).length).toBeLessThan(150_000); // or it holds the page for seconds
  await expect(field).not.toBeEditable();

  // what stood there before is not lost
  const another = page.getByRole('button', { name: 'Write another text' });
  await another.press('Enter');
  await expect(field).toHaveValue('written here');
  await expect(field).toBeFocused();
  await expect(note).toBeHidden();

  await field.press('ControlOrMeta+v');
  await use.press('Enter');
  await expect.poll(() => playground.fragment()).not.toContain('text:'); // too long for a link, too
  await page.reload();
  await expect(note).toContainText('900,031 characters'); // of the text that the network learns
  await expect(use).toBeDisabled();
});

test('a table too long for its field is taken as it is pasted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'CSV' }).click();
  await page.getByRole('button', { name: 'Paste text' }).click();
  const field = page.getByRole('textbox', { name: 'CSV text' });
  const paste = async (text: string) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await field.press('ControlOrMeta+v');
  };
  await paste('a,b\n'); // goes on in the field
  await expect(field).toHaveValue('a,b\n');
  await paste(
    Array.from({ length: 30_000 }, (_, i) => `${i % 7},${i % 2 ? 'yes' : 'no'}`).join('\n'),
  );
  await expect(field).toBeHidden();
  await expect(page.getByRole('row', { name: /^b/ })).toContainText('target');
  await expect(page.getByRole('row', { name: /^Training/ })).toContainText('24,000');
});

test('pasted pairs come into view where they are written, and back with their task', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Pairs' }).click();
  const field = page.getByRole('textbox', { name: 'Your pairs' });
  await expect(field).toBeInViewport();
  await field.fill('cat\tchat\ndog -> chien\nsun → soleil\nmoon => lune');
  await page.getByRole('button', { name: 'Use this text' }).click();
  await expect.poll(() => playground.fragment()).toContain('task=own_pairs');

  await page.getByRole('radio', { name: 'XOR' }).click();
  await expect.poll(() => playground.fragment()).toContain('task=xor');
  await page.getByRole('radio', { name: 'Pairs' }).click();
  await expect.poll(() => playground.fragment()).toContain('task=own_pairs');
  await expect(field).toHaveValue(/^cat\tchat/);
});

test('what is written or drawn and not yet used outlasts another task and a reload', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  const choose = (name: string) => page.getByRole('radio', { name }).click();
  const pairs = page.getByRole('textbox', { name: 'Your pairs' });
  const table = page.getByRole('textbox', { name: 'CSV text' });
  const points = page.getByRole('application', { name: /^Points in the plane/ });

  await choose('Pairs');
  await pairs.fill('cat\tchat\ndog\tchien');
  await choose('CSV');
  await page.getByRole('button', { name: 'Paste text' }).click();
  await table.fill('a,b\n1,2');
  await choose('Points');
  await page.getByRole('button', { name: 'Clear all points' }).click();
  await points.click();
  await choose('XOR');
  await expect.poll(() => playground.fragment()).toContain('task=xor');
  for (const again of [false, true]) {
    if (again) {
      await page.reload();
      await expect(playground.play).toBeEnabled();
    }
    await choose('Pairs');
    await expect(pairs).toHaveValue('cat\tchat\ndog\tchien');
    await choose('CSV');
    await expect(table).toHaveValue('a,b\n1,2');
    await choose('Points');
    await expect(page.getByRole('application', { name: /: 1$/ })).toBeVisible();
  }

  // What was used comes back as it was used, and what was written over it stands there as well.
  await choose('Pairs');
  await pairs.fill('cat\tchat\ndog\tchien\nsun\tsoleil');
  await page.getByRole('button', { name: 'Use this text' }).click();
  await expect.poll(() => playground.fragment()).toContain('task=own_pairs');
  await pairs.fill('cat\tchat\nmoon\tlune');
  await choose('XOR');
  await expect.poll(() => playground.fragment()).toContain('task=xor');
  await page.reload();
  await expect(playground.play).toBeEnabled();
  await choose('Pairs');
  await expect.poll(() => playground.fragment()).toContain('sun\tsoleil');
  await expect(pairs).toHaveValue('cat\tchat\nmoon\tlune');

  // An example takes the place of what has not been used, and does not lose it.
  await choose('CSV');
  await expect(table).toBeVisible();
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: /^Exclusive or/ }).click();
  await expect(page.getByRole('radio', { name: 'XOR' })).toBeChecked();
});

test('points drawn faster than the engine takes them all stay, and undo brings back what was cleared', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole('radio', { name: 'Points' }).click();
  const plane = page.getByRole('application', { name: /^Points in the plane/ });
  const clear = page.getByRole('button', { name: 'Clear all points' });
  await clear.focus();
  await page.keyboard.press('Enter');
  await expect(plane).toHaveAccessibleName(/: 0$/);
  await expect(clear).toBeFocused(); // though there is nothing left for it to do
  await expect(clear).toBeDisabled();

  await plane.press('Enter');
  const one = page.getByText('All points are of one class');
  await expect(one).toBeVisible(); // why nothing is learned yet
  await page.getByRole('radio', { name: 'Class A' }).press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Class B' })).toBeFocused();
  // All in one go: no answer of the engine comes in between.
  await plane.evaluate((plane) => {
    for (let i = 0; i < 5; i++) {
      for (const key of ['ArrowRight', 'Enter']) {
        plane.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      }
    }
  });
  await expect(plane).toHaveAccessibleName(/: 6$/);
  await expect(one).toBeHidden();
  await expect.poll(() => playground.fragment()).toContain('task=points');
  await playground.oneStep.click();
  await expect.poll(() => playground.steps()).toBe(1);
  await expect(plane).toHaveAccessibleName(/: 6$/);
  // where they are drawn and in what comes out the classes have the same names
  await expect(page.locator('[data-view="decision"] ul')).toHaveText(/^\s*A\s*B\s*$/);
  await plane.press('a');
  await expect(page.getByRole('radio', { name: 'Class A' })).toBeChecked();

  await clear.click();
  await plane.press('Enter');
  await expect(plane).toHaveAccessibleName(/: 1$/);
  await page.keyboard.press('Control+z');
  await expect(plane).toHaveAccessibleName(/: 0$/);
  await page.keyboard.press('Control+z');
  await expect(plane).toHaveAccessibleName(/: 6$/);
});

test('of two tasks chosen one right after the other the later is taken', async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.waitForLoadState('networkidle'); // the examples are there: both find their documents at once
  // A curve takes more tries to find a network for, so that it is found last.
  await page.evaluate(() => {
    for (const name of ['Curve', 'MNIST']) {
      const cards = document.querySelectorAll<HTMLElement>('[data-tour="task"] [role="radio"]');
      [...cards].find((card) => card.textContent?.trim() === name)!.click();
    }
  });
  await expect(page.locator('.block .name').first()).toHaveText('Flatten');
  await playground.oneStep.click();
  await expect.poll(() => playground.steps()).toBe(1);
  expect(playground.fragment()).toContain('task=mnist');
});

test('a network of convolution is built, widened and trained by the keys alone', async ({
  page,
}) => {
  const playground = new Playground(page);
  await playground.open();
  const keys = page.keyboard;
  const focus = (name: RegExp, key = 'Tab') =>
    expect(async () => {
      await keys.press(key);
      const element = await page.evaluate(() => {
        const { activeElement: it } = document;
        return it?.getAttribute('aria-label') ?? it?.textContent?.trim() ?? '';
      });
      expect(element).toMatch(name);
    }).toPass({ intervals: [0] });
  const names = page.locator('.block .name');

  await page.getByRole('radio', { checked: true, name: 'Spiral' }).focus();
  await focus(/^MNIST/, 'ArrowRight');
  await expect(names.first()).toHaveText('Flatten');
  for (const [place, kind, count] of [
    [1, /^Convolution/, 5],
    [2, /^Max pooling/, 6],
  ] as const) {
    await focus(new RegExp(`^Add a block at place ${place}$`));
    await keys.press('Enter');
    await focus(kind, 'ArrowDown');
    await keys.press('Enter');
    await expect(names).toHaveCount(count);
    await expect(
      page.getByRole('button', { name: /^Move (Convolution|Max)/ }).nth(place - 1),
    ).toBeFocused();
  }
  await focus(/^Move Convolution/, 'Shift+Tab');
  await focus(/^Convolution$/);
  await keys.press('Enter'); // leads into the inspector
  await expect(page.getByRole('region', { name: 'Inside Convolution' })).toBeFocused();
  await focus(/^Options$/);
  await keys.press('Enter');
  await focus(/^Channels$/);
  await keys.type('6'); // a number is selected when it gets the focus
  await keys.press('Enter');
  await expect.poll(() => playground.fragment()).toMatch(/layers=conv2d,channels:6;max_pool2d/);
  await keys.press('Escape'); // and back
  await expect(page.getByRole('button', { name: 'Convolution', exact: true })).toBeFocused();
  await focus(/^Move Convolution/, 'Shift+Tab');
  await keys.press('Space');
  await expect.poll(() => playground.steps()).toBeGreaterThan(3);
});
