/**
 * Random schedules for a quorum store: random sizes, times and settings, random calls, and crashes, cuts, pauses and losses among them;
 * in the end everything heals. All of it follows from the seed. For tests only.
 */
import type { Stream } from '../../../std/random.ts';
import { NS_PER_MS } from '../../../std/units.ts';
import { type Scene, Stage } from './stage.ts';

const KEYS = 'abc';
/** ms: calls and faults come until here; everything has healed; and all is quiet. */
const LOADED = 1500;
const HEALED = 1600;
const QUIET = 3200;

/** Signs of life to all, suspected after 70 ms. */
export const SIGNS = { spread: 'heartbeat', rule: 'timeout', timeout: 70e6, phi: 8, interval: 20e6 } as const;

interface Drawn {
  readonly scene: Scene;
  readonly instances: number;
  readonly copies: number;
  readonly r: number;
  readonly w: number;
}

/** A store whose R and W meet (or, with `meets` false, do not), as the rest of `more` says. */
export function drawScene(chance: Stream, meets: boolean, more: Partial<Scene>): Drawn {
  const copies = meets ? 1 + chance.below(5) : 2 + chance.below(4);
  const instances = copies + chance.below(3);
  const w = 1 + chance.below(meets ? copies : copies - 1);
  const r = meets ? copies - w + 1 + chance.below(w) : 1 + chance.below(copies - w);
  const exponential = (mean: number) => ({ type: 'exponential', mean }) as const;
  const scene: Scene = {
    instances,
    copies,
    r,
    w,
    apart: (a, b) => 1 + ((a * 7 + b * 7) % 5),
    read: exponential(2),
    write: exponential(3),
    delay: exponential(1 + chance.below(8)),
    loss: chance.below(3) * 0.05,
    handoff: chance.chance(0.5),
    readFrom: chance.chance(0.5) ? 'random' : 'nearest',
    readRepair: (['none', 'async', 'sync'] as const)[chance.below(3)]!,
    repairChance: chance.chance(0.3) ? 0.3 : 0,
    writeTo: chance.chance(0.3) ? 'needed' : 'all',
    speculate: chance.chance(0.3) ? 8 * NS_PER_MS : 0,
    timeout: 60 * NS_PER_MS,
    more: { antiEntropy: { every: 150 * NS_PER_MS, ranges: 4, perKey: 0 }, members: SIGNS },
    ...more,
  };
  return { scene, instances, copies, r: scene.r ?? r, w: scene.w ?? w };
}

/** Runs such a store through random calls and faults until all is quiet again. */
export function play({ scene, instances }: Drawn, chance: Stream, seed: number): Stage {
  const stage = new Stage({ ...scene, seed });
  for (let n = 0; n < 150; n++) {
    const at = chance.uniform() * LOADED;
    const key = KEYS[chance.below(KEYS.length)]!;
    const by = 1 + chance.below(instances);
    if (chance.chance(0.4)) stage.write(at, key, by, chance.below(4));
    else stage.read(at, key, by, chance.below(4));
  }
  for (let n = 0; n < 3; n++) {
    const [from, instance] = [chance.uniform() * LOADED, 1 + chance.below(instances)];
    const to = Math.min(HEALED, from + 20 + chance.uniform() * 300);
    if (chance.chance(0.5)) stage.crash(from, instance).restart(to, instance);
    else stage.hang(from, instance).hang(to, instance, 0);
  }
  const from = chance.uniform() * LOADED;
  const side = Array.from({ length: instances }, (_, i) => i + 1).filter(() => chance.chance(0.5));
  stage.cut(from, ...side).heal(Math.min(HEALED, from + 50 + chance.uniform() * 600));
  for (let i = 1; i <= instances; i++) stage.restart(HEALED, i).hang(HEALED, i, 0);
  stage.run(QUIET);
  return stage;
}

/** How often a read that began after another had ended returned less than that one. */
export function inversions(stage: Stage): number {
  let count = 0;
  for (const key of [0, 1, 2]) {
    const reads = stage.told.filter((one) => !one.write && one.key === key && one.version >= 0);
    for (const later of reads) if (reads.some((one) => one.ended < later.began && one.version > later.version)) count++;
  }
  return count;
}

/** Keys whose copies do not hold the same. */
export function diverging(stage: Stage): number {
  const { ring, holdings } = stage.quorum.parts;
  const copies = new Int32Array(ring.total);
  let count = 0;
  for (const key of [0, 1, 2]) {
    ring.find(key, copies);
    const held = [...copies].map((i) => JSON.stringify([holdings.get(i, key).version, holdings.get(i, key).dots]));
    if (new Set(held).size > 1) count++;
  }
  return count;
}
