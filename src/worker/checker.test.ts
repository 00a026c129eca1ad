import { expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Checker } from './checker.ts';
import { Driver } from './driver.ts';

const BASE = design(
  [node('users', 'client', { rate: 200, keys: 20, sessions: 10 }), node('db', 'sql-database', { replicas: 1, reads: 'any' })],
  [link('users', 'db')],
  10,
);
const SAMPLE: Design = {
  ...BASE,
  classes: [
    { id: 'read', name: 'Read', route: '/', write: false, weight: 7, bytesUp: 500, bytesDown: 2000 },
    { id: 'write', name: 'Write', route: '/', write: true, weight: 3, bytesUp: 500, bytesDown: 2000 },
  ],
};

/** A run at its end, and a checker beside it, on a clock that moves a millisecond with every look. */
function atTheEnd(document = SAMPLE): { driver: Driver; checker: Checker } {
  let ms = 0;
  const clock = () => ++ms;
  const driver = new Driver(clock);
  expect(driver.load(document).problems).toEqual([]);
  driver.runToEnd();
  while (driver.tick() !== undefined);
  return { driver, checker: new Checker(driver, clock) };
}

it('answers at once how far it is, and with the findings when they are there', () => {
  const { checker } = atTheEnd();
  expect(checker.ask()).toEqual({ done: 0, report: undefined });
  expect(checker.tick()).toBe(true);
  const second = checker.ask();
  expect(second.done).toBeGreaterThan(0);
  expect(second.done).toBeLessThan(1);
  while (checker.tick());
  const { done, report } = checker.ask();
  expect(done).toBe(1);
  expect(report?.operations).toBeGreaterThan(1500);
  expect(report?.models).toHaveLength(10);
});

it('leaves the run that it repeats as it was', () => {
  const { driver, checker } = atTheEnd();
  const digest = driver.session?.digest();
  checker.ask();
  while (checker.tick());
  expect(driver.session?.digest()).toBe(digest);
  expect(driver.session?.compiled.sim.recording.on).toBe(0);
});

it('begins anew when the run does, and not at all when nobody asks', () => {
  const { driver, checker } = atTheEnd();
  checker.ask();
  checker.tick();
  driver.reset();
  expect(checker.tick()).toBe(false);
  checker.ask();
  checker.stop();
  expect(checker.tick()).toBe(false);
});

it('says that nothing was seen where nothing has happened', () => {
  const { driver, checker } = atTheEnd();
  driver.reset();
  checker.ask();
  while (checker.tick());
  expect(checker.ask()).toMatchObject({ done: 1, report: { operations: 0 } });
});
