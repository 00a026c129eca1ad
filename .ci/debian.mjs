// Installs packages of Debian where this may be done: as root on such a system. Anywhere else nothing happens.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Says on stderr what is brought and for what. Answers whether the packages are there now. */
export function installed(what, packages) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  console.error(`Installing ${what} for the tests (once) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (command, words) => spawnSync(command, words, { stdio: ['ignore', 'ignore', 2], env }).status === 0;
  run('apt-get', ['update', '-q']);
  return run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages]);
}
