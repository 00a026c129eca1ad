/**
 * The stage of the express way: where the state of the one simulation that runs on it stands meanwhile. Typed arrays of the
 * module, because the compiler then knows each by its address; what is called from the loop takes whole numbers only, since a
 * fraction that crosses the border of a function would be boxed. See `load` and `store` for how state comes and goes.
 */

/** Requests in flight at most; instances, streams, links. */
export const PLACES = 1 << 14;
export const INSTANCES = 1 << 7;
export const STREAMS = 1 << 9;
export const LINKS = 1 << 12;
export const SOURCES = 4;
export const BLOCK = 128;
export const BLOCK_BITS = 7;

/**
 * Columns begin some lines of the processor's cache apart, for what stands at one place in all of them is used at once, and the cache
 * has room for eight lines at most that lie a whole number of pages apart.
 */
const APART = 320;
const memory = new ArrayBuffer(PLACES * 8 * 20);
let laid = 0;

function floats(length: number): Float64Array {
  const column = new Float64Array(memory, laid, length);
  laid += length * 8 + APART;
  return column;
}

function ints(length: number): Int32Array {
  const column = new Int32Array(memory, laid, length);
  laid += length * 4 + APART;
  return column;
}

/** By place (a row's handle ÷ ROW): moments in ns. Over a link that takes no time a call is sent when it arrives, and only that is kept. */
export const sentAt = floats(PLACES);
export const arrived = floats(PLACES);
export const begun = floats(PLACES);
/** By place: its path (-1: it is free), on whose behalf (-1: a source's own), and what it asks. */
export const pathOf = ints(PLACES);
export const onBehalf = ints(PLACES);
export const keyOf = ints(PLACES);
export const sessionOf = ints(PLACES);
/** By place: the step of its plan, which of all that were ever taken it is, who is behind it in the line, its generation. */
export const stepOf = ints(PLACES);
export const orderOf = ints(PLACES);
export const behind = ints(PLACES);
export const generation = ints(PLACES);
/** By place: where it is, and how it ended if it fails: of those on their way back, 0 for others. */
export const whereabouts = new Uint8Array(PLACES);
export const THERE = 0;
export const ON_ITS_WAY = 1;
export const ON_ITS_WAY_BACK = 2;
export const outcomeOf = new Uint8Array(PLACES);
export const causeOf = ints(PLACES);
/** Free places, the next one last. */
export const free = ints(PLACES);

/** Work that is under way: a heap by its end, four children to a parent; room past the end holds Infinity. */
export const due = floats(PLACES + 8).fill(Number.POSITIVE_INFINITY);
export const whose = ints(PLACES + 8);
export const order = ints(PLACES + 8);

/** By instance: the meter's cells; slots, limit of the line, first and last in it, its station's index. */
export const cells = new Float64Array(INSTANCES * 20);
export const slots = new Float64Array(INSTANCES);
export const limits = new Float64Array(INSTANCES);
export const first = new Int32Array(INSTANCES);
export const last = new Int32Array(INSTANCES);
export const nodeOf = new Int32Array(INSTANCES);
/** By instance: stream of its work and mean of that (-1: not exponential), 1 if workers wait for calls, stream of its choices. */
export const workStream = new Int32Array(INSTANCES);
export const workMean = new Float64Array(INSTANCES);
export const holds = new Uint8Array(INSTANCES);
export const choiceStream = new Int32Array(INSTANCES);
/** What the digest is told of an instance's event. */
export const doneAs = new Int32Array(INSTANCES);
/** By instance, as it was loaded: calls in flight, calls in the line, calls turned away. */
export const stood = new Float64Array(INSTANCES * 3);

/**
 * A path: a link, one of its targets, and a class, in this order: the classes of one target stand together, the targets of a link
 * one after the other. By path: its instance, link, class, and the calls of its plan.
 */
export const PATHS = 1 << 11;
export const pathInstance = new Int32Array(PATHS);
export const pathLink = new Int32Array(PATHS);
export const pathClass = new Int32Array(PATHS);
export const planFrom = new Int32Array(PATHS);
export const planTo = new Int32Array(PATHS);
/** The instance of the source it comes from, or -1. */
export const pathSource = new Int32Array(PATHS);
/** Of its link: front of its messages (-1: they take no time) and of its timeouts (-1: it has none). */
export const pathWay = new Int32Array(PATHS);
export const pathExpiry = new Int32Array(PATHS);
/** Where its link's pools stand among all, less the caller's first instance; NO_POOL: it has none. */
export const pathPool = new Int32Array(PATHS);
export const NO_POOL = -(1 << 20);
/** Where its link's lane of counts begins. */
export const pathVia = new Int32Array(PATHS);
/** Since it was loaded: calls that failed there, those whose callers know it, and how many more are in flight than then. */
export const pathTurned = new Int32Array(PATHS);
export const pathFailed = new Int32Array(PATHS);
export const pathMore = new Int32Array(PATHS);

/** Calls of all plans: path of the link's first target, and chance. */
export const CALLS = 1 << 12;
export const callPath = new Int32Array(CALLS);
export const chances = new Float64Array(CALLS);

/** By link: its first target, how many there are, whose turn it is; path of the first class to its first target. */
export const firstTarget = new Int32Array(LINKS);
export const targets = new Int32Array(LINKS);
export const turn = new Int32Array(LINKS);
export const firstPath = new Int32Array(LINKS);

/** Pools, one for each instance of a caller: connections open, how many there may be, and the most there were. */
export const POOLS = 1 << 10;
export const poolOpen = new Int32Array(POOLS);
export const poolRoom = new Int32Array(POOLS);
export const poolHighest = new Int32Array(POOLS);

/** Streams (those of sources' requests first): exponentials made ahead and how many of a block are taken; both generators' words. */
export const blocks = new Float64Array(STREAMS * BLOCK);
export const taken = new Int32Array(STREAMS);
export const words = new Int32Array(STREAMS * 8);
/** Which stream is a source's gaps, a station's work, a station's choices. */
export function gapStreamOf(source: number): number {
  return SOURCES + source;
}
export function workStreamOf(node: number): number {
  return 2 * (SOURCES + node);
}
export function choiceStreamOf(node: number): number {
  return 2 * (SOURCES + node) + 1;
}

/**
 * What comes in its own order: sources' requests, then lanes. When the first is due, its place in the sequence, and what the digest
 * is told of a source's.
 */
export const FRONTS = 16;
export const frontDue = new Float64Array(FRONTS).fill(Number.POSITIVE_INFINITY);
export const frontOrder = new Int32Array(FRONTS);
export const frontAs = new Int32Array(FRONTS);
/** Sources: what they draw gaps from, and the number of the request that is due. */
export const rate = new Float64Array(SOURCES);
export const gapStream = new Int32Array(SOURCES);
export const sourceAt = new Int32Array(SOURCES);
export const number = new Int32Array(SOURCES);
/** Requests made ahead, by source: path, key, session; how many of a block are taken, and where it began. */
export const AHEAD = 64;
export const drawnPath = new Int32Array(SOURCES * AHEAD);
export const drawnKey = new Int32Array(SOURCES * AHEAD);
export const drawnSession = new Int32Array(SOURCES * AHEAD);
export const drawn = new Int32Array(SOURCES).fill(AHEAD);
export const drawnFrom = new Int32Array(SOURCES);

/** By class: whether it writes. */
export const CLASSES = 64;
export const writes = new Uint8Array(CLASSES);

/** Moments: now, and until when. */
export const moments = new Float64Array(4);
export const NOW = 0;
export const UNTIL = 1;
export const SPAN = 2;
export const ENDS_AT = 3;

/** Whole numbers. */
export const numbers = new Int32Array(26);
export const PENDING = 0;
export const SEQUENCE = 1;
export const FREE = 2;
export const HOLE = 3;
/** The front that is due first, and how many there are. */
export const SOONEST = 4;
export const FRONT_COUNT = 5;
export const DIGEST_A = 6;
export const DIGEST_B = 7;
/** Places that were ever taken; and before the present moment; and calls of that moment that were sent before the slice. */
export const TAKEN = 8;
export const TAKEN_BEFORE = 9;
/** The fewest places that were free. */
export const LEAST_FREE = 10;
export const CLASS_COUNT = 11;
/** 1 while something is counted that is not in the histograms yet: of the chart window, of anything. */
export const NEWS_OF_WINDOW = 15;
export const NEWS = 16;
export const CHORD_COUNT = 17;
/** Where the lanes of whole stays begin, and those of own work. */
export const STAYS = 18;
export const OWNS = 19;
/** Where the chords of paths begin. */
export const CHORDS_OF_PATHS = 20;
export const PATH_COUNT = 21;
/** 1 where links are guarded: no call may fail here. Then the lines that are full and the pools that are empty. */
export const CAREFUL = 22;
export const FULL = 23;
export const SOURCE_COUNT = 24;
/** Places that must be free for an event to be begun. */
export const SPARE = 16;

/**
 * Times are counted under chords: own work and waits of an instance (2i, 2i + 1), then four by path: calls without own work in the
 * time and with it, as they leave; calls as they come back, where links take time; one that is not used. For each how many, their sum, the smallest and the largest; how many are told to the meter already.
 */
const CHORDS = 2 * INSTANCES + 4 * PATHS;
export const chordTotals = new Float64Array(CHORDS * 4);
export const chordTold = new Float64Array(CHORDS);
/** Of these, those outside the usual range, which are in the histograms. */
export const chordOdd = new Float64Array(CHORDS);
/** For each lane how many times fell into each bucket, 32 octaves of 128 from 2^8 ns: waits, own work, stays by instance, and links. */
export const LANES = 1 << 9;
export const RANGE = 1 << 12;
/** From one lane to the next: as with columns, not a whole number of pages. */
export const STRIDE = RANGE + 208;
export const LOWEST = (1023 + 8) << 7;
export const counts = new Uint32Array(LANES * STRIDE);
export const float = new Float64Array(1);
export const upper = new Int32Array(float.buffer);
