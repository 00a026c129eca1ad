// Raft under cuts and crashes: never two leaders in a term, never an entry lost that was committed, and a leader soon after.
import { describe, expect, it } from 'vitest';
import { History } from '../../engine/history.ts';
import { DOWN_REFUSING, UP } from '../../engine/knobs.ts';
import { Sim } from '../../engine/sim.ts';
import { Stream } from '../../std/random.ts';
import { Raft } from './raft.ts';

const MEMBERS = 5;

/** Five members, 1 ms apart, whose station is Raft and nothing else. */
function group(seed: number) {
  const sim = new Sim(
    {
      seed,
      nodes: 1,
      links: 0,
      classes: 1,
      bytesUp: new Float64Array(1),
      bytesDown: new Float64Array(1),
      nodeOf: new Int32Array(MEMBERS),
      zoneOf: new Int32Array(MEMBERS),
      zoneDelay: Float64Array.of(1e6),
      zones: 1,
      streamNames: ['node-raft'],
    },
    new History(0),
  );
  const committed: number[] = [];
  const settings = { heartbeat: 20e6, least: 150e6, most: 300e6 };
  const raft = new Raft(sim, { node: 0, firstInstance: 0, instances: MEMBERS }, settings, new Stream(seed, 'elections'), 0, {
    committed: (index) => committed.push(index),
    deposed: () => undefined,
  });
  sim.stations.push({
    start: () => raft.start(),
    arrive: () => undefined,
    answered: () => undefined,
    wake: (what, a) => raft.event(what, a),
    crash: (i) => raft.crash(i),
    restart: (i) => raft.restart(i),
  });
  sim.start();
  return { sim, raft, committed };
}

describe('raft', () => {
  it('never has two leaders in a term and commits entries once and in order, whatever is cut or dies', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { sim, raft, committed } = group(seed);
      const dice = new Stream(seed, 'trouble');
      const ledBy = new Map<number, number>();
      for (let ms = 5; ms < 20_000; ms += 5) {
        sim.run(ms * 1e6, 1e9);
        sim.now = ms * 1e6;
        for (let i = 0; i < MEMBERS; i++) {
          if (!raft.leads(i)) continue;
          const term = raft.termOf(i);
          expect(ledBy.get(term) ?? i, `term ${term}, seed ${seed}`).toBe(i);
          ledBy.set(term, i);
        }
        if (ms % 500 === 0) trouble(sim, dice);
        const leader = raft.leader();
        if (leader >= 0 && ms % 50 === 0) raft.propose(leader);
      }
      expect(ledBy.size).toBeGreaterThan(3);
      expect(committed.length).toBeGreaterThan(50);
      expect(committed).toEqual(committed.map((_, k) => k + 1));
    }
  });

  it('keeps one timer a member, however many heartbeats put it off', () => {
    const { sim } = group(1);
    let most = 0;
    for (let ms = 1000; ms < 5000; ms += 7) {
      sim.run(ms * 1e6, 1e9);
      sim.now = ms * 1e6;
      most = Math.max(most, sim.queue.size);
    }
    // One or two at each, and the heartbeats under way. One for each heartbeat that came within a patience would be ten at each follower.
    expect(most).toBeLessThanOrEqual(4 * MEMBERS);
  });

  it('has a leader again within a few of its patiences', () => {
    const gaps: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const { sim, raft } = group(seed);
      sim.run(2000e6, 1e9);
      sim.now = 2000e6;
      const old = raft.leader();
      sim.knobs.down[old] = DOWN_REFUSING;
      sim.crash(old);
      let ms = 2000;
      while (raft.leader() < 0 && ms < 10_000) {
        ms++;
        sim.run(ms * 1e6, 1e9);
        sim.now = ms * 1e6;
      }
      gaps.push(ms - 2000);
    }
    expect(Math.max(...gaps)).toBeLessThan(1500);
    expect(Math.min(...gaps)).toBeGreaterThan(100);
  });
});

/** Cuts the members in two at random, or lets one die, or heals all. */
function trouble(sim: Sim, dice: Stream): void {
  const what = dice.below(3);
  sim.knobs.cuts.length = 0;
  if (what === 0) sim.knobs.cuts.push(Uint8Array.from({ length: MEMBERS }, () => 1 + dice.below(2)));
  for (let i = 0; i < MEMBERS; i++) {
    const down = what === 1 && dice.below(3) === 0;
    if (down && sim.knobs.down[i] === UP) {
      sim.knobs.down[i] = DOWN_REFUSING;
      sim.crash(i);
    } else if (!down && sim.knobs.down[i] !== UP) {
      sim.knobs.down[i] = UP;
      sim.restart(i);
    }
  }
}
