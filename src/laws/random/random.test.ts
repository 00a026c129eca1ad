/**
 * Thousands of random designs under random faults and live changes, each asked all laws: what goes in comes out or is still
 * inside, per class, part and link; Little's law to the nanosecond; the clock never turns back; shares are shares; cut into
 * pieces and watched it is the same run; when traffic stops nothing is left over. And that all of it was worth asking: every
 * event that the product knows is reached by the corpus at least once.
 *
 * RANDOM_SEED: number of the first scenario. RANDOM_COUNT: how many. RANDOM_DESIGN: a file to ask instead.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../design/examples/index.ts';
import { readFileText } from '../../design/share/file.ts';
import { save, shrunk, told } from './failure.ts';
import { runScenario } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';
import { SIGHTS, Sightings } from './sightings.ts';

const FIRST = Number(process.env['RANDOM_SEED'] ?? 20_261_050);
const COUNT = Number(process.env['RANDOM_COUNT'] ?? 2000);
const FILE = process.env['RANDOM_DESIGN'];
/** Fewer scenarios need not see everything; these take more than that, and have stories of their own. */
const ENOUGH = 2000;
const PLENTY = 20_000;
const RARE: readonly string[] = ['breaker closes again', 'ended by: certificate expired', 'ended by: lock lost'];
const MOST_TOLD = 5;
/** Examples run for a minute at the rates of a screen; the largest are cut short, where the books must balance all the same. */
const MOST_EVENTS_OF_EXAMPLE = 600_000;

if (FILE === undefined) describe('random scenarios', corpus);
else {
  it('keeps all laws: the design in the file', () => {
    const design = readFileText(readFileSync(FILE, 'utf8'));
    if (!design.ok) throw new Error(JSON.stringify(design.error));
    expect(runScenario(design.value).flaws).toEqual([]);
  });
}

function corpus(): void {
  const seen = new Sightings();

  it(
    'keep all laws',
    () => {
      const failures: string[] = [];
      const rested = { yes: 0, 'need not': 0, cut: 0 };
      let events = 0;
      for (let number = FIRST; number < FIRST + COUNT && failures.length < MOST_TOLD; number++) {
        const design = drawScenario(number);
        const found = runScenario(design, { seen });
        rested[found.rested]++;
        events += found.events;
        if (found.flaws.length === 0) continue;
        const small = shrunk(design, found.flaws[0]!);
        failures.push(told(number, found.flaws, small, save(`scenario-${number}`, small)));
      }
      console.info(
        `${COUNT} random scenarios from seed ${FIRST}: ${events} events; came to rest ${rested.yes}, need not ${rested['need not']}, cut short ${rested.cut}`,
      );
      expect(failures.join('\n'), 'laws broken').toBe('');
      // Else the law of nothing left over would be asked of too few.
      expect(rested.yes).toBeGreaterThanOrEqual(0.9 * COUNT);
    },
    Math.max(600_000, COUNT * 300),
  );

  it.each(EXAMPLES.map((example) => [example.id, example.design] as const))('so does the example %s', (_, design) => {
    expect(runScenario(design, { seen, mostEvents: MOST_EVENTS_OF_EXAMPLE }).flaws).toEqual([]);
  });

  it(`reach every one of ${SIGHTS.length} events`, () => {
    console.info(seen.table());
    if (COUNT >= ENOUGH) expect(seen.missing().filter((event) => COUNT >= PLENTY || !RARE.includes(event))).toEqual([]);
    else expect(seen.missing().length).toBeLessThan(SIGHTS.length);
  });
}
