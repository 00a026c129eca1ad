/** Random trials of a Raft group: settings, faults and clients drawn from a seed. For tests. */
import { Stream } from '../../../std/random.ts';
import { PLAIN, type RaftSettings } from './protocol.ts';
import { KEYS, Trial } from './trial.ts';

const MS = 1e6;
/** Trouble lasts so long; then all heals, and the group has so long to agree. ms. */
const TROUBLE = 6000;
const CALM = 5000;

/** What differs from what Raft asks for. */
export interface Weakness {
  readonly settings?: Partial<RaftSettings>;
  /** A leader's clock may be set back by so many ns. */
  readonly skew?: number;
  /** Reads are answered by any member from its own state. */
  readonly anywhere?: boolean;
}

/** Plays the trial of this seed to its end. */
export function trialOf(seed: number, weakness: Weakness = {}): Trial {
  const dice = new Stream(seed, 'raft-trial');
  const members = [3, 5, 7][dice.below(3)]!;
  const trial = new Trial(
    members,
    { ...settingsFor(dice), ...weakness.settings },
    new Stream(seed, 'network'),
    new Stream(seed, 'elections'),
  );
  const { world } = trial;
  world.least = Math.floor((0.2 + 10 * dice.uniform() * dice.uniform()) * MS);
  world.jitter = dice.chance(0.5) ? Math.floor(dice.uniform() * 60 * MS) : 0;
  for (let ms = 0; ms < TROUBLE; ms += 100 + dice.below(600)) world.at(ms * MS, () => trouble(trial, dice, weakness));
  for (let ms = 0; ms < TROUBLE; ms += 1 + dice.below(60)) world.at(ms * MS, () => ask(trial, dice, weakness));
  for (let ms = 1000; ms <= TROUBLE; ms += 1000) {
    world.run(ms * MS);
    trial.compareLogs();
  }
  heal(trial);
  world.run((TROUBLE + CALM) * MS);
  trial.compareLogs();
  if (!finish(trial, dice)) trial.broken.push('in the end nothing could be written');
  if (new Set(trial.states()).size > 1) trial.broken.push('in the end members differ');
  if (trial.staleReads > 0) trial.broken.push(`linearizability: ${trial.staleReads} stale reads`);
  return trial;
}

function settingsFor(dice: Stream): RaftSettings {
  const disk = dice.chance(0.6) ? Math.floor(dice.uniform() * 15 * MS) : 0;
  const least = 150 * MS;
  return {
    ...PLAIN,
    heartbeat: (20 + dice.below(30)) * MS,
    least,
    most: 300 * MS,
    batch: dice.chance(0.5) ? 1 + dice.below(4) : Number.POSITIVE_INFINITY,
    window: dice.chance(0.5) ? 1 + dice.below(3) : Number.POSITIVE_INFINITY,
    preVote: dice.chance(0.5),
    stepsDown: dice.chance(0.5),
    lease: dice.chance(0.4) ? least : 0,
    diskTime: () => disk,
    snapshotEvery: dice.chance(0.5) ? 5 + dice.below(20) : 0,
    kept: dice.below(10),
    transfer: dice.below(100) * MS,
  };
}

/** A client asks whoever leads, or somebody who may think that it does. */
function ask(trial: Trial, dice: Stream, weakness: Weakness): void {
  const key = dice.below(KEYS);
  const guess = dice.below(trial.raft.members.length);
  const leader = trial.raft.leader();
  const member = dice.chance(0.4) && leader >= 0 ? leader : guess;
  if (dice.chance(0.5)) trial.write(member, key);
  else if (weakness.anywhere === true) trial.readHere(guess, key);
  else trial.read(member, key);
}

function trouble(trial: Trial, dice: Stream, weakness: Weakness): void {
  const { world, raft } = trial;
  const members = raft.members.length;
  const one = dice.below(members);
  switch (dice.below(weakness.skew === undefined ? 9 : 10)) {
    case 0:
      trial.crash(one);
      break;
    case 1:
      for (let i = 0; i < members; i++) if (dice.chance(0.5)) trial.crash(i);
      break;
    case 2:
      if (raft.leader() >= 0) trial.crash(raft.leader());
      break;
    case 3:
      world.oneWay = dice.chance(0.3);
      world.side = world.side.map(() => dice.below(2));
      break;
    case 4:
      // The leader alone, or with one other, cut off from the rest.
      world.oneWay = false;
      world.side = world.side.map((_, i) => (i === raft.leader() || (members > 3 && i === one) ? 1 : 0));
      break;
    case 5:
      world.hung[one] = !world.hung[one];
      break;
    case 6:
      world.loss = dice.uniform() * 0.4;
      break;
    case 7:
    case 8:
      heal(trial);
      break;
    default:
      // The clock of the leader is set back, and it is cut off.
      world.skew[Math.max(0, raft.leader())] = -(weakness.skew ?? 0);
      world.oneWay = false;
      world.side = world.side.map((_, i) => (i === raft.leader() ? 1 : 0));
  }
}

function heal(trial: Trial): void {
  const { world } = trial;
  world.side.fill(0);
  world.oneWay = false;
  world.hung.fill(false);
  world.skew.fill(0);
  world.loss = 0;
  for (let i = 0; i < world.down.length; i++) trial.restart(i);
}

/** Once all is well a write is answered, and soon everybody holds it. */
function finish(trial: Trial, dice: Stream): boolean {
  const before = trial.writes;
  const { world, raft } = trial;
  for (let tries = 0; tries < 20 && trial.writes === before; tries++) {
    if (raft.leader() >= 0) trial.write(raft.leader(), dice.below(KEYS));
    world.run(world.time + 500 * MS);
  }
  world.run(world.time + 2000 * MS);
  return trial.writes > before;
}
