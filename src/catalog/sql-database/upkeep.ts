/**
 * What a database does besides serving: backups and refreshes of its materialised view. Both are made from the leader's data as it was
 * when they began, are in force when they end, and make the leader's other work slower meanwhile.
 */
import { CLASS, KEY } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import type { PrimaryBackup } from '../../mechanisms/replicate/primary-backup.ts';
import { nanosFromMillis } from '../../std/units.ts';
import { BACKUP_BEGINS, BACKUP_ENDS, VIEW_BEGINS, VIEW_ENDS } from './events.ts';
import type { SqlValues } from './parameters.ts';

interface Making {
  readonly number: number;
  readonly i: number;
  readonly versions: Int32Array;
}

export class Upkeep {
  backups = 0;
  readonly #c: StationContext;
  readonly #data: PrimaryBackup;
  #values: SqlValues;
  #backup: Int32Array | undefined;
  /** When the last backup began, ns. */
  #backedUpAt = Number.NaN;
  #view: Int32Array = new Int32Array(0);
  #viewOf: Uint8Array;
  #backing: Making | undefined;
  #viewing: Making | undefined;
  #backupWaits = false;
  #viewWaits = false;
  #startedAt = 0;
  /** Counts what was begun: the end of an earlier one is void. */
  #number = 0;

  constructor(context: StationContext, data: PrimaryBackup, values: SqlValues) {
    this.#c = context;
    this.#data = data;
    this.#values = values;
    this.#viewOf = viewOf(context, values);
    this.#schedule();
  }

  configure(values: SqlValues): void {
    this.#values = values;
    this.#viewOf = viewOf(this.#c, values);
    this.#schedule();
  }

  /** The last backup that is complete. */
  get backup(): Int32Array | undefined {
    return this.#backup;
  }

  /** How old the state in the last backup is, ns; NaN without one. */
  backupAge(): number {
    return this.#c.sim.now - this.#backedUpAt;
  }

  /** Whether a call is answered from the view. */
  views(row: number): boolean {
    return this.#values.viewEvery > 0 && this.#viewOf[this.#c.sim.requests.ints[row + CLASS]!] === 1;
  }

  /** The version that the view has of a call's key. */
  viewed(row: number): number {
    const key = this.#c.sim.requests.ints[row + KEY]!;
    return key < this.#view.length ? this.#view[key]! : 0;
  }

  /** Times that work at an instance takes longer now. */
  burden(i: number): number {
    let factor = 1;
    if (this.#backing?.i === i) factor += this.#values.backupLoad;
    if (this.#viewing?.i === i) factor += this.#values.viewLoad;
    return factor;
  }

  wake(what: number, a: number): void {
    if (what === BACKUP_BEGINS) {
      this.#backupWaits = false;
      this.#startedAt = this.#c.sim.now;
      this.#backing = this.#begin(this.#values.backupEvery, this.#values.backupTime, BACKUP_ENDS);
    } else if (what === VIEW_BEGINS) {
      this.#viewWaits = false;
      this.#viewing = this.#begin(this.#values.viewEvery, this.#values.viewTime, VIEW_ENDS);
    } else if (what === BACKUP_ENDS) {
      if (this.#backing?.number === a) {
        this.#backup = this.#backing.versions;
        this.#backedUpAt = this.#startedAt;
        this.backups++;
        this.#backing = undefined;
      }
    } else {
      if (this.#viewing?.number !== a) return;
      this.#view = this.#viewing.versions;
      this.#viewing = undefined;
    }
    this.#schedule();
  }

  /** An instance went down: what it was at comes to nothing. */
  crash(i: number): void {
    if (this.#backing?.i === i) this.#backing = undefined;
    if (this.#viewing?.i === i) this.#viewing = undefined;
    this.#schedule();
  }

  #begin(every: number, takes: number, ends: number): Making | undefined {
    const { leader } = this.#data;
    if (every === 0 || leader < 0 || !this.#data.serves(leader)) return undefined;
    const number = ++this.#number;
    this.#c.sim.wake(this.#c.node, nanosFromMillis(takes), ends, number);
    return { number, i: leader, versions: this.#data.snapshot(leader) };
  }

  #schedule(): void {
    const { backupEvery, viewEvery } = this.#values;
    if (backupEvery > 0 && !this.#backupWaits && this.#backing === undefined) {
      this.#backupWaits = true;
      this.#c.sim.wake(this.#c.node, nanosFromMillis(backupEvery), BACKUP_BEGINS, 0);
    }
    if (viewEvery > 0 && !this.#viewWaits && this.#viewing === undefined) {
      this.#viewWaits = true;
      this.#c.sim.wake(this.#c.node, nanosFromMillis(viewEvery), VIEW_BEGINS, 0);
    }
  }
}

function viewOf({ classes }: StationContext, values: SqlValues): Uint8Array {
  return Uint8Array.from(classes, ({ id, write }) => (!write && values.viewClasses.includes(id) ? 1 : 0));
}
