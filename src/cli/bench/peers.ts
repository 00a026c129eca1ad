/**
 * Other simulators from npm on the same models, each written with its own words and recording mean and histogram. They stand
 * in a folder of their own, installed when first asked for; neither the product nor the rest of the bench needs them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type BarName, type Judged, judge } from './bars.ts';
import { customersPerCpuSecond, type Measured, median } from './measure.ts';
import type { PeerFigures } from './table.ts';
import { agrees, workload } from './workloads.ts';

/** Where they stand, from the root, which is where npm runs the bench. */
const FOLDER = '.ci/peers';

/** Each with as many customers as last some tenths of a second (chosen). */
const PEERS = [
  { name: 'simjs', version: '2.0.3', customers: 200_000 },
  { name: 'simscript', version: '1.0.37', customers: 10_000 },
] as const;

const MODELS = ['W1', 'W2'] as const;

/** Makes sure that they are installed; words when they cannot be. */
export function installPeers(): string | undefined {
  const folder = join(process.cwd(), FOLDER);
  if (!existsSync(folder)) return `The peers stand in ${FOLDER}, and there is no such folder here: start the bench with npm run.`;
  if (PEERS.every(({ name }) => existsSync(join(folder, 'node_modules', name)))) return undefined;
  console.error('Installing the peers (once) …');
  const words = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status === 0) return undefined;
  return 'The peers could not be installed; the registry of npm cannot be reached, it seems. The bench without --peers needs no network.';
}

/** Runs them in turn with the product, whose customers per CPU second `ours` tells for a workload. */
export function measurePeers(
  rounds: number,
  ours: (workload: string) => number,
): { readonly peers: Readonly<Record<string, PeerFigures>>; readonly bars: Partial<Record<BarName, Judged>> } {
  const peers: Record<string, PeerFigures> = {};
  const bars: Partial<Record<BarName, Judged>> = {};
  for (const name of MODELS) {
    const { expected } = workload(name);
    const own: number[] = [];
    const theirs = PEERS.map((): Measured[] => []);
    for (let round = 1; round <= rounds; round++) {
      own.push(ours(name));
      PEERS.forEach((peer, i) => void theirs[i]!.push(runPeer(peer.name, name, peer.customers, round)));
    }
    PEERS.forEach((peer, i) => {
      const runs = theirs[i]!;
      const ratio = median(runs.map((run, k) => own[k]! / customersPerCpuSecond(run)));
      const meanMs = runs.reduce((sum, run) => sum + run.meanMs, 0) / runs.length;
      peers[`${peer.name} ${name}`] = {
        version: peer.version,
        customersPerCpuSecond: Math.round(median(runs.map(customersPerCpuSecond))),
        ratio: Number(ratio.toFixed(2)),
        meanMs: Number(meanMs.toFixed(3)),
        sameAnswer: expected === undefined || agrees(expected, meanMs, peer.customers * runs.length),
        pairs: runs.length,
      };
      if (peer.name === 'simjs') bars[`simjs ${name}`] = judge(`simjs ${name}`, ratio);
    });
  }
  return { peers, bars };
}

function runPeer(peer: string, model: string, customers: number, seed: number): Measured {
  const words = [join(FOLDER, `${peer}.mjs`), model.toLowerCase(), String(customers), String(seed)];
  const { status, stdout } = spawnSync(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`${peer} broke on ${model}.`);
  return JSON.parse(stdout) as Measured;
}
