import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../faults/index.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { read } from '../read.ts';

const D = design(
  [node('users', 'client'), node('app', 'service', { instances: 2 }), node('db', 'sql-database', { replicas: 2 })],
  [link('users', 'app'), link('app', 'db')],
  60,
);
/** One address of each sort. */
const ADDRESSES = ['app', 'db', 'app/1', 'db/2', 'leader:db', 'app>db', 'zone:a', 'region:eu', '{app}|{db}', 'class:get'];

/** Why a fault at a target is refused; '' when it is not. */
function refusal(fault: string, target: string): string {
  const result = read({ ...D, scenario: { ...D.scenario, timeline: [{ type: 'fault', id: 'f', at: 0, fault, target }] } });
  return result.ok ? '' : result.error.map(({ place, message }) => `${place}: ${message}`).join('\n');
}

describe('every fault', () => {
  it.each(FAULTS.map((fault) => [fault.id, fault] as const))('%s says which targets it may take', (id, fault) => {
    const sorts = fault.targets;
    const may = (target: string): boolean => {
      if (target.startsWith('class:')) return fault.byClass === true;
      if (target.startsWith('{')) return sorts.includes('partition');
      if (target.includes('>')) return sorts.includes('link');
      if (target.startsWith('zone:')) return sorts.includes('zone');
      if (target.startsWith('region:')) return sorts.includes('region');
      return sorts.includes(target.includes('/') || target.startsWith('leader:') ? 'instance' : 'node');
    };
    for (const target of ADDRESSES) {
      const said = refusal(id, target);
      const place = 'scenario.timeline[0].target: ';
      if (!may(target)) expect(said, target).toMatch(/^scenario\.timeline\[0\]\.target: .+ aims at .+, not at .+\.$/);
      // What only some parts can lose is refused of the others by their name.
      else if (said !== '')
        expect(said, target).toMatch(new RegExp(`^${place.replace(/[.[\]]/g, '\\$&')}.+ cannot happen to (app|db|users), an? .+\\.$`));
    }
    expect(ADDRESSES.some((target) => refusal(id, target) === '') || fault.needs !== undefined).toBe(true);
  });

  it('of nobody, of nothing and of a class that is not there is refused', () => {
    expect(refusal('traffic-spike', 'class:buy')).toBe('scenario.timeline[0].target: There is no request class "buy".');
    expect(refusal('crash', 'leader:nobody')).toBe('scenario.timeline[0].target: There is no part "nobody".');
    expect(refusal('hang', 'leader:app')).toBe('scenario.timeline[0].target: Nobody leads at app, a service.');
    expect(refusal('partition', '{leader:db}|{app}')).toContain('Who leads changes');
    expect(refusal('partition', '{class:get}|{app}')).toContain('Requests stand nowhere');
  });
});
