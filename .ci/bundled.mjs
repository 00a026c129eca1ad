// Runs a command of src/cli on plain Node: `node .ci/bundled.mjs main ARGS`. Node 20 does not read TypeScript, so the
// folder is bundled first, into node_modules/.cache, under the fingerprint of its sources: when nothing has changed, the only
// cost is looking. Nothing is printed on stdout but what the command prints.
// Entries are main.ts, bench.ts, soak.ts, allocation.ts, theory.ts and every *.thread.ts. All output lies flat in one folder, so that
// `new Worker(new URL('./NAME.thread.js', import.meta.url))` finds its thread from whichever chunk it stands in.
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder, root, setUp } from './setup.mjs';
import { fingerprint } from './sources.mjs';

const hour = 3_600_000;
const [name, ...args] = process.argv.slice(2);
setUp();
const folder = await bundled();
const file = join(folder, `${name}.js`);
if (!existsSync(file)) {
  console.error(`There is no src/cli/${name}.ts.`);
  process.exit(2);
}
process.argv = [process.execPath, file, ...args];
await import(pathToFileURL(file).href);

async function bundled() {
  const home = cacheFolder('cli');
  const wanted = join(home, fingerprint(['src', 'package-lock.json', '.ci/bundled.mjs']));
  if (existsSync(wanted)) return wanted;
  const fresh = mkdtempSync(join(home, 'making-'));
  await bundle(fresh);
  // Two commands started together may both get here; whoever comes second uses what the first has put down.
  try {
    renameSync(fresh, wanted);
  } catch {
    rmSync(fresh, { recursive: true });
  }
  // A long run may still be reading the bundle it was started from, so only old ones are cleared away.
  for (const old of readdirSync(home)) {
    const path = join(home, old);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (path !== wanted && age > hour) rmSync(path, { recursive: true, force: true });
  }
  return wanted;
}

async function bundle(outDir) {
  // Below node_modules no other package says that these are modules; without it Node reads each file twice to find out.
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }\n');
  const cli = join(root, 'src/cli');
  const entries = readdirSync(cli).filter((entry) => /^(main|bench|soak|allocation|theory|.+\.thread)\.ts$/.test(entry));
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir,
      emptyOutDir: false,
      rollupOptions: {
        input: Object.fromEntries(entries.map((entry) => [entry.slice(0, -3), join(cli, entry)])),
        // Constants go into the code and stay constants: the simulation runs a sixth faster than with variables for them.
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: {
          topLevelVar: false,
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  });
}
