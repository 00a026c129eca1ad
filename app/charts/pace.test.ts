import { describe, expect, it } from 'vitest';
import { Pace, type PaceHost } from './pace.ts';

/** A page whose clock and screen the test moves. */
class FakePage implements PaceHost {
  now = 0;
  #frames: (() => void)[] = [];
  #timers: { at: number; then: () => void }[] = [];
  readonly nowMs = (): number => this.now;
  readonly nextScreenFrame = (then: () => void): void => {
    this.#frames.push(then);
  };
  readonly later = (then: () => void, ms: number): void => {
    this.#timers.push({ at: this.now + ms, then });
  };

  /** Lets time pass in screen frames of 10 ms. */
  pass(ms: number, each: () => void = () => {}): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 10;
      each();
      const due = this.#timers.filter((timer) => timer.at <= this.now);
      this.#timers = this.#timers.filter((timer) => timer.at > this.now);
      for (const timer of due) timer.then();
      for (const then of this.#frames.splice(0)) then();
    }
  }
}

describe('the pace of painting', () => {
  it('is ten times a second at most, however often data arrive', () => {
    const page = new FakePage();
    const turns: number[] = [];
    const pace = new Pace(() => turns.push(page.now), 100, page);
    page.pass(2000, () => pace.ask());
    expect(turns.length).toBeGreaterThanOrEqual(18);
    for (let i = 1; i < turns.length; i++) expect((turns[i] ?? 0) - (turns[i - 1] ?? 0)).toBeGreaterThanOrEqual(100);
  });

  it('paints once more after the last news, and then rests', () => {
    const page = new FakePage();
    let turns = 0;
    const pace = new Pace(() => turns++, 100, page);
    pace.ask();
    page.pass(20);
    pace.ask();
    pace.ask();
    page.pass(50);
    expect(turns).toBe(1);
    page.pass(500);
    expect(turns).toBe(2);
  });

  it('does nothing after its end', () => {
    const page = new FakePage();
    let turns = 0;
    const pace = new Pace(() => turns++, 100, page);
    pace.ask();
    pace.end();
    page.pass(500);
    expect(turns).toBe(0);
  });
});
