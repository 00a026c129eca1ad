// `npm test`: everything that must hold before a change lands, in order, each step timed; `npm run test:NAME` runs some of it.
// A step that fails does not stop the others: one run tells all that is wrong. The last line counts the tests (a failed step
// that is not made of tests counts as one failed), and the exit code says whether everything held.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from './build.mjs';
import { chromium } from './chromium.mjs';
import { cacheFolder, root, setUp } from './setup.mjs';
import { size } from './size.mjs';

const tool = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};
// Each room of the house sees only the types it may use: src neither page nor Node, the worker a worker's, the rest what they run on.
const projects = ['src', 'src/tsconfig.test.json', 'src/worker', 'src/cli', 'app', 'e2e'];

const steps = {
  format: () => run('biome', ['check', '--error-on-warnings', '.']),
  unused: () => run('knip', []),
  types: () => projects.map((project) => run('tsc', ['-p', project])).every(Boolean),
  kernel: () => spawnSync(process.execPath, [join(root, '.ci/kernel.mjs'), '--check'], { stdio: 'inherit' }).status === 0,
  unit: () => vitest('unit'),
  laws: () => vitest('laws'),
  build: () => build(),
  size: () => size(),
  e2e: () => playwright(),
};
const counts = { passed: 0, failed: 0, skipped: 0 };

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in steps));
if (unknown !== undefined) throw new Error(`no step ${unknown}; there are ${Object.keys(steps).join(', ')}`);
setUp();
process.exitCode = await main(asked.length > 0 ? asked : Object.keys(steps));

async function main(names) {
  const lines = [];
  let held = true;
  for (const name of names) {
    console.log(`\n== ${name}`);
    const from = performance.now();
    const { passed, failed } = counts;
    const good = await steps[name]();
    if (!good && counts.failed === failed) counts.failed += 1;
    held &&= good;
    const tests = counts.passed + counts.failed - passed - failed;
    lines.push(`${good ? 'ok    ' : 'FAILED'} ${name.padEnd(7)} ${seconds(from)}${tests > 0 && good ? `  ${tests} tests` : ''}`);
  }
  console.log(`\n${lines.join('\n')}\n`);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return held ? 0 : 1;
}

function run(name, words, env = {}) {
  const done = spawnSync(process.execPath, [join(root, tool[name]), ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return done.status === 0;
}

function vitest(project) {
  const report = freshReport(`${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const good = run('vitest', ['run', '--project', project, ...reporters]);
  if (!existsSync(report)) return false;
  const told = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += told.numPassedTests;
  counts.failed += told.numFailedTests;
  counts.skipped += told.numPendingTests + told.numTodoTests;
  return good;
}

async function playwright() {
  if (!existsSync(join(root, 'dist/index.html'))) return false;
  const env = { CHROMIUM_PATH: await chromium() };
  // Measurements of speed come last, and alone: beside other journeys they would measure those.
  const journeys = await journey('journeys', env);
  return (await journey('measures', env)) && journeys;
}

async function journey(project, env) {
  const report = freshReport(`e2e-${project}.json`);
  const good = run('playwright', ['test', '-c', 'e2e/playwright.config.ts', `--project=${project}`, '--reporter=list,json'], {
    ...env,
    E2E_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  if (!existsSync(report)) return false;
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += stats.expected + stats.flaky;
  counts.failed += stats.unexpected;
  counts.skipped += stats.skipped;
  return good;
}

function freshReport(name) {
  const path = join(cacheFolder('reports'), name);
  rmSync(path, { force: true });
  return path;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function seconds(from) {
  return `${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s`;
}
