// The driver and the run store against a worker of the test's own: what is sent to it, and what people are told.
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDesign, newFault, newLink, newNode } from '../../src/design/fresh.ts';
import { HEADER, layoutOf, RUN_STATES, type RunState } from '../../src/run/frame.ts';
import type { EngineClient, EngineListener } from '../../src/worker/client.ts';
import { dispatch, getDesign, openDesign, undo } from './design-store.ts';
import { PATIENCE_BEATS } from './engine-link.ts';
import { simulatedMs, startRun } from './run-driver.ts';
import { expectDigest, getRun, injectFault, play, reset, runToEnd } from './run-store.ts';
import { getView } from './view-store.ts';

const counts = { nodes: 2, instances: 2, links: 1, classes: 1 };
const layout = layoutOf(counts);
const shape = { ...counts, nodeIds: ['client', 'service'], linkIds: ['l'], firstInstance: [0, 1], instanceCount: [1, 1], windowMs: 100 };

/** A worker that notes what it is told and shows what it is set to. */
const sent: string[] = [];
let workers: EngineListener[] = [];
let state: RunState;
let timeMs: number;
let epoch = 0;
let digest: string;
let silent: boolean;
let beat = (): void => {};

function start(listener: EngineListener): EngineClient {
  workers.push(listener);
  const note = (word: string, then?: () => unknown) => async (): Promise<unknown> => {
    if (silent) return new Promise(() => {});
    sent.push(word);
    return then?.();
  };
  const service = {
    load: note('load', () => {
      [state, timeMs, epoch] = ['ready', 0, epoch + 1];
      return { shape, problems: [] };
    }),
    play: note('play', () => {
      state = 'playing';
    }),
    reset: note('reset', () => {
      [state, timeMs, epoch] = ['ready', 0, epoch + 1];
    }),
    runToEnd: note('runToEnd', () => {
      [state, timeMs] = ['finished', 60_000];
    }),
    setSpeed: note('setSpeed'),
    retime: note('retime'),
    report: note('report', () => ({ digest, engine: '1', simulatedMs: timeMs, problems: [] })),
    inject: async (entry: object) => {
      sent.push('inject');
      return { ...entry, at: timeMs };
    },
  };
  const pull = (): void => {
    if (silent) return;
    const data = new Float64Array(layout.length);
    data[HEADER.state] = RUN_STATES.indexOf(state);
    data[HEADER.timeMs] = timeMs;
    data[HEADER.epoch] = epoch;
    setTimeout(() => listener.onFrame(data.buffer), 0);
  };
  return { service: service as unknown as EngineClient['service'], pull, stop: () => {} };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));

beforeAll(async () => {
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, 1));
  silent = false;
  const every = (then: () => void): (() => void) => {
    beat = then;
    return () => {};
  };
  startRun(start, every, () => true);
  await settle();
});

beforeEach(async () => {
  silent = false;
  digest = 'd1';
  const empty = emptyDesign();
  const client = newNode(empty, 'client', 0, 0);
  const service = newNode(empty, 'service', 300, 0);
  const nodes = [client, service];
  openDesign({ ...empty, nodes, links: [newLink({ ...empty, nodes }, client.id, service.id)] });
  reset();
  await settle();
  sent.length = 0;
  workers = workers.slice(-1);
});

/** The run goes on to a moment and the page has seen it. */
async function playTo(ms: number): Promise<void> {
  play();
  await settle();
  timeMs = ms;
  await settle();
  expect(simulatedMs()).toBe(ms);
}

describe('an edit', () => {
  it('is loaded when it changes the simulation, and not when only people see it', async () => {
    dispatch({ do: 'move', to: { client: { x: 40, y: 40 } } });
    dispatch({ do: 'rename', node: 'client', name: 'shoppers' });
    await settle();
    expect(sent).toEqual([]);
    dispatch({ do: 'set-param', of: 'node', ids: ['service'], param: 'instances', value: 3 });
    await settle();
    expect(sent).toEqual(['load', 'setSpeed']);
  });

  it('many at once are loaded once more at the end, not each', async () => {
    for (let seed = 2; seed < 40; seed++) dispatch({ do: 'set-scenario', seed });
    await settle();
    expect(sent.filter((word) => word === 'load')).toHaveLength(1);
  });

  it('of a live parameter during a run is stamped and put on the timeline, and the drawing stays (B05)', async () => {
    await playTo(1_234);
    dispatch({ do: 'set-param', of: 'node', ids: ['client'], param: 'rate', value: 77 });
    await settle();
    expect(sent).toEqual(['play', 'inject']);
    expect(getDesign().scenario.timeline).toMatchObject([{ type: 'change', at: 1_234, target: 'client', param: 'rate', value: 77 }]);
    expect(getDesign().nodes[0]?.params['rate']).toBeUndefined();
    expect(getRun().state).toBe('playing');
    undo();
    await settle();
    expect(sent.at(-1)).toBe('retime');
    expect(getDesign().scenario.timeline).toEqual([]);
  });

  it('of anything else during a run ends it', async () => {
    await playTo(1_000);
    dispatch({ do: 'set-param', of: 'node', ids: ['service'], param: 'instances', value: 3 });
    await settle();
    await vi.waitFor(() => expect(getRun().state).toBe('ready'), 5000);
    expect(sent).toContain('load');
  });

  it('of the timeline is exchanged in the run in progress, and loaded when there is none', async () => {
    const entry = newFault(getDesign(), 'crash', 'service', 20_000);
    dispatch({ do: 'set-entry', entry });
    await settle();
    expect(sent).toEqual(['load', 'setSpeed']);
    await playTo(500);
    dispatch({ do: 'set-entry', entry: { ...entry, at: 30_000 } });
    await settle();
    expect(sent.slice(2)).toEqual(['play', 'retime']);
  });
});

describe('a fault', () => {
  it('thrown in during a run is stamped by the simulation and not told to it again', async () => {
    await playTo(2_000);
    await injectFault('crash', 'service', {}, 5_000);
    await settle();
    expect(sent).toEqual(['play', 'inject']);
    expect(getDesign().scenario.timeline).toMatchObject([{ type: 'fault', fault: 'crash', at: 2_000, duration: 5_000 }]);
  });

  it('thrown in before a run is planned, with a before to compare with', async () => {
    await injectFault('crash', 'service', {}, 5_000);
    expect(getDesign().scenario.timeline).toMatchObject([{ at: 20_000 }]);
    expect(getView().notice?.text).toMatch(/planned at 20 s/);
  });
});

describe('a replay', () => {
  it('of the same scenario is held against the run before it', async () => {
    runToEnd();
    await settle();
    expect(getRun()).toMatchObject({ state: 'finished', digest: 'd1', replay: undefined });
    runToEnd();
    await settle();
    expect(getRun().replay?.verdict).toBe('identical');
    digest = 'd2';
    runToEnd();
    await settle();
    expect(getRun().replay).toMatchObject({ verdict: 'diverged', detail: expect.stringContaining('expected d1, got d2') });
  });

  it('of a link is held against what the link says, until the scenario is another one', async () => {
    expectDigest('d1', '1');
    runToEnd();
    await settle();
    expect(getRun().replay).toMatchObject({ from: 'link', verdict: 'identical' });
    dispatch({ do: 'set-scenario', seed: 99 });
    expect(getRun()).toMatchObject({ replay: undefined, digest: undefined });
  });
});

describe('a worker that breaks', () => {
  it('is started again with the same design, and people are told where it was (F06, F07)', async () => {
    await playTo(3_000);
    const design = getDesign();
    workers.at(-1)?.onBroken('Out of memory');
    await settle();
    expect(workers).toHaveLength(2);
    expect(sent.slice(-2)).toEqual(['load', 'setSpeed']);
    expect(getDesign()).toBe(design);
    expect(getRun().state).toBe('ready');
    expect(getView().notice?.text).toMatch(/^Out of memory\. It was at 3\.000 s, event 0, seed 1\./);
  });

  it('by falling silent is given up after three seconds', async () => {
    await playTo(100);
    silent = true;
    play();
    await settle();
    for (let i = 0; i < PATIENCE_BEATS; i++) beat();
    silent = false;
    await settle();
    expect(getView().notice?.text).toMatch(/stopped answering/);
    expect(getRun().state).toBe('ready');
  });

  it('again and again is left alone until somebody asks', async () => {
    silent = true;
    for (let i = 0; i < 3; i++) {
      workers.at(-1)?.onBroken('No luck');
      await settle();
    }
    expect(getRun().state).toBe('halted');
    expect(getRun().failure).toMatch(/Reset tries once more/);
    silent = false;
    reset();
    await settle();
    expect(getRun()).toMatchObject({ state: 'ready', failure: undefined });
  });

  it('by its own account is told with seed and digest, and reset loads it anew', async () => {
    await playTo(700);
    workers.at(-1)?.onFailure({ failure: 'a time ran backwards', seed: 7, digest: 'abc' });
    expect(getRun().failure).toBe('The simulation stopped itself: a time ran backwards (seed 7, digest abc).');
    reset();
    await settle();
    expect(sent).toContain('load');
    expect(getRun()).toMatchObject({ state: 'ready', failure: undefined });
  });
});
