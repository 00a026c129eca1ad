/**
 * Where a run takes from the heap: V8's sampling profile of allocations, what was collected again included, as bytes an
 * event by place. Numbers that travel between functions that were not compiled into one are boxed; this finds them.
 */
import { type HeapProfiler, Session as Inspector } from 'node:inspector';

/** Bytes between two samples on average. */
const INTERVAL = 1024;

export interface Site {
  /** The function that allocated, and those that called it, innermost first. */
  readonly place: string;
  readonly bytesPerEvent: number;
}

/** Profiles this work, which answers how many events it did: the places that take most, most first. */
export function sites(work: () => number, most: number): readonly Site[] {
  const inspector = new Inspector();
  inspector.connect();
  const ask = { samplingInterval: INTERVAL, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true };
  inspector.post('HeapProfiler.startSampling', ask);
  const events = work();
  const bytes = new Map<string, number>();
  inspector.post('HeapProfiler.stopSampling', (error, told) => {
    if (error === null) gather(told.profile.head, [], bytes);
  });
  inspector.disconnect();
  const all = [...bytes].map(([place, sum]) => ({ place, bytesPerEvent: Math.round((sum / events) * 100) / 100 }));
  return all.sort((a, b) => b.bytesPerEvent - a.bytesPerEvent).slice(0, most);
}

function gather(node: HeapProfiler.SamplingHeapProfileNode, callers: readonly string[], into: Map<string, number>): void {
  const names = [`${node.callFrame.functionName}:${node.callFrame.lineNumber + 1}`, ...callers].slice(0, 4);
  const place = names.join(' < ');
  into.set(place, (into.get(place) ?? 0) + node.selfSize);
  for (const child of node.children) gather(child, names, into);
}
