/**
 * Which document is open, and who keeps it. Opening anything (an example, a file, a link, another kept design) begins a new
 * document; the one before it stays where it was, and the way back is offered. Nothing that comes in can overwrite work.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Design } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import { leftOutWords, openText } from '../../src/design/read.ts';
import { getDesign, openDesign, type Saved, setSaved, subscribeDesign } from './design-store.ts';
import { type DocumentDb, type KeptDocument, type KeptVersion, openDocumentDb } from './document-db.ts';
import { type Ownership, ownDocument } from './document-lock.ts';
import { Keeper } from './keeper.ts';
import { memoryDb } from './memory-db.ts';
import { beginStart, endStart, MOST_BAD_STARTS } from './start-count.ts';
import { setView } from './view-store.ts';

export interface DocumentsState {
  /** Whether the page has opened what it opens by itself. */
  readonly ready: boolean;
  /** Whether the browser keeps what is written; `blocked` until it has said so. */
  readonly storage: 'kept' | 'blocked';
  readonly id: string;
  /** Whether another tab keeps this document: this one works on a copy that is not kept. */
  readonly elsewhere: boolean;
  /** What was open before something else was opened. */
  readonly previous: { readonly id: string; readonly title: string } | undefined;
  /** The text of a document that could not be opened, and why, in words. */
  readonly unreadable: { readonly text: string; readonly why: string } | undefined;
  /** Whether the browser promised not to clear the storage by itself; undefined before it was asked. */
  readonly persistent: boolean | undefined;
}

const store = createStore<DocumentsState>(() => ({
  ready: false,
  storage: 'blocked',
  id: newId(),
  elsewhere: false,
  previous: undefined,
  unreadable: undefined,
  persistent: undefined,
}));

/** Which document this tab had open before it was reloaded. */
const TAB = 'loadbearing.tab';

/** A page that has answered for so long has started, ms (chosen). */
const STARTED_MS = 2_000;
const SAFE = 'Safe mode opens nothing by itself. Here is the text of the last design.';
const TWICE = 'The last design kept the page from starting, so it was left closed. It is untouched; here is its text.';

let db: DocumentDb = memoryDb();
let keeper = new Keeper(db, keeperHost());
let ownership: Ownership | undefined;
/** The design as it was opened: what a copy is compared with to see whether there is work in it. */
let opened: Design | undefined;

export function useDocuments<T>(select: (state: DocumentsState) => T): T {
  return useStore(store, select);
}

export function getDocuments(): DocumentsState {
  return store.getState();
}

/** Opens the storage and what was open last, unless that is known to keep the page from starting. */
export async function startDocuments(safe: boolean): Promise<void> {
  await openLast(safe);
  store.setState({ ready: true });
}

async function openLast(safe: boolean): Promise<void> {
  const badStarts = countStart();
  const durable = await openDocumentDb();
  db = durable ?? db;
  keeper = new Keeper(db, keeperHost());
  subscribeDesign(() => keeper.changed());
  keepOnLeaving();
  store.setState({ storage: durable === undefined ? 'blocked' : 'kept' });
  const id = attempt(() => sessionStorage.getItem(TAB)) ?? (await db.last().catch(() => undefined));
  if (!id) return ownNew();
  if (!safe && badStarts < MOST_BAD_STARTS) return openById(id);
  const kept = await db.get(id).catch(() => undefined);
  if (kept !== undefined) store.setState({ unreadable: { text: kept.text, why: safe ? SAFE : TWICE } });
  return ownNew();
}

/** Opens a design as a new document; the one that was open stays kept, and the way back is remembered. */
export async function openAsNew(design: Design): Promise<void> {
  await leave();
  openDesign(design);
  await ownNew();
}

/** Opens a kept document. */
export async function openKept(id: string): Promise<void> {
  if (id === getDocuments().id) return;
  if ((await db.get(id)) === undefined) {
    setView({ notice: { text: 'That design is not kept here any more.', tone: 'bad' } });
    return;
  }
  await leave();
  await openById(id);
}

export async function backToPrevious(): Promise<void> {
  const { previous } = getDocuments();
  if (previous !== undefined) await openKept(previous.id);
}

/** In a tab that does not keep its copy: makes the copy a document of its own. */
export async function keepAsOwn(): Promise<void> {
  await ownNew();
}

export function forgetPrevious(): void {
  store.setState({ previous: undefined });
}

/** Shows a text that could not be opened, to be copied, with the reason. */
export function showUnreadable(text: string, why: string): void {
  store.setState({ unreadable: { text, why } });
}

/** What helps against a version that knows too little. */
const RELOAD = 'Reload the page for the newest version; the text itself still has all of it.';

/**
 * What this version does not know is lost to the design and not to the reader: it stands in the text, which is kept to be copied.
 * `said`: what became of the rest, as a sentence. Nothing is shown when nothing was left out.
 */
export function showLeftOut(text: string, said: string, leftOut: readonly string[]): void {
  const words = leftOutWords(leftOut);
  if (words !== undefined) showUnreadable(text, `${said} ${words} ${RELOAD}`);
}

export function forgetUnreadable(): void {
  store.setState({ unreadable: undefined });
}

export async function listDocuments(): Promise<readonly KeptDocument[]> {
  await keeper.flush();
  return db.list();
}

export async function removeDocument(id: string): Promise<void> {
  await db.remove(id);
  if (getDocuments().previous?.id === id) forgetPrevious();
}

export async function listVersions(): Promise<readonly KeptVersion[]> {
  return db.versions(getDocuments().id);
}

/** Keeps the design as it is now under a name. @returns whether the storage took it. */
export async function keepVersion(name: string, nowMs: number = Date.now()): Promise<boolean> {
  const version = { key: newId(), document: getDocuments().id, name, keptAt: nowMs, text: JSON.stringify(getDesign()) };
  return db.putVersion(version).then(
    () => true,
    () => false,
  );
}

export async function removeVersion(key: string): Promise<void> {
  await db.removeVersion(key);
}

/** Asks the browser not to clear the storage by itself. */
async function askPersistence(): Promise<void> {
  if (getDocuments().persistent !== undefined) return;
  const persistent = await navigator.storage?.persist?.().catch(() => false);
  store.setState({ persistent: persistent ?? false });
}

/** Owns first and reads then: what another tab wrote before it let go is never overwritten by an older reading. */
async function openById(id: string): Promise<void> {
  const owned = await ownDocument(id);
  const kept = await db.get(id).catch(() => undefined);
  const read = kept && openText(kept.text);
  if (kept === undefined || read === undefined || !read.ok) {
    owned?.release();
    if (kept !== undefined && read?.ok === false) {
      const why = `“${kept.title}” cannot be read: ${read.error[0]?.message ?? 'it is damaged.'} It is untouched; here is its text.`;
      store.setState({ unreadable: { text: kept.text, why } });
    }
    openDesign(emptyDesign());
    return ownNew();
  }
  const { design, leftOut } = read.value;
  openDesign(design);
  const lost = leftOutWords(leftOut);
  if (lost !== undefined) {
    // Kept by a newer version, and worked on by this one as a copy: what this one does not know must not be overwritten.
    owned?.release();
    store.setState({ unreadable: { text: kept.text, why: `This is a copy of “${kept.title}”. ${lost} What is kept is untouched.` } });
    return ownNew();
  }
  opened = design;
  ownership = owned;
  store.setState({ id, elsewhere: owned === undefined });
  if (getDocuments().previous?.id === id) forgetPrevious();
  if (owned === undefined) return keeper.disown();
  keep(id, design);
  await db.setLast(id).catch(() => undefined);
}

/** Makes what is open a new document of this tab. */
async function ownNew(): Promise<void> {
  const id = newId();
  opened = getDesign();
  ownership = await ownDocument(id);
  store.setState({ id, elsewhere: false });
  // An empty design is written with its first part and not before.
  keep(id, opened.nodes.length === 0 ? opened : undefined);
}

function keep(id: string, kept: Design | undefined): void {
  keeper.own(id, kept);
  attempt(() => sessionStorage.setItem(TAB, id));
}

/** Before something else is opened: writes what is open, lets go of it, and remembers the way back when there is work in it. */
async function leave(): Promise<void> {
  const design = getDesign();
  if (getDocuments().elsewhere && design !== opened) keeper.own(newId(), undefined);
  await keeper.flush();
  const id = keeper.id;
  if (id !== undefined && design.nodes.length > 0) store.setState({ previous: { id, title: design.title } });
  keeper.disown();
  ownership?.release();
  ownership = undefined;
}

/** Notes that this start begins, and after a while, or when the page is left in good order, that it went well. */
function countStart(): number {
  const wentWell = (): void => attempt(() => endStart(localStorage));
  setTimeout(wentWell, STARTED_MS);
  window.addEventListener('pagehide', wentWell);
  return attempt(() => beginStart(localStorage)) ?? 0;
}

function keepOnLeaving(): void {
  const flush = (): void => void keeper.flush();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  window.addEventListener('pagehide', flush);
}

function keeperHost() {
  return {
    design: getDesign,
    onSaved: (saved: Saved) => {
      const { storage } = getDocuments();
      setSaved(storage === 'blocked' ? 'off' : saved);
      // Asked with the first work that is kept, not before there is any.
      if (saved === 'saved' && storage === 'kept' && getDesign().nodes.length > 0) void askPersistence();
    },
    nowMs: () => Date.now(),
    later: (then: () => void, ms: number) => {
      const id = setTimeout(then, ms);
      return () => clearTimeout(id);
    },
  };
}

function newId(): string {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('');
}

/** What a function gives, or undefined where the browser forbids it. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
