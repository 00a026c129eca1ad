/** What is counted at the points of presence, and how it is called. */
import type { Pushed } from '../../mechanisms/cdn/pushed.ts';
import type { EdgeStore } from '../../mechanisms/cdn/store.ts';
import type { FigureSpec } from '../kind.ts';

export const CDN_FIGURES: readonly FigureSpec[] = [
  { id: 'hitRatio', label: 'hit', unit: 'ratio', help: 'Requests for what may be kept that were served without waiting for the origin.' },
  {
    id: 'staleShare',
    label: 'stale',
    unit: 'ratio',
    help: 'Answers from here older than what had been written and acknowledged by then.',
  },
  { id: 'edgeBytes', label: 'from the edge', unit: 'bytes', help: 'Bytes sent to callers, since the warm-up.' },
  {
    id: 'originBytes',
    label: 'from the origin',
    unit: 'bytes',
    help: 'Bytes fetched from the origin or passed through, since the warm-up.',
  },
  { id: 'fetches', label: 'fetched', unit: 'count', help: 'Times that an object was asked of the origin, since the warm-up.' },
  { id: 'confirmed', label: 'confirmed', unit: 'count', help: 'Of those, objects that had not changed and were not sent again.' },
  { id: 'rescued', label: 'in need', unit: 'count', help: 'Old answers that did because the origin failed, since the warm-up.' },
  { id: 'objects', label: 'objects', unit: 'count', help: 'Objects kept now, over all points of presence.' },
  { id: 'storedBytes', label: 'stored', unit: 'bytes', help: 'Bytes kept now, over all points of presence.' },
  { id: 'evictions', label: 'evicted', unit: 'count', help: 'Objects dropped to make room, since the warm-up.' },
];

/** Counts since the warm-up, over all points of presence. */
export class CdnCounts {
  hits = 0;
  misses = 0;
  given = 0;
  stale = 0;
  fetched = 0;
  confirmed = 0;
  rescued = 0;
  edgeBytes = 0;
  originBytes = 0;

  forget(): void {
    this.hits = 0;
    this.misses = 0;
    this.given = 0;
    this.stale = 0;
    this.fetched = 0;
    this.confirmed = 0;
    this.rescued = 0;
    this.edgeBytes = 0;
    this.originBytes = 0;
  }

  /** Writes the figures in their order. */
  write(out: Float64Array, at: number, stores: readonly EdgeStore[], pushed: readonly Pushed[]): void {
    const kept = [...stores, ...pushed];
    out[at] = this.hits / (this.hits + this.misses);
    out[at + 1] = this.stale / this.given;
    out[at + 2] = this.edgeBytes;
    out[at + 3] = this.originBytes;
    out[at + 4] = this.fetched;
    out[at + 5] = this.confirmed;
    out[at + 6] = this.rescued;
    out[at + 7] = kept.reduce((sum, one) => sum + one.objects, 0);
    out[at + 8] = kept.reduce((sum, one) => sum + one.bytes, 0);
    out[at + 9] = stores.reduce((sum, one) => sum + one.evictions, 0);
  }
}
