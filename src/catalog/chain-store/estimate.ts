/** How long reads and writes of a chain store would take while all members are well: a write passes all of them. */
import { mean, variance } from '../../std/distribution.ts';
import type { Estimator } from '../estimate.ts';
import { stationFigures } from '../estimate-station.ts';
import type { ChainValues } from './parameters.ts';

export const chainEstimate: Estimator<ChainValues> = {
  send: () => [],
  serve(given, values) {
    let [reads, writes] = [0, 0];
    given.classes.forEach(({ write }, cls) => {
      if (write) writes += given.rates[cls]!;
      else reads += given.rates[cls]!;
    });
    const { instances } = given;
    const atTail = values.reads === 'tail' ? reads : reads / instances;
    const figuresFor = (rate: number, time: ChainValues['readTime']) =>
      stationFigures({
        inflows: [{ rate, scv: given.inflowScv, spread: { how: 'turns', among: 1, counters: 1 } }],
        instances: 1,
        workers: values.workers,
        queueLimit: values.queueLimit,
        service: { mean: mean(time), variance: variance(time) },
        exponential: time.type === 'exponential',
      });
    const head = figuresFor(writes, values.writeTime);
    const tail = figuresFor(atTail, values.readTime);
    let way = 0;
    for (let i = 1; i < instances; i++) way += given.between(i - 1, i);
    const further = instances - 1;
    const write = head.wait + mean(values.writeTime) + way + further * mean(values.applyTime);
    const read = tail.wait + mean(values.readTime);
    const applying = (writes * mean(values.applyTime)) / 1000;
    return {
      mean: Float64Array.from(given.classes, (cls) => (cls.write ? write : read)),
      variance: Float64Array.from(given.classes, (cls) =>
        cls.write ? variance(values.writeTime) + further * variance(values.applyTime) : variance(values.readTime),
      ),
      utilisation: (head.utilisation + tail.utilisation) / instances,
      wait: reads + writes > 0 ? (reads * tail.wait + writes * head.wait) / (reads + writes) : 0,
      resources: [
        { name: 'workers of the head', load: head.load },
        { name: 'workers of the tail', load: tail.load },
        ...(further === 0 ? [] : [{ name: 'taking in of writes', load: applying }]),
      ],
      accepted: Math.min(head.accepted, tail.accepted),
      scv: 1,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts: [
        ...head.doubts,
        {
          text: 'Waits between members are left out: writes that follow closely wait for each other.',
          hides: applying > 0.7 ? 'time' : 'none',
        },
      ],
      figures: {},
    };
  },
};
