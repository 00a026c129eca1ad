import { afterEach, describe, expect, it } from 'vitest';
import { emptyDesign } from '../../src/design/fresh.ts';
import { openDesign } from '../state/design-store.ts';
import { getExperiment, leave, pin, setBaseline } from './experiment-store.ts';

const titled = (title: string) => ({ ...emptyDesign(), title });

afterEach(() => {
  setBaseline(undefined);
});

describe('what is compared with', () => {
  it('is no longer what was pinned before when something else is pinned', () => {
    openDesign(titled('first'));
    pin(1000);
    setBaseline({ key: 'pinned', label: 'The pinned design', design: titled('first') });
    openDesign(titled('second'));
    pin(2000);
    expect(getExperiment()).toMatchObject({ pinned: { design: { title: 'second' }, atMs: 2000 }, baseline: undefined });
  });

  it('stays when it stands for itself', () => {
    const version = { key: 'version:1', label: 'before the cache', design: titled('kept') };
    setBaseline(version);
    pin();
    leave(3000);
    expect(getExperiment().baseline).toBe(version);
    expect(getExperiment().seen).toMatchObject({ atMs: 3000 });
  });

  it('is chosen anew when the design as it was has become another', () => {
    setBaseline({ key: 'seen', label: 'The design as it was', design: titled('old') });
    leave();
    expect(getExperiment().baseline).toBeUndefined();
  });
});
