// Installs what is missing, and only then. It has no dependencies of its own, because it runs before there are any.
// A stamp in node_modules says which lock file it was made from; npm's own record is believed when the stamp is absent,
// so that an `npm ci` typed by hand is not done twice. Everything is printed on stderr: stdout belongs to the command.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const cache = join(root, 'node_modules/.cache/loadbearing');

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.loadbearing-stamp');

/** Brings node_modules to what the lock file says. Exits the process when that cannot be done. */
export function setUp() {
  if (Number(process.versions.node.split('.')[0]) < 20) stop(`Node 20 or newer is needed, this is ${process.version}.`);
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!existsSync(stampFile) && installedByHand(JSON.parse(lock.toString()))) return writeFileSync(stampFile, stamp);
  console.error('Installing dependencies (once, about half a minute) …');
  if (!install() && !install()) stop('npm ci failed twice; see above.');
  writeFileSync(stampFile, stamp);
}

/** A folder for things that can be made again. */
export function cacheFolder(...names) {
  const folder = join(cache, ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function install() {
  const npm = process.env['npm_execpath'];
  const words = ['ci', '--prefer-offline', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, before] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm]] : ['npm', []];
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, [...before, ...words], { cwd: root, stdio: ['ignore', 2, 2], shell }).status === 0;
}

function installedByHand(lock) {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}
