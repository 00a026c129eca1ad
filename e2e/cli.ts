/** The same simulation without a page: the command line on plain Node, whose results the page must give again. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

interface Report {
  readonly digest: string;
  readonly engine: string;
}

/** The report of a run of a file or a link from start to end. */
export async function reportOf(source: string): Promise<Report> {
  const { stdout } = await run(process.execPath, ['.ci/bundled.mjs', 'main', 'run', source, '--json'], { cwd: root, maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as Report;
}

/** The digest with which a run of a file ends, from start to end, and nothing else of it. */
export async function digestOf(source: string): Promise<string> {
  const { stderr } = await run(process.execPath, ['.ci/bundled.mjs', 'main', 'link', source], { cwd: root, maxBuffer: 1 << 26 });
  return /digest ([0-9a-f]{16})$/.exec(stderr.trim())?.[1] ?? stderr;
}

/** The version of the engine as it is now, told by a short run. */
export async function engine(): Promise<string> {
  return (await reportOf(exampleFile('parts/dns'))).engine;
}

/** What is printed about several runs of a file: a line for each figure. */
export async function tableOf(source: string, seeds: number): Promise<string> {
  const { stdout } = await run(process.execPath, ['.ci/bundled.mjs', 'main', 'run', source, '--seeds', String(seeds)], { cwd: root });
  return stdout;
}

/** Where an example's document lies, from the root. */
export function exampleFile(id: string): string {
  return `src/design/examples/${id}.json`;
}

export { root };
