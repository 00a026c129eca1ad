// `npm run test:browsers`: every example and every old link, run from start to end in Node, Chromium, Firefox and WebKit, must end with
// one digest. Browsers run the product's own worker, on a page of their own; Node runs the command line. Then the same design is run in
// each in turn, to tell how fast they are. Fails when a digest differs or an engine is missing; the last line says what held.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openChromium, openFirefox, openWebKit } from './engines.mjs';
import { serve } from './serve.mjs';
import { cacheFolder, root, setUp } from './setup.mjs';

/** How many times each engine runs the measured design, and for how long, simulated ms: 2,000 customers a second. */
const ROUNDS = 7;
const MEASURED_MS = 400_000;
/** Least share of Chromium's speed that Firefox should reach; told, not enforced: machines and their load differ. */
const FIREFOX_BAR = 0.6;

setUp();
const designs = [...examples(), ...oldLinks()];
const address = await serve({ folder: await page(), port: 0 });
const engines = [node(), ...(await opened())];
const same = await digests();
await speeds();
await Promise.all(engines.map(({ close }) => close?.()));
process.exit(conclude());

function examples() {
  const folder = join(root, 'src/design/examples');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => ({ name: file.slice(0, -5), design: readJson(folder, file), of: 'examples' }));
}

/** Links that were handed out: what they mean is asked of the command line, once, and given to all. */
function oldLinks() {
  const folder = join(root, 'e2e/old-links');
  const all = readdirSync(folder).flatMap((file) => {
    const told = readJson(folder, file);
    return told.links ?? told;
  });
  return all.map(({ title, what, link }) => ({
    name: title ?? what,
    design: JSON.parse(sim(['open', `#${link.replace(/^#/, '')}`])),
    of: 'old links',
  }));
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

function sim(words, input) {
  const options = { cwd: root, encoding: 'utf8', input: input ?? '', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] };
  return execFileSync(process.execPath, [join(root, '.ci/bundled.mjs'), 'main', ...words], options);
}

function node() {
  const run = async (design) => {
    const { digest, total, events, wallMs } = JSON.parse(sim(['run', '-', '--json'], JSON.stringify(design)));
    return { digest, requests: total.requests, events, seconds: wallMs / 1000 };
  };
  return { name: 'Node', version: process.versions.node, run };
}

async function page() {
  const { build, loadConfigFromFile } = await import('vite');
  const product = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(root, 'vite.config.ts'));
  const outDir = join(cacheFolder(), 'engines');
  rmSync(outDir, { recursive: true, force: true });
  await build({
    root: join(root, 'e2e/engines'),
    configFile: false,
    base: './',
    logLevel: 'error',
    // The worker is built as the product's own.
    worker: product.config.worker,
    build: { target: 'es2022', outDir, emptyOutDir: true },
  });
  return outDir;
}

/** An engine that cannot be opened is said so and stands in the table as missing. */
async function opened() {
  const engines = [];
  for (const [name, open] of Object.entries({ Chromium: openChromium, Firefox: openFirefox, WebKit: openWebKit })) {
    try {
      engines.push(await open(address));
    } catch (error) {
      console.error(`${name} is missing: ${error.message}`);
      engines.push({ name, version: 'missing' });
    }
  }
  return engines;
}

/** Prints the table, and answers how many of each sort have one digest everywhere. */
async function digests() {
  const width = Math.max(...designs.map(({ name }) => name.length)) + 2;
  const line = (cells) => console.log(cells.map((cell, i) => cell.padEnd(i === 0 ? width : 18)).join(''));
  line(['', ...engines.map(({ name, version }) => `${name} ${version.slice(0, 8)}`)]);
  const held = { examples: 0, 'old links': 0 };
  for (const { name, design, of } of designs) {
    const found = [];
    for (const engine of engines) found.push(await digestIn(engine, design));
    const one = found.every((digest) => digest === found[0] && /^[0-9a-f]{16}$/.test(digest));
    if (one) held[of]++;
    line([name, ...found, one ? '' : 'DIFFERENT']);
  }
  return held;
}

async function digestIn(engine, design) {
  try {
    return (await engine.run?.(design))?.digest ?? 'missing';
  } catch (error) {
    console.error(`${engine.name}: ${error.message}`);
    return 'failed';
  }
}

/**
 * Runs are interleaved, so that a busy moment of the machine meets all alike; the first round warms up. It is wall time that people wait,
 * and other work only ever adds to it, so the best round of each is what its engine can do.
 */
async function speeds() {
  const w2 = readJson(root, 'src/cli/bench/w2.json');
  const design = { ...w2, scenario: { ...w2.scenario, durationMs: MEASURED_MS } };
  const runners = engines.filter(({ run }) => run !== undefined);
  const rates = new Map(runners.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, run } of runners) {
      const { requests, seconds } = await run(design);
      if (round > 0) rates.get(name).push(requests / seconds);
    }
  }
  const best = (name) => Math.max(...(rates.get(name) ?? []));
  const words = runners.map(({ name }) => `${name} ${millions(best(name))} (${millions(median(rates.get(name)))})`);
  console.log(`\nW2, million customers a second of wall time, best of ${ROUNDS} rounds (median): ${words.join(', ')}`);
  const ratio = best('Firefox') / best('Chromium');
  if (Number.isFinite(ratio))
    console.log(`Firefox ÷ Chromium: ${ratio.toFixed(2)} (bar ${FIREFOX_BAR}${ratio < FIREFOX_BAR ? ', MISSED' : ''})`);
}

function millions(rate) {
  return (rate / 1e6).toFixed(2);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function conclude() {
  const count = (of) => designs.filter((design) => design.of === of).length;
  const present = engines.filter(({ run }) => run !== undefined).length;
  const words = (of) => (same[of] === count(of) ? 'one digest each' : `only ${same[of]} with one digest`);
  console.log(`\n${present} engines, ${count('old links')} old links, ${words('old links')}`);
  console.log(`${present} engines, ${count('examples')} examples, ${words('examples')}`);
  return present === engines.length && same.examples === count('examples') && same['old links'] === count('old links') ? 0 : 1;
}
