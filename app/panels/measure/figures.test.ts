import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/catalog/index.ts';
import { BREAKER_STATES, HEADER, INSTANCE, INSTANCE_ROLES, INSTANCE_STATES, LINK, layoutOf, NODE } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import { type LiveFigure, linkFigures, nodeFigures, runFigures } from './figures.ts';
import { END_TO_END, goldenColumns, instanceColumns } from './tables.ts';

/** A frame of two nodes with two instances each and two links, all of whose numbers are not measured yet. */
function frame(set: (data: Float64Array, layout: Frame['layout']) => void): Frame {
  const layout = layoutOf({ nodes: 2, instances: 4, links: 2, classes: 1 });
  const data = new Float64Array(layout.length).fill(Number.NaN);
  set(data, layout);
  return { data, layout } as unknown as Frame;
}

const readings = (figures: readonly LiveFigure[], of: Frame): Record<string, string> => {
  return Object.fromEntries(figures.map(({ id, read }) => [id, read(of).replace(/[\u00a0\u202f]/g, ' ')]));
};

describe('live figures', () => {
  it('are read at the place of their own part', () => {
    const of = frame((data, { nodeAt }) => {
      data[nodeAt + NODE.size + NODE.arrivalRate] = 120;
      data[nodeAt + NODE.size + NODE.p99] = 18;
    });
    expect(readings(nodeFigures(1, kindOf('service')), of)).toMatchObject({ rate: '120/s', p99: '18 ms', p50: '–' });
    expect(readings(nodeFigures(0, kindOf('service')), of)).toMatchObject({ rate: '–', p99: '–' });
  });

  it('leave utilisation out where there are no work slots', () => {
    const ids = (kind: string): string[] => nodeFigures(0, kindOf(kind)).map(({ id }) => id);
    expect(ids('service')).toContain('utilisation');
    expect(ids('client')).not.toContain('utilisation');
  });

  it('say the state of a breaker and of a pool in words', () => {
    const of = frame((data, { linkAt }) => {
      const at = linkAt + LINK.size;
      data[at + LINK.breaker] = BREAKER_STATES.indexOf('open');
      data[at + LINK.poolUsed] = 10;
      data[at + LINK.poolSize] = 10;
      data[at + LINK.poolWaiting] = 3;
      data[at + LINK.severed] = 1;
    });
    expect(readings(linkFigures(1, false), of)).toMatchObject({ breaker: 'open', pool: '10 of 10, 3 wait', severed: 'cut' });
    expect(readings(linkFigures(0, false), of)).toMatchObject({ breaker: '–', pool: '–' });
  });

  it('say how far a consumer is behind on a link that leaves a broker, and on no other', () => {
    const of = frame((data, { linkAt }) => (data[linkAt + LINK.backlog] = 42));
    expect(readings(linkFigures(0, true), of)).toMatchObject({ backlog: '42' });
    expect(readings(linkFigures(0, false), of)).not.toHaveProperty('backlog');
  });

  it('hide p99.9 of fewer than a thousand requests (B09)', () => {
    const with_ = (count: number): Frame =>
      frame((data) => {
        data[HEADER.p999] = 40;
        data[HEADER.latencyCount] = count;
      });
    expect(readings(runFigures(), with_(999))['p999']).toBe('–');
    expect(readings(runFigures(), with_(1000))['p999']).toBe('40 ms');
  });
});

describe('live tables', () => {
  it('start at the first instance of their part, and name a role when all is well', () => {
    const of = frame((data, { instanceAt }) => {
      for (const [row, state, role] of [
        [2, 'up', 'leader'],
        [3, 'down', 'follower'],
      ] as const) {
        data[instanceAt + row * INSTANCE.size + INSTANCE.state] = INSTANCE_STATES.indexOf(state);
        data[instanceAt + row * INSTANCE.size + INSTANCE.role] = INSTANCE_ROLES.indexOf(role);
      }
    });
    const [state] = instanceColumns(2);
    expect([state?.read(of, 0), state?.read(of, 1)]).toEqual(['leader', 'down']);
  });

  it('show parts by their index in the frame', () => {
    const of = frame((data, { nodeAt }) => {
      data[nodeAt + NODE.size + NODE.queue] = 22;
    });
    const golden = goldenColumns([END_TO_END, 1], 100);
    expect(golden.map(({ label }) => label)).toEqual(['p99', 'Rate', 'Errors', 'Busy', 'Waiting']);
    expect(golden[4]?.read(of, 1)).toBe('22');
  });

  it('have the four golden signals of a part and, end to end, those of the fullest one (T7)', () => {
    const of = frame((data, { nodeAt }) => {
      const put = (node: number, column: keyof typeof NODE, value: number): void => {
        data[nodeAt + node * NODE.size + NODE[column]] = value;
      };
      put(0, 'utilisation', Number.NaN);
      put(1, 'p99', 18);
      put(1, 'arrivalRate', 100);
      put(1, 'okRate', 90);
      put(1, 'errorRate', 10);
      put(1, 'utilisation', 0.7);
      put(1, 'queue', 3);
      data[HEADER.inFlight] = 12;
    });
    const golden = goldenColumns([END_TO_END, 1], 100);
    const plain = (text: string): string => text.replace(/[\u00a0\u202f\u2007]/g, ' ').trim();
    expect(golden.map((column) => plain(column.read(of, 1)))).toEqual(['18 ms', '100/s', '10 %', '70 %', '3']);
    expect(golden.slice(3).map((column) => plain(column.read(of, 0)))).toEqual(['70 %', '12']);
  });
});
