/**
 * The bench: how fast the product's engine is, with every meter on, against loops written by hand for nothing else and
 * against its bars. `npm run bench`, with `--json` for one object on stdout, `--only W1,W2,policies` for some parts,
 * `--pairs 9` for another number of rounds, `--peers` for other simulators from npm as well.
 *
 * This process only divides the work: each part runs in a child of its own, one after the other. CPU time counts, and the
 * median of the paired ratios decides. Absolute figures are of this machine in this minute and of little use elsewhere.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Judged } from './bench/bars.ts';
import { type Figures, PARTS, type PartResult } from './bench/parts.ts';
import { installPeers, measurePeers } from './bench/peers.ts';
import { type BenchResult, lines } from './bench/table.ts';

/** Rounds that count where nothing else is asked for. */
const PAIRS = 7;
/** A part that takes longer than this hangs (chosen; the slowest takes half a minute). */
const MOST_MS = 300_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    pairs: { type: 'string', default: String(PAIRS) },
    /** Of this program's own children. */
    part: { type: 'string' },
  },
});

const pairs = Number(values.pairs);
if (!Number.isInteger(pairs) || pairs < 1 || pairs > 1000) refuse('--pairs: a whole number from 1 to 1000.');
if (values.part === undefined) await bench();
else process.stdout.write(JSON.stringify(await PARTS[values.part]?.(pairs)));

async function bench(): Promise<void> {
  const names = values.only === undefined ? Object.keys(PARTS) : values.only.split(',');
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) refuse(`--only: there is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}.`);
  const hindrance = values.peers ? installPeers() : undefined;
  if (hindrance !== undefined) refuse(hindrance);
  const workloads: Record<string, Figures> = {};
  const bars: Record<string, Judged> = {};
  for (const name of names) {
    tell(`${name} …`);
    const part = inChild(name, pairs);
    Object.assign(workloads, part.workloads);
    Object.assign(bars, part.bars);
  }
  if (values.peers) tell('peers …');
  const compared = values.peers
    ? measurePeers(pairs, (name) => inChild(name, 1).workloads?.[name]?.customersPerCpuSecond ?? Number.NaN)
    : undefined;
  Object.assign(bars, compared?.bars);
  tell('');
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'} × ${cpus().length}`;
  const result: BenchResult = {
    machine,
    node: process.version,
    commit: commit(),
    workloads,
    bars,
    ...(compared && { peers: compared.peers }),
  };
  console.log(values.json ? JSON.stringify(result) : lines(result).join('\n'));
  if (Object.values(workloads).some((figures) => figures.sameAnswer === false)) process.exitCode = 1;
}

function inChild(name: string, rounds: number): PartResult {
  const words = [process.argv[1] ?? '', '--part', name, '--pairs', String(rounds)];
  const child = spawnSync(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', timeout: MOST_MS });
  if (child.status === 0) return JSON.parse(child.stdout) as PartResult;
  console.error(`The part ${name} of the bench broke.`);
  process.exit(3);
}

/** One line of progress, for people only. */
function tell(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${words}\u001b[K`);
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function refuse(words: string): never {
  console.error(words);
  process.exit(2);
}
