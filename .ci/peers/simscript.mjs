// W1 and W2 in simscript: an entity for each customer, whose script seizes queues.
import { createRequire } from 'node:module';
import { measure } from './measure.mjs';

// It lets the page paint now and then; there is none here.
globalThis.requestAnimationFrame = (callback) => setImmediate(callback);
const { Entity, Exponential, Queue, Simulation, Tally } = createRequire(import.meta.url)('simscript');

/** Runs `customers` through `script`, which gets the entity and a tally; the mean time in the system, ms. */
async function run(customers, meanGap, script) {
  const times = new Tally();
  times.setHistogramParameters(0.5, 0, 200);
  class Customer extends Entity {
    async script() {
      const began = this.simulation.timeNow;
      await script(this);
      times.add(this.simulation.timeNow - began);
    }
  }
  const simulation = new Simulation();
  simulation.yieldInterval = 1e9;
  simulation.generateEntities(Customer, new Exponential(meanGap), customers);
  await new Promise((finished, failed) => {
    simulation.finished.addEventListener(finished);
    simulation.start().catch(failed);
  });
  return times.avg;
}

measure({
  w1: (customers) => {
    const server = new Queue('server', 1);
    const work = new Exponential(1);
    return run(customers, 1.25, (customer) => customer.seize(server, work.sample()));
  },
  w2: (customers) => {
    const services = [1, 2, 3, 4].map((i) => new Queue(`service ${i}`, 8));
    const database = new Queue('database', 16);
    const work = new Exponential(10);
    const query = new Exponential(5);
    let turn = 0;
    return run(customers, 0.5, async (customer) => {
      const service = services[turn];
      turn = (turn + 1) % 4;
      await customer.seize(service, work.sample());
      if (Math.random() < 0.2) await customer.seize(database, query.sample());
    });
  },
});
