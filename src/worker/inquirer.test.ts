import { expect, it } from 'vitest';
import { EXAMPLES } from '../design/examples/index.ts';
import { Driver } from './driver.ts';
import { Inquirer } from './inquirer.ts';

/** A retry storm at its end, and whoever asks about it, on a clock that moves a millisecond with every look. */
function atTheEnd(): { driver: Driver; inquirer: Inquirer } {
  let ms = 0;
  const clock = () => ++ms;
  const driver = new Driver(clock);
  expect(driver.load(EXAMPLES.find(({ id }) => id === 'retry-storm')?.design).problems).toEqual([]);
  driver.runToEnd();
  while (driver.tick() !== undefined);
  return { driver, inquirer: new Inquirer(driver, clock) };
}

it('answers at once how far it is, and why when it knows; the run is left as it was', () => {
  const { driver, inquirer } = atTheEnd();
  const digest = driver.session?.digest();
  const stretch = { fromMs: 50_000, toMs: 60_000 };
  expect(inquirer.ask(stretch)).toEqual({ done: 0, why: undefined });
  expect(inquirer.tick()).toBe(true);
  expect(inquirer.ask(stretch).done).toBeGreaterThan(0);
  while (inquirer.tick());
  const { done, why } = inquirer.ask(stretch);
  expect([done, why?.stretch, why?.causes[0]?.id]).toEqual([1, stretch, 'retry-storm']);
  expect(driver.session?.digest()).toBe(digest);
});

it('leaves a question when another is asked, when the run begins anew, and when nobody waits', () => {
  const { driver, inquirer } = atTheEnd();
  inquirer.ask({ fromMs: 50_000, toMs: 60_000 });
  inquirer.tick();
  expect(inquirer.ask({ fromMs: 6000, toMs: 7000 }).done).toBe(0);
  while (inquirer.tick());
  expect(inquirer.ask({ fromMs: 6000, toMs: 7000 }).why?.stretch).toEqual({ fromMs: 6000, toMs: 7000 });
  inquirer.ask(undefined);
  driver.reset();
  expect(inquirer.tick()).toBe(false);
  expect(inquirer.ask(undefined)).toEqual({ done: 1, why: undefined });
  inquirer.stop();
  expect(inquirer.tick()).toBe(false);
});
