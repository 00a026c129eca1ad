/**
 * The stage of the express way: where the state of the one simulation that runs on it stands meanwhile, in the memory of the kernel. Typed
 * arrays of the module, because both compilers then know each by its address; what is called from the loop takes whole numbers only, since
 * a fraction that crosses the border of a function would be boxed. See `load` and `store` for how state comes and goes.
 */

import { LAYERS, ziggurat } from '../../std/random.ts';
import { EVENT } from '../lane.ts';
import { webAssembly } from './web-assembly.ts';

/** Whole numbers of 32 bits and all numbers, as the kernel's language calls them. */
export type i32 = number;
export type f64 = number;
/** A moment that never comes. */
export const NEVER = Number.POSITIVE_INFINITY;
export const MOST_SAFE = Number.MAX_SAFE_INTEGER;

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
/** One stretch of memory for all of them, which the kernel works in. */
const PAGES = 784;
export const memory = webAssembly === undefined ? undefined : new webAssembly.Memory({ initial: PAGES, maximum: PAGES });
const buffer = memory?.buffer ?? new ArrayBuffer(PAGES << 16);
let laid = 0;

function floats(length: number): Float64Array {
  return new Float64Array(buffer, lay(length * 8), length);
}

function ints(length: number): Int32Array {
  return new Int32Array(buffer, lay(length * 4), length);
}

function halves(length: number): Uint16Array {
  return new Uint16Array(buffer, lay(length * 2), length);
}

function bytes(length: number): Uint8Array {
  return new Uint8Array(buffer, lay(length), length);
}

/** Where the next column begins. */
function lay(size: number): number {
  const at = laid;
  laid = Math.ceil((laid + size + APART) / 8) * 8;
  return at;
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
export const whereabouts = bytes(PLACES);
export const THERE = 0;
export const ON_ITS_WAY = 1;
export const ON_ITS_WAY_BACK = 2;
export const outcomeOf = bytes(PLACES);
export const causeOf = ints(PLACES);
/** Free places, the next one last. */
export const free = ints(PLACES);

/**
 * Work that is under way: a heap by its end, four children to a parent; room past the end holds Infinity. What is compared is one
 * number, its key: 2^52, and the moment less that from which keys are counted times RANKS, and the rank in which it was scheduled. So
 * the lower word of a key tells its rank, and no two keys are equal. When it ends exactly stands by place; nobody ends never.
 */
export const keys = floats(PLACES + 8).fill(Number.POSITIVE_INFINITY);
export const keyWords = new Int32Array(buffer, keys.byteOffset, 2 * keys.length);
export const RANKS = 1 << 14;
/** Moments further ahead are not told apart: a slice ends before them (2^39 ns; half of it is four minutes and a half). */
export const FAR = 549_755_813_888;
export const endsAt = floats(PLACES + 1);
const NOBODY = PLACES;
endsAt[NOBODY] = Number.POSITIVE_INFINITY;
/** By rank: its place; rank 0 is nobody's. And of those scheduled before the slice, their sequence. */
export const placeOfRank = halves(RANKS);
placeOfRank[0] = NOBODY;
export const sequenceOfRank = ints(RANKS);

/** By instance: calls that are there, that wait in the line, that workers are at, and the most of each there ever were. */
export const present = ints(INSTANCES);
export const presentMost = ints(INSTANCES);
export const queued = ints(INSTANCES);
export const queuedMost = ints(INSTANCES);
export const busy = ints(INSTANCES);
export const busyMost = ints(INSTANCES);
/** By instance: slots, limit of the line, first and last in it, its station's index. */
export const slots = ints(INSTANCES);
export const limits = ints(INSTANCES);
export const first = ints(INSTANCES);
export const last = ints(INSTANCES);
export const nodeOf = ints(INSTANCES);
/** By instance: the meter's other cells; and what the areas of its levels cannot be worked out from: times of calls that failed, and of held workers. */
export const cells = floats(INSTANCES * 20);
export const failedTime = floats(INSTANCES);
export const heldTime = floats(INSTANCES);
/** By instance: stream of its work (-1: not exponential), 1 if workers wait for calls, stream of its choices. */
export const workStream = ints(INSTANCES);
export const holds = bytes(INSTANCES);
export const choiceStream = ints(INSTANCES);
/** What the digest is told of an instance's event. */
export const doneAs = ints(INSTANCES);
/** By instance, as it was loaded: calls there, calls in the line, calls turned away. */
export const stood = floats(INSTANCES * 3);

/**
 * A path: a link, one of its targets, and a class, in this order: the classes of one target stand together, the targets of a link
 * one after the other. By path: its instance, link, class, and the calls of its plan.
 */
export const PATHS = 1 << 11;
export const pathInstance = ints(PATHS);
export const pathLink = ints(PATHS);
export const pathClass = ints(PATHS);
export const planFrom = ints(PATHS);
export const planTo = ints(PATHS);
/** The instance of the source it comes from, or -1. */
export const pathSource = ints(PATHS);
/** Of its link: front of its messages (-1: they take no time) and of its timeouts (-1: it has none). */
export const pathWay = ints(PATHS);
export const pathExpiry = ints(PATHS);
/** Where its link's pools stand among all, less the caller's first instance; NO_POOL: it has none. */
export const pathPool = ints(PATHS);
export const NO_POOL = -(1 << 20);
/** 1 when its link has any of these. */
export const pathMannered = bytes(PATHS);
/** Since it was loaded: calls that failed there, those whose callers know it, and how many more are in flight than then. */
export const pathTurned = ints(PATHS);
export const pathFailed = ints(PATHS);
export const pathInFlight = ints(PATHS);

/** Calls of all plans: path of the link's first target, and chance. */
export const CALLS = 1 << 12;
export const callPath = ints(CALLS);
export const chances = floats(CALLS);

/** By link: its first target, how many there are, whose turn it is; path of the first class to its first target. */
export const firstTarget = ints(LINKS);
export const targets = ints(LINKS);
export const turn = ints(LINKS);
export const firstPath = ints(LINKS);

/** Pools, one for each instance of a caller: connections open, how many there may be, and the most there were. */
export const POOLS = 1 << 10;
export const poolOpen = ints(POOLS);
export const poolRoom = ints(POOLS);
export const poolHighest = ints(POOLS);

/** Streams (those of sources' requests first): exponentials made ahead and how many of a block are taken; both generators' words. */
export const blocks = floats(STREAMS * BLOCK);
export const taken = ints(STREAMS);
/** The same times what they are the time of: whole ns of work, or to the next request. What they are multiplied with, or divided by. */
export const spans = floats(STREAMS * BLOCK);
export const scale = floats(STREAMS);
/** The ziggurat (see std/random). */
export const inner = floats(LAYERS);
export const width = floats(LAYERS);
export const height = floats(LAYERS + 1);
inner.set(ziggurat.inner);
width.set(ziggurat.width);
height.set(ziggurat.height);
export const TAIL = ziggurat.R;
/** Streams of choices: numbers from 0 to 1 made ahead, how many of them are used, and 1 while there are any. */
export const EVENS_BITS = 6;
export const EVENS = 1 << EVENS_BITS;
export const evens = floats(STREAMS * EVENS);
export const evensUsed = ints(STREAMS).fill(EVENS);
export const evensMade = bytes(STREAMS);
export const words = ints(STREAMS * 8);
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
 * What comes in its own order: sources' requests, then lanes. When the first is due and its place in the sequence; what the digest is told
 * of a source's, what a lane's is, and what it is about: a place and its generation.
 */
export const FRONTS = 16;
export const frontDue = floats(FRONTS).fill(Number.POSITIVE_INFINITY);
export const frontOrder = ints(FRONTS);
export const frontAs = ints(FRONTS);
export const frontPlace = ints(FRONTS);
export const frontGeneration = ints(FRONTS);
/**
 * Lanes by front: first in its ring, how many there are, the ring's mask, a bit for each sort of event that ever stood there, how far
 * ahead. The rings themselves stand here as long as their simulation is on the stage: moments, and what is kept of an event (see Lane).
 */
export const laneFirst = ints(FRONTS);
export const laneCount = ints(FRONTS);
export const laneMask = ints(FRONTS);
export const laneSorts = ints(FRONTS);
export const laneDelay = floats(FRONTS);
export const LANE_BITS = 16;
export const LANE_ROOM = 1 << LANE_BITS;
export const laneTimes = floats(FRONTS * LANE_ROOM);
export const laneSaid = ints(FRONTS * LANE_ROOM * EVENT);
/** Sources: what they draw gaps from, and the number of the request that is due. */
export const gapStream = ints(SOURCES);
export const sourceAt = ints(SOURCES);
export const number = ints(SOURCES);
/** Requests made ahead, by source: path, key, session; how many of a block are taken, and where it began. */
export const AHEAD = 64;
export const drawnPath = ints(SOURCES * AHEAD);
export const drawnKey = ints(SOURCES * AHEAD);
export const drawnSession = ints(SOURCES * AHEAD);
export const drawn = ints(SOURCES).fill(AHEAD);
export const drawnFrom = ints(SOURCES);
/**
 * By source: words made ahead, how many of them are used, 1 while there are any, and where the stream stands behind them. The stream's
 * state among the words above is that before them.
 */
export const WORDS_BITS = 8;
export const WORDS = 1 << WORDS_BITS;
export const made = ints(SOURCES * WORDS);
export const wordsUsed = ints(SOURCES);
export const isAhead = bytes(SOURCES);
export const behindMade = ints(SOURCES * 4);
/** By source: where its stream stood before it drew ahead. */
export const wordsBefore = ints(SOURCES * 8);
export const usedBefore = ints(SOURCES);
/** By source whose requests are all alike: their path (-1: they are not), how many sessions and keys there are, what makes a number a key. */
export const alikePath = ints(SOURCES);
export const alikeSessions = ints(SOURCES);
export const alikeKeys = ints(SOURCES);
export const alikeSpaces = ints(SOURCES);
export const alikeSpace = ints(SOURCES);
/** Where a source's table of keys begins (-1: they are spread evenly); the tables: see std/zipf. */
export const alikeTable = ints(SOURCES);
export const TABLES = 1 << 16;
export const cuts = floats(TABLES);
export const aliases = ints(TABLES);

/** By class: whether it writes. */
export const CLASSES = 64;
export const writes = bytes(CLASSES);

/** Moments: now, until when, a time that something took, and from when keys are counted. */
export const moments = floats(4);
export const NOW = 0;
export const UNTIL = 1;
export const SPAN = 2;
export const FLOOR = 3;

/** Whole numbers. */
export const numbers = ints(26);
export const PENDING = 0;
/** The next rank, and what must be added to a rank for its place in the sequence of all events. */
export const RANK = 1;
export const RANK_TO_SEQUENCE = 2;
/** Ranks up to this one are of long before, and have their sequence beside them. */
export const OLD_RANKS = 20;
/** Ranks from here on are spare: no event may be begun. */
export const LAST_RANK = RANKS - 256;
export const FREE = 3;
export const HOLE = 4;
/** The front that is due first, and how many there are. */
export const SOONEST = 5;
export const FRONT_COUNT = 6;
export const DIGEST_A = 7;
export const DIGEST_B = 8;
/** Places that were ever taken; and before the present moment. */
export const TAKEN = 9;
export const TAKEN_BEFORE = 10;
/** The fewest places that were free. */
export const LEAST_FREE = 11;
export const CLASS_COUNT = 12;
export const PATH_COUNT = 13;
/** 1 where links are guarded: no call may fail here. Then the lines that are full and the pools that are empty. */
export const CAREFUL = 14;
export const FULL = 15;
export const SOURCE_COUNT = 16;
/** Places that must be free for an event to be begun. */
export const SPARE = 16;
/** How many chords are in use. 1 while something is counted that is not in the trails yet, and not in the histograms. */
export const CHORD_COUNT = 17;
export const NEWS_OF_TRAILS = 18;
export const NEWS = 19;
/** How many lanes there are. */
export const LANE_COUNT = 21;

/**
 * Times are counted under chords, of which four go with a path: calls without own work in the time and with it, as they leave; calls as
 * they come back, where links take time; one that is not used. Then own work and waits by instance.
 */
export const OWN_CHORDS = 4 * PATHS;
export const CHORDS = OWN_CHORDS + 2 * INSTANCES;
/** By chord: how many times, their sum, the smallest and the largest, how many and which sum were told to the meter already. */
export const TOTALS = 8;
export const chordTotals = floats(CHORDS * TOTALS);
/** By chord: up to three lanes in which it is counted, as the first cell of each; -1: none. */
export const chordLanes = ints(CHORDS * 4);

/** The chords in use. By chord: a reel of times that are noted and not counted yet, and how many. */
export const chordsInUse = ints(CHORDS);
export const REEL_BITS = 7;
export const REEL = 1 << REEL_BITS;
export const noted = floats(CHORDS * REEL);
export const notedWords = new Int32Array(buffer, noted.byteOffset, 2 * noted.length);
export const reeled = ints(CHORDS);

/** For each lane how many times fell into each bucket, 32 octaves of 128 from 2^8 ns. */
export const LANES = 1 << 9;
export const RANGE = 1 << 12;
/** From one lane to the next: as with columns, not a whole number of pages. */
export const STRIDE = RANGE + 208;
export const LOWEST = (1023 + 8) << 7;
export const counts = new Uint32Array(buffer, lay(LANES * STRIDE * 4), LANES * STRIDE);
/** By lane: slots of its buckets on their way into trails, and how many are listed. How many lanes there are. */
export const LIST_BITS = 11;
export const LIST = 1 << LIST_BITS;
export const lists = halves(LANES * LIST);
export const listed = ints(LANES);
/** Of the figures of a chord or lane: the sum, the smallest, the largest. */
export const SUM = 1;
export const MIN = 2;
export const MAX = 3;
