/**
 * What a log promises, under random schedules of faults: what all copies in sync have confirmed is never lost as long as no election is
 * unclean, and weaker settings lose records under the very same schedules. Each run is judged from outside: the numbers of the calls
 * that were told "safe" are looked for in the leaders' logs once everything has healed. LOG_SCHEDULES says how many, LOG_SEED which.
 */
import { describe, expect, it } from 'vitest';
import { LogStation } from '../catalog/log/station.ts';
import type { Design, FaultEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import type { ParamBag } from '../std/parameter.ts';
import { Stream } from '../std/random.ts';
import { cls, constant, delayed, fault } from './story.ts';

const COUNT = Number(process.env['LOG_SCHEDULES'] ?? 100);
const SEED = Number(process.env['LOG_SEED'] ?? 20261129);
const STOP_MS = 3000;
const END_MS = 6000;
const ZONES = ['a', 'b', 'c'];

/** A schedule of faults: crashes of processes and machines, hangs, cuts between zones, killed leaders, slow brokers, several at a time. */
function scheduleOf(seed: number): FaultEntry[] {
  const luck = new Stream(seed, 'schedule');
  const zone = () => `zone:${ZONES[luck.below(3)]}`;
  return Array.from({ length: 2 + luck.below(5) }, (_, i): FaultEntry => {
    const at = luck.below(STOP_MS);
    const duration = 50 + luck.below(1200);
    const broker = `log/${1 + luck.below(3)}`;
    const kinds = [
      () => fault('crash', broker, at, duration),
      () => fault('crash', broker, at, duration, { how: 'machine' }),
      () => fault('hang', broker, at, duration),
      () => fault('partition', zone(), at, duration),
      () => fault('zone-loss', zone(), at, duration),
      () => fault('kill-leader', 'log', at, duration),
      () => fault('slow', broker, at, duration, { factor: 200 }),
    ];
    return { ...kinds[luck.below(kinds.length)]!(), id: `f${i}` };
  });
}

function designOf(seed: number, params: ParamBag, retries: number): Design {
  const luck = new Stream(seed, 'design');
  const common = {
    partitions: 1 + luck.below(3),
    batchTime: constant(0.5 + luck.below(4)),
    linger: luck.below(2) * 5,
    brokerSession: 100 + luck.below(300),
    replicaLag: 100 + luck.below(300),
    keepBytes: 0,
    keepTime: 0,
    ...params,
  };
  const log = { ...node('log', 'log', common), zones: ZONES };
  const users = { ...node('users', 'client', { rate: 150, keys: 20 }), zones: ['a', 'b', 'c'] };
  const policy = { delay: 'placement', timeout: 400, retries, backoff: 20 };
  const base = design(
    [users, log, node('app', 'service', { instances: 2 })],
    [link('users', 'log', policy), link('log', 'app', delayed(1))],
    END_MS / 1000,
  );
  const timeline = [...scheduleOf(seed), { ...fault('traffic-spike', 'users', STOP_MS, 100_000, { factor: 0 }), id: 'stop' }];
  return { ...base, classes: [cls('put', { write: true, bytesUp: 300 })], scenario: { ...base.scenario, seed, timeline } };
}

interface Found {
  readonly confirmed: number;
  /** Records said to be safe that no leader has in the end; and how many the log itself says are lost. */
  readonly missing: number;
  readonly counted: number;
  readonly elections: number;
  readonly halted: string | undefined;
}

function judge(seed: number, params: ParamBag, retries: number): Found {
  const session = new Session(designOf(seed, params, retries));
  const station = session.compiled.sim.stations.find((one) => one instanceof LogStation);
  if (station === undefined) throw new Error('no log');
  const { cluster } = station;
  const confirmed = new Set<number>();
  const settled = station.settled.bind(station);
  station.settled = (record, reason) => {
    if (reason === 0) confirmed.add(cluster.records.number[record]!);
    settled(record, reason);
  };
  const unwritten = cluster.confirmUnwritten.bind(cluster);
  cluster.confirmUnwritten = (record) => {
    confirmed.add(cluster.records.number[record]!);
    unwritten(record);
  };
  session.advance(session.end);
  const kept = new Set<number>();
  for (const partition of cluster.partitions) {
    const copy = partition.copies[cluster.controllers.lastLeader(partition.index)]!;
    for (let offset = copy.base; offset < copy.end; offset++) kept.add(cluster.records.number[copy.at(offset)]!);
  }
  return {
    confirmed: confirmed.size,
    missing: [...confirmed].filter((number) => !kept.has(number)).length,
    counted: cluster.lost,
    elections: cluster.controllers.elections,
    halted: session.compiled.sim.halted,
  };
}

const seeds = Array.from({ length: COUNT }, (_, i) => SEED + i);

describe('a log under random faults', () => {
  it('never loses a record that all copies in sync have confirmed, without unclean elections', () => {
    let elections = 0;
    let confirmed = 0;
    for (const seed of seeds) {
      const found = judge(seed, { acks: 'all', minInSync: 2 }, seed % 3);
      expect([seed, found.missing, found.counted, found.halted]).toEqual([seed, 0, 0, undefined]);
      elections += found.elections;
      confirmed += found.confirmed;
    }
    console.info(`acks all, 2 in sync: ${COUNT} schedules from ${SEED}, ${confirmed} records confirmed, ${elections} elections, none lost`);
    // The schedules do strike: leaders change, and most records are confirmed in spite of them.
    expect(elections).toBeGreaterThan(COUNT);
    expect(confirmed).toBeGreaterThan(COUNT * 150);
  }, 600_000);

  it.each([
    ['acks by the leader alone', { acks: 'leader' }],
    ['acks by nobody', { acks: 'none' }],
    ['unclean elections', { acks: 'all', minInSync: 1, unclean: true }],
  ] as const)(
    'loses records with %s under the same schedules, and counts each of them',
    (name, params) => {
      let lost = 0;
      let runs = 0;
      for (const seed of seeds.slice(0, Math.max(100, COUNT / 20))) {
        // Without retries each call is one record, so that calls missing are records lost.
        const found = judge(seed, params, 0);
        expect([seed, found.counted], name).toEqual([seed, found.missing]);
        lost += found.missing;
        runs += found.missing > 0 ? 1 : 0;
      }
      console.info(`${name}: ${lost} records lost in ${runs} runs`);
      expect(lost).toBeGreaterThan(10);
    },
    600_000,
  );
});
