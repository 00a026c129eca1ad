/**
 * Who a user is, and what they may do: which credentials are genuine, which pairs of user and class are allowed, and which users
 * a copy of the gateway remembers from before. Both are fixed properties of a user, found by hashing, so no luck is drawn.
 */
import { CLASS, INSTANCE } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { SessionTable } from '../../mechanisms/balance/session-table.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import { mix32 } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { Values } from './settings.ts';

/** Keep these uses of a user's number apart from others (chosen). */
const GENUINE_SALT = 0x401;
const ALLOWED_SALT = 0x403;
const TWO_32 = 4_294_967_296;

export class Access {
  /** Requests turned away since the counts were forgotten. */
  refused = 0;
  readonly #c: StationContext;
  readonly #sources: Sources;
  readonly #memory: (SessionTable | undefined)[];
  #values: Values;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
    this.#sources = new Sources(context);
    this.#memory = new Array<undefined>(context.instances).fill(undefined);
  }

  isGenuine(row: number): boolean {
    const share = this.#values.invalidShare;
    return share === 0 || mix32(this.#sources.of(row), GENUINE_SALT) / TWO_32 >= share;
  }

  allows(row: number): boolean {
    const share = this.#values.forbiddenShare;
    if (share === 0) return true;
    const cls = this.#c.sim.requests.ints[row + CLASS]!;
    return mix32(mix32(this.#sources.of(row), ALLOWED_SALT) | 0, cls) / TWO_32 >= share;
  }

  /** Whether this copy asked about the user a short while ago. */
  remembers(row: number): boolean {
    if (this.#values.authTtl === 0) return false;
    const { sim } = this.#c;
    const known = this.#memory[this.#copy(row)]?.get(this.#sources.of(row), sim.now, Math.round(this.#values.authTtl * NS_PER_MS));
    return known !== undefined && known >= 0;
  }

  remember(row: number): void {
    if (this.#values.authTtl === 0) return;
    const copy = this.#copy(row);
    this.#memory[copy] ??= new SessionTable(false);
    this.#memory[copy].set(this.#sources.of(row), 0, this.#c.sim.now);
  }

  forget(copy: number): void {
    this.#memory[copy]?.clear();
  }

  configure(values: Values): void {
    this.#values = values;
  }

  forgetCounts(): void {
    this.refused = 0;
  }

  #copy(row: number): number {
    return this.#c.sim.requests.ints[row + INSTANCE]! - this.#c.firstInstance;
  }
}
