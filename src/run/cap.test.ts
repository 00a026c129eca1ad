import { describe, expect, it } from 'vitest';
import { KINDS } from '../catalog/index.ts';
import partition from '../design/examples/partition.json' with { type: 'json' };
import { read } from '../design/read.ts';
import { link, node } from '../proof/small-design.ts';
import { valueIn } from '../std/parameter.ts';
import { type CapRow, capRow, capVariants, cutsFor, storesWithSides } from './cap.ts';
import { runJob } from './run-job.ts';
import { storeFigures, storeSettings } from './stores.ts';

const result = read(partition);
if (!result.ok) throw new Error('the example can be read');
const design = { ...result.value, scenario: { ...result.value.scenario, warmupMs: 1000 } };

describe('the CAP comparison', () => {
  it('offers every store that can take sides, and cuts between its copies, zones and regions', () => {
    const stores = storesWithSides(design);
    expect(stores.map(({ id }) => id).sort()).toEqual(['accounts', 'posts']);
    const cuts = cutsFor(design, stores[0]!).map(({ address }) => address);
    expect(cuts[0]).toMatch(/^\{\w+\/1\}\|\{\w+\/2,\w+\/3\}$/);
    expect(cuts.some((address) => address.startsWith('zone:'))).toBe(true);
  });

  it('shows the trade: consistent refuses, available goes stale and loses writes, under the same seed and cut', () => {
    const store = storesWithSides(design).find(({ id }) => id === 'posts')!;
    const rows = new Map<string, CapRow>();
    for (const variant of capVariants(design, store, cutsFor(design, store)[0])) {
      const row = capRow(
        variant,
        runJob(variant.job, () => 0),
      );
      if (row !== undefined) rows.set(row.id, row);
    }
    expect([...rows.keys()]).toEqual(['drawn', 'cp', 'ap', 'session']);
    const [cp, ap] = [rows.get('cp')!, rows.get('ap')!];
    expect(ap.availability).toBeGreaterThan(cp.availability! + 0.05);
    expect(ap.staleShare).toBeGreaterThan(0);
    expect(ap.staleShare).toBeGreaterThan(cp.staleShare!);
    expect(ap.lostWrites).toBeGreaterThan(cp.lostWrites);
  });

  it('leaves it to the drawing whether callers of a copy that is cut off go on to the next', () => {
    const [users, db] = [node('users', 'client', { rate: 100 }), node('db', 'quorum-store', { heartbeat: 100 })];
    const available = (nextCoordinator: boolean) => {
      const drawn = { ...db, params: { ...db.params, nextCoordinator } };
      const parted = { ...design, nodes: [users, drawn], links: [link('users', 'db')] };
      const cp = capVariants(parted, drawn, cutsFor(parted, drawn)[0]).find(({ id }) => id === 'cp')!;
      return capRow(
        cp,
        runJob(cp.job, () => 0),
      )!.availability!;
    };
    const [stay, next] = [available(false), available(true)];
    // Until the copies take each other for dead, and before the first is taken in again, calls of its own wait in vain.
    expect(stay).toBeLessThan(0.7);
    expect(next).toBeGreaterThan(0.85);
  });

  it('sets only what a kind has, and what differs from side to side', () => {
    for (const kind of KINDS) {
      for (const { params } of kind.capSettings ?? []) {
        for (const name of Object.keys(params)) expect(Object.keys(kind.params), `${kind.id}.${name}`).toContain(name);
      }
      const texts = (kind.capSettings ?? []).map(({ params }) =>
        JSON.stringify(Object.keys(params).map((name) => valueIn(kind.params, params, name))),
      );
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
});

describe('the table of stores', () => {
  it('has each store with each of its sides, measured', () => {
    const settings = storeSettings();
    expect(settings.filter(({ kind }) => kind.id === 'sql-database').map(({ setting }) => setting)).toEqual([
      'Consistent (CP)',
      'Available (AP)',
      'Session',
    ]);
    const [cp, ap] = settings.filter(({ kind }) => kind.id === 'sql-database').map((one) => storeFigures(one, 1));
    expect(cp).toMatchObject({ staleShare: 0, lostWrites: 0 });
    expect(cp?.held).toContain('linearizable');
    expect(ap?.violated).toContain('linearizable');
    expect(ap!.availability! - cp!.availability!).toBeGreaterThan(0.2);
  });
});
