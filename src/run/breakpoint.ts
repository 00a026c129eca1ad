/**
 * Breakpoints: what a person waits for while a run goes on. Each is asked at the ends of chart windows and nowhere else, so where a run
 * pauses depends neither on its speed nor on how it is sliced; and each pauses it when it begins to hold, not while it goes on holding.
 * It only watches.
 */
import type { Breakpoint, Happening, Stop } from '../design/breakpoint-doc.ts';
import { UP } from '../engine/knobs.ts';
import { OPEN } from '../engine/policy/breaker.ts';
import { ABSENT } from '../engine/rotation.ts';
import { NS_PER_MS } from '../std/units.ts';
import { ConditionWatch, figureOf, satisfies } from './condition.ts';
import { INSTANCE_ROLES, WINDOW } from './frame.ts';
import type { Session } from './session.ts';

interface Watched {
  readonly breakpoint: Breakpoint;
  readonly condition: ConditionWatch | undefined;
  held: boolean;
}

/** Index into INSTANCE_ROLES: it leads. */
const LEADS = INSTANCE_ROLES.indexOf('leader');

/** Follows the breakpoints of one session from its present moment on. */
export class BreakpointWatch {
  readonly #session: Session;
  readonly #watched: readonly Watched[];
  #then: number;
  #down: number;
  #open: number;
  #leaders: ReadonlySet<number>;

  constructor(session: Session, breakpoints: readonly Breakpoint[]) {
    this.#session = session;
    this.#watched = breakpoints.map((breakpoint) => {
      const condition = breakpoint.is === 'condition' ? new ConditionWatch(session, breakpoint.condition) : undefined;
      if (breakpoint.is === 'condition') this.#follow(breakpoint.condition.class);
      // What holds already has begun before.
      const held = breakpoint.is === 'condition' && satisfies(breakpoint.condition, figureOf(session, breakpoint.condition));
      return { breakpoint, condition, held };
    });
    this.#then = session.now;
    this.#down = this.#copiesDown();
    this.#open = this.#breakersOpen();
    this.#leaders = this.#leading();
  }

  /** Looks at the window that ended at this moment (ns); the first breakpoint that holds and did not at the window before. */
  look(time: number): Stop | undefined {
    const happened = this.#happened(time);
    let stop: Stop | undefined;
    for (const watched of this.#watched) {
      const { breakpoint, condition } = watched;
      const holds = breakpoint.is === 'condition' ? condition!.look(time) : happened.has(breakpoint.what);
      // Whatever happens at one moment happens anew each time.
      const anew = holds && (!watched.held || breakpoint.is === 'happening');
      watched.held = holds;
      if (anew) stop ??= { atMs: time / NS_PER_MS, breakpoint, figure: condition?.figure };
    }
    return stop;
  }

  #happened(time: number): ReadonlySet<Happening> {
    const { agenda, recorder } = this.#session;
    const happened = new Set<Happening>();
    const turns = agenda.turns(this.#then, time);
    if (turns.begin) happened.add('fault-begins');
    if (turns.end) happened.add('fault-ends');
    this.#then = time;
    const [down, open, leaders] = [this.#copiesDown(), this.#breakersOpen(), this.#leading()];
    if (down > this.#down) happened.add('copy-down');
    if (open > this.#open) happened.add('breaker-opens');
    for (const leader of leaders) if (!this.#leaders.has(leader)) happened.add('leader-changes');
    this.#down = down;
    this.#open = open;
    this.#leaders = leaders;
    const sum = (from: number, to: number, row: number): number => {
      let total = 0;
      for (let column = from; column <= to; column++) total += row < 0 ? 0 : recorder.series.at(row, column);
      return total;
    };
    const last = recorder.windows - 1;
    const begins = (from: number, to: number) => sum(from, to, last) > 0 && sum(from, to, last - 1) === 0;
    if (begins(WINDOW.error, WINDOW.cancelled)) happened.add('failure');
    if (begins(WINDOW.rejected, WINDOW.rejected)) happened.add('rejection');
    return happened;
  }

  #follow(cls: string): void {
    const index = this.#session.design.classes.findIndex(({ id }) => id === cls);
    if (index >= 0) this.#session.recorder.follow(index);
  }

  #copiesDown(): number {
    const { knobs, rotation } = this.#session.compiled.sim;
    let down = 0;
    for (let i = 0; i < knobs.down.length; i++) if (knobs.down[i] !== UP && rotation.stateOf(i) !== ABSENT) down++;
    return down;
  }

  #breakersOpen(): number {
    let open = 0;
    for (const { breaker, breakers } of this.#session.compiled.sim.links) {
      if (breakers !== undefined) open += breakers.away;
      else if (breaker?.state === OPEN) open++;
    }
    return open;
  }

  #leading(): ReadonlySet<number> {
    const { sim, nodes } = this.#session.compiled;
    const leaders = new Set<number>();
    for (const { index, firstInstance, instances } of nodes) {
      const station = sim.stations[index]!;
      if (station.role === undefined) continue;
      for (let i = firstInstance; i < firstInstance + instances; i++) if (station.role(i) === LEADS) leaders.add(i);
    }
    return leaders;
  }
}
