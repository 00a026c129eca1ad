import { describe, expect, it } from 'vitest';
import { DOCUMENT_VERSION } from '../document.ts';
import { MIGRATIONS, type Migration, migrated } from './versions.ts';

describe('versions of the document', () => {
  it('are migrated one by one up to the one this build writes', () => {
    expect(MIGRATIONS.map((step) => step.to)).toEqual(Array.from({ length: DOCUMENT_VERSION }, (_, i) => i + 1));
  });

  const steps: readonly Migration[] = [
    { to: 1, migrate: (d) => d },
    { to: 2, migrate: (d) => ({ ...d, version: 2, parts: Object.hasOwn(d, 'nodes') ? (d as { nodes: unknown }).nodes : [] }) },
    { to: 3, migrate: (d) => ({ ...d, version: 3, three: true }) },
  ];

  it('start at the document’s own, and at the first when it does not say', () => {
    expect(migrated({ version: 2, parts: 1 }, steps)).toEqual({ ok: true, value: { version: 3, parts: 1, three: true } });
    expect(migrated({ version: 1, nodes: 5 }, steps)).toMatchObject({ ok: true, value: { parts: 5, three: true } });
    expect(migrated({ nodes: 5 }, steps)).toMatchObject({ ok: true, value: { parts: 5, three: true } });
    const newest = { version: 3 };
    expect(migrated(newest, steps)).toEqual({ ok: true, value: newest });
  });

  // C04
  it('that are newer are named as such, and nonsense is not', () => {
    expect(migrated({ version: 4 }, steps)).toMatchObject({ ok: false, error: { code: 'newer-version', place: 'version' } });
    for (const version of ['3', -1, 1.5, null, {}, Number.NaN]) {
      expect(migrated({ version }, steps)).toMatchObject({ ok: false, error: { code: 'bad-version' } });
    }
  });
});
