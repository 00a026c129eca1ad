/**
 * What lies under a database's queries: pages of rows, those used lately in memory (the buffer pool), all of them on the disks of
 * each instance. A read of a page that is not in memory takes the disk; so does every write, for its log.
 */
import { INSTANCE, KEY, WRITE } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { CacheMemory } from '../../mechanisms/cache/memory.ts';
import { type ArraySettings, DiskArrays } from '../../mechanisms/store/disk-array.ts';
import { disksOf, type Level } from '../../mechanisms/store/raid.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import { DISK_DONE, DISK_REBUILT } from './events.ts';
import type { SqlValues } from './parameters.ts';

export class Storage {
  readonly disks: DiskArrays;
  readonly #c: StationContext;
  readonly #pools: readonly CacheMemory[];
  /** Pages looked for, and found in memory. */
  #looked = 0;
  #found = 0;
  #since = 0;
  #values: SqlValues;

  constructor(context: StationContext, values: SqlValues, finished: (row: number) => void) {
    const { sim, node } = context;
    this.#c = context;
    this.#values = values;
    const name = sim.shape.streamNames[node]!;
    const luck = { times: new Stream(sim.shape.seed, `${name}/disk`), which: new Stream(sim.shape.seed, `${name}/disk-failure`) };
    this.disks = new DiskArrays(sim, context, arrayOf(values), { done: DISK_DONE, rebuilt: DISK_REBUILT }, luck, finished);
    this.#pools = Array.from({ length: context.instances }, () => new CacheMemory(values.poolPages, 'lru'));
  }

  configure(values: SqlValues): void {
    this.#values = values;
    this.disks.settings = arrayOf(values);
  }

  /** Whether a call has to wait for the disk; then it is on its way there. */
  wants(row: number): boolean {
    const r = this.#c.sim.requests;
    const instance = r.ints[row + INSTANCE]!;
    const page = Math.floor(r.ints[row + KEY]! / this.#values.pageRows);
    const pool = this.#pools[instance - this.#c.firstInstance]!;
    const here = pool.look(page, this.#c.sim.now) >= 0;
    this.#looked++;
    if (here) this.#found++;
    else pool.fill(page, 0, Number.POSITIVE_INFINITY);
    const write = r.has(row, WRITE);
    if (here && !write) return false;
    this.disks.add(row, instance, page, write);
    return true;
  }

  /** An instance went down: its memory is empty, its disks are not. */
  crash(instance: number): void {
    this.#pools[instance - this.#c.firstInstance]!.clear();
    this.disks.clear(instance);
  }

  forgetCounts(): void {
    this.#looked = 0;
    this.#found = 0;
    this.#since = this.#c.sim.now;
    this.disks.forgetCounts();
  }

  /** Share of pages found in memory, of the disks' time that is taken, disks that are lost or being rebuilt. */
  figures(out: Float64Array, at: number): void {
    out[at] = this.#found / this.#looked;
    out[at + 1] = this.#c.sim.now > this.#since ? Math.min(1, this.disks.utilisation(this.#since)) : Number.NaN;
    out[at + 2] = this.disks.degraded();
  }
}

function arrayOf(values: SqlValues): ArraySettings {
  const level = values.raid as Level;
  return {
    level,
    disks: disksOf(level, values.disks),
    time: new Sampler(values.diskTime, NS_PER_MS),
    rebuild: nanosFromMillis(values.rebuildTime),
    rebuildShare: values.rebuildShare,
  };
}
