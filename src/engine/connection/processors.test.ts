import { describe, expect, it } from 'vitest';
import { Processors } from './processors.ts';

describe('the cores for the wire', () => {
  it('do one piece of work at a time, first come first served', () => {
    const cores = new Processors(1);
    cores.equip(0, 1);
    expect(cores.takes(0, 100, 50)).toBe(50);
    expect(cores.takes(0, 110, 50)).toBe(90);
    expect(cores.takes(0, 300, 50)).toBe(50);
    expect(cores.busy[0]).toBe(150);
  });

  it('are as many as the most that anybody asked for', () => {
    const cores = new Processors(1);
    cores.equip(0, 2);
    cores.equip(0, 1);
    expect(cores.coresOf(0)).toBe(2);
    expect([cores.takes(0, 0, 50), cores.takes(0, 0, 50), cores.takes(0, 0, 50)]).toEqual([50, 50, 100]);
  });

  it('are nobody’s where none were given: work takes its time and waits for nothing', () => {
    const cores = new Processors(1);
    expect([cores.takes(0, 0, 50), cores.takes(0, 0, 49.2)]).toEqual([50, 50]);
    expect(cores.busy[0]).toBe(0);
  });

  it('have nothing left to do after a crash', () => {
    const cores = new Processors(1);
    cores.equip(0, 1);
    cores.takes(0, 0, 1000);
    cores.crash(0);
    expect(cores.takes(0, 10, 5)).toBe(5);
  });
});
