import { describe, expect, it } from 'vitest';
import { INSTANCE } from '../../../src/run/frame.ts';
import { arrangeWaiting, chipsWidth, columnSpan, newChip, readChip, stripColumns, worse } from './chips.ts';

function chip(state: number, role: number, utilisation: number) {
  const data = new Float64Array(INSTANCE.size * 2);
  data[INSTANCE.size + INSTANCE.state] = state;
  data[INSTANCE.size + INSTANCE.role] = role;
  data[INSTANCE.size + INSTANCE.utilisation] = utilisation;
  const into = newChip();
  readChip(data, INSTANCE.size, into);
  return into;
}

describe('the chip of an instance', () => {
  it('is calm below nine tenths and saturated from there on', () => {
    expect(chip(0, 0, 0.89)).toEqual({ level: 0.89, mark: 'calm', ring: 'plain' });
    expect(chip(0, 0, 0.9)).toEqual({ level: 0.9, mark: 'full', ring: 'plain' });
  });

  it('says what is wrong before it says how full it is', () => {
    expect(chip(1, 0, 0.95).mark).toBe('degraded');
    expect(chip(2, 0, 0.95).mark).toBe('down');
    expect(chip(3, 0, 0).mark).toBe('hung');
    expect(chip(4, 0, 0).mark).toBe('out');
  });

  it('has a ring for a leader and another for a standby', () => {
    expect(chip(0, 1, 0.2).ring).toBe('leader');
    expect(chip(0, 2, 0.2).ring).toBe('plain');
    expect(chip(0, 3, 0).ring).toBe('standby');
  });

  it('never shows a level outside 0 to 1, nor one that was not measured', () => {
    expect(chip(0, 0, 1.4).level).toBe(1);
    expect(chip(0, 0, Number.NaN).level).toBe(0);
    expect(chip(0, 0, -1).level).toBe(0);
  });
});

describe('many instances', () => {
  it('stand for all of them in a strip, each once', () => {
    for (const count of [9, 24, 25, 64, 256]) {
      const spans = Array.from({ length: stripColumns(count) }, (_, i) => columnSpan(count, i));
      expect(spans[0]?.[0]).toBe(0);
      expect(spans.at(-1)?.[1]).toBe(count);
      for (const [i, [from]] of spans.slice(1).entries()) expect(from).toBe(spans[i]?.[1]);
    }
  });

  it('show the worst of a column', () => {
    expect(worse('calm', 'full')).toBe('full');
    expect(worse('down', 'degraded')).toBe('down');
  });

  it('always leave room on the face', () => {
    for (const count of [1, 4, 5, 8, 9, 24, 256]) expect(chipsWidth(count)).toBeLessThanOrEqual(88);
  });
});

describe('what waits', () => {
  const arrange = (queue: number, width: number) => {
    const into = { dots: 0, columns: 0, number: 0 };
    arrangeWaiting(queue, width, into);
    return into;
  };

  it('is dots while they fit in two rows', () => {
    expect(arrange(9, 80)).toEqual({ dots: 9, columns: 8, number: 0 });
    expect(arrange(16, 80)).toEqual({ dots: 16, columns: 8, number: 0 });
  });

  it('is fewer dots and a number when they do not', () => {
    expect(arrange(22, 80)).toEqual({ dots: 10, columns: 5, number: 22 });
    expect(arrange(22, 40)).toEqual({ dots: 4, columns: 2, number: 22 });
  });

  it('is nothing when nothing waits or nothing was measured', () => {
    expect(arrange(0, 80).dots).toBe(0);
    expect(arrange(Number.NaN, 80)).toEqual({ dots: 0, columns: 8, number: 0 });
  });
});
