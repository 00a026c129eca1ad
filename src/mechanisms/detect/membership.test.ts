/** Who takes whom for dead: membership alone on a tiny network, messages 1 ms each way, a sign of life every 10 ms. */
import { describe, expect, it } from 'vitest';
import { type Distribution, Sampler } from '../../std/distribution.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { MESH_EVENTS, Mesh } from '../replicate/mesh.ts';
import { TinyNetwork } from '../replicate/tiny-network.ts';
import { Membership, type MembershipSettings } from './membership.ts';

interface Scene extends Partial<MembershipSettings> {
  readonly count?: number;
  readonly delay?: Distribution;
  readonly loss?: number;
  readonly seed?: number;
}

class Group extends TinyNetwork {
  readonly members: Membership;
  readonly mesh: Mesh;
  readonly count: number;

  constructor({ count = 4, delay = { type: 'constant', value: 0 }, loss = 0, seed = 1, ...more }: Scene = {}) {
    super(count, () => 1, seed);
    this.count = count;
    const settings = { delay: new Sampler(delay, NS_PER_MS), loss };
    this.mesh = new Mesh(this.site, count, 0, settings, { received: (message) => this.members.hear(message) });
    const how: MembershipSettings = { spread: 'heartbeat', rule: 'timeout', timeout: 35e6, phi: 8, interval: 10e6, ...more };
    this.members = new Membership(this.site, count, this.mesh, MESH_EVENTS, how, (by, i) => this.log.push(`${by + 1} trusts ${i + 1}`));
    this.begin({
      start: () => this.members.start(),
      begin: () => undefined,
      wake: (what, a) => (what < MESH_EVENTS ? this.mesh.event(what, a) : this.members.round(a)),
      crash: (i) => this.mesh.crash(i),
      restart: (i) => this.members.restart(i),
      turned: () => {
        this.members.turned();
        this.mesh.turned();
      },
    });
  }

  /** Who suspects whom. */
  suspicions(): string[] {
    const all = Array.from({ length: this.count }, (_, i) => i);
    return all.flatMap((by) => all.filter((i) => this.members.suspects(by, i)).map((i) => `${by + 1}:${i + 1}`));
  }
}

describe('heartbeats to all', () => {
  it('leave nobody suspected who is heard', () => {
    const group = new Group();
    group.run(2000);
    expect([group.suspicions(), group.members.falseAlarms]).toEqual([[], 0]);
  });

  it('let everybody find out about a crash after the time-out, at the next look', () => {
    const group = new Group().crash(500, 3);
    group.run(525);
    expect(group.suspicions()).toEqual([]);
    group.run(548);
    expect(group.suspicions()).toEqual(['1:3', '2:3', '4:3']);
    const { detections, detectionSum, falseAlarms } = group.members;
    expect([detections, falseAlarms]).toEqual([3, 0]);
    expect(detectionSum / detections / NS_PER_MS).toBeGreaterThan(25);
    expect(detectionSum / detections / NS_PER_MS).toBeLessThan(47);
  });

  it('let whoever comes back be trusted with its first sign of life', () => {
    const group = new Group().crash(500, 3).restart(800, 3);
    group.run(815);
    expect([group.suspicions(), group.log.sort()]).toEqual([[], ['1 trusts 3', '2 trusts 3', '4 trusts 3']]);
  });

  it('give an alarm about one that only paused, which was false', () => {
    const group = new Group().hang(500, 2).hang(570, 2, 0);
    group.run(560);
    expect([group.suspicions(), group.members.falseAlarms, group.members.detections]).toEqual([['1:2', '3:2', '4:2'], 3, 0]);
    group.run(700);
    expect(group.suspicions()).toEqual([]);
  });

  it('make the two sides of a cut suspect each other', () => {
    const group = new Group().cut(500, 1, 2);
    group.run(600);
    expect(group.suspicions()).toEqual(['1:3', '1:4', '2:3', '2:4', '3:1', '3:2', '4:1', '4:2']);
    expect(group.members.falseAlarms).toBe(0);
  });
});

describe('gossip', () => {
  const scene = { spread: 'gossip', count: 8, timeout: 150e6 } as const;

  it('carries signs of life through others, with far fewer messages', () => {
    const [gossip, beats] = [new Group(scene), new Group({ ...scene, spread: 'heartbeat' })];
    gossip.run(2000);
    beats.run(2000);
    expect([gossip.suspicions(), gossip.members.falseAlarms]).toEqual([[], 0]);
    expect(gossip.mesh.sent).toBeLessThan(0.4 * beats.mesh.sent);
  });

  it('lets everybody find out, later than heartbeats do', () => {
    const mean = (spread: 'gossip' | 'heartbeat') => {
      const group = new Group({ ...scene, spread }).crash(500, 3);
      group.run(1200);
      expect(group.suspicions()).toHaveLength(7);
      return group.members.detectionSum / group.members.detections;
    };
    expect(mean('gossip')).toBeGreaterThan(mean('heartbeat'));
  });

  it('brings both sides of a cut together again', () => {
    const group = new Group(scene).cut(500, 1, 2, 3).heal(1500);
    group.run(1400);
    expect(group.suspicions()).toHaveLength(30);
    group.run(3000);
    expect(group.suspicions()).toEqual([]);
  });
});

describe('the choice between quick and sure', () => {
  /** Signs of life late by 15 ms on average and lost now and then; one crash at the end. */
  function tried(more: Scene): { readonly falseAlarms: number; readonly detectionMs: number } {
    const group = new Group({ count: 5, delay: { type: 'exponential', mean: 15 }, loss: 0.02, ...more }).crash(20_000, 2);
    group.run(19_999);
    const { falseAlarms } = group.members;
    group.run(22_000);
    return { falseAlarms, detectionMs: group.members.detectionSum / Math.max(1, group.members.detections) / NS_PER_MS };
  }

  it('is a matter of the time-out: longer means fewer false alarms and later true ones', () => {
    const found = [16, 22, 30, 60].map((ms) => tried({ timeout: ms * 1e6 }));
    for (let i = 1; i < found.length; i++) {
      expect(found[i]!.falseAlarms).toBeLessThan(found[i - 1]!.falseAlarms);
      expect(found[i]!.detectionMs).toBeGreaterThan(found[i - 1]!.detectionMs);
    }
    expect(found.at(-1)!.falseAlarms).toBe(0);
  });

  it('is a matter of phi likewise', () => {
    const found = [1, 2, 5, 12].map((phi) => tried({ rule: 'phi', phi }));
    for (let i = 1; i < found.length; i++) {
      expect(found[i]!.falseAlarms).toBeLessThan(found[i - 1]!.falseAlarms);
      expect(found[i]!.detectionMs).toBeGreaterThan(found[i - 1]!.detectionMs);
    }
  });

  it('is made anew by phi when the network changes: the time-out that was right is not any more', () => {
    const worse = (more: Scene) => {
      const group = new Group({ count: 5, ...more });
      group.run(5000);
      group.members.forgetCounts();
      group.mesh.settings = { delay: new Sampler({ type: 'exponential', mean: 20 }, NS_PER_MS), loss: 0.02 };
      group.run(10_000);
      group.members.forgetCounts();
      group.run(20_000);
      return group.members.falseAlarms;
    };
    expect(worse({ rule: 'phi', phi: 8 })).toBeLessThan(0.2 * worse({ rule: 'timeout', timeout: 35e6 }));
  });
});
