// W1 and W2 in simjs: one entity that sends customers, facilities that serve them first come, first served.
import { createRequire } from 'node:module';
import { measure } from './measure.mjs';

// The package was bundled for browsers and puts what it offers on `window`, and nowhere else.
globalThis.window = globalThis;
createRequire(import.meta.url)('simjs');
const { DataSeries, Entity, Facility, Random, Sim } = globalThis.Sim;

/** Runs `customers` through what `serve` describes; ms of simulated time. */
function run(customers, seed, meanGap, describe) {
  const random = new Random(seed);
  const exponential = (mean) => random.exponential(1 / mean);
  let sent = 0;
  const times = new DataSeries('time in the system, ms');
  times.setHistogram(0, 200, 400);
  class Source extends Entity {
    start() {
      this.serve = describe(this, exponential, (began) => {
        times.record(this.time() - began);
      });
      this.next();
    }
    next() {
      this.setTimer(exponential(meanGap)).done(this.send);
    }
    send() {
      this.serve(this.time());
      if (++sent < customers) this.next();
    }
  }
  const sim = new Sim();
  sim.addEntity(Source);
  sim.simulate(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return times.average();
}

measure({
  w1: (customers, seed) =>
    run(customers, seed, 1.25, (entity, exponential, done) => {
      const server = new Facility('server', Facility.FCFS, 1);
      return (began) => entity.useFacility(server, exponential(1)).done(done, entity, began);
    }),
  w2: (customers, seed) =>
    run(customers, seed, 0.5, (entity, exponential, done) => {
      const choice = new Random(seed + 1);
      const services = [1, 2, 3, 4].map((i) => new Facility(`service ${i}`, Facility.FCFS, 8));
      const database = new Facility('database', Facility.FCFS, 16);
      let turn = 0;
      const served = (began) => {
        if (choice.random() >= 0.2) done(began);
        else entity.useFacility(database, exponential(5)).done(done, entity, began);
      };
      return (began) => {
        entity.useFacility(services[turn], exponential(10)).done(served, entity, began);
        turn = (turn + 1) % 4;
      };
    }),
});
