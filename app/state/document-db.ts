/**
 * Documents in the browser's storage: plain records in IndexedDB. Every write is read back and compared before it counts.
 * Texts are opaque here; whoever opens one passes it through `readText` like anything else from outside.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A design as it was last saved. */
export interface KeptDocument {
  readonly id: string;
  readonly title: string;
  readonly savedAt: number;
  readonly text: string;
}

/** A state of a document that somebody asked to keep under a name. */
export interface KeptVersion {
  readonly key: string;
  readonly document: string;
  readonly name: string;
  readonly keptAt: number;
  readonly text: string;
}

/** What the keeper needs of a storage; tests bring one that forgets, lies or refuses. */
export interface DocumentDb {
  readonly get: (id: string) => Promise<KeptDocument | undefined>;
  /** Writes it and makes it the last one open. Resolves to whether what was written could be read back, letter by letter. */
  readonly put: (kept: KeptDocument) => Promise<boolean>;
  readonly list: () => Promise<readonly KeptDocument[]>;
  readonly remove: (id: string) => Promise<void>;
  /** The document that was open last, in any tab. */
  readonly last: () => Promise<string | undefined>;
  readonly setLast: (id: string) => Promise<void>;
  readonly versions: (document: string) => Promise<readonly KeptVersion[]>;
  readonly putVersion: (version: KeptVersion) => Promise<void>;
  readonly removeVersion: (key: string) => Promise<void>;
}

interface Schema extends DBSchema {
  documents: { key: string; value: KeptDocument };
  versions: { key: string; value: KeptVersion; indexes: { document: string } };
  settings: { key: string; value: string };
}

const NAME = 'loadbearing';
const VERSION = 1;
const LAST = 'last-document';

/** Opens the storage; undefined when the browser refuses (private window, blocked, full, or a newer version is open). */
export async function openDocumentDb(): Promise<DocumentDb | undefined> {
  try {
    const db = await openDB<Schema>(NAME, VERSION, {
      upgrade(db) {
        db.createObjectStore('documents', { keyPath: 'id' });
        db.createObjectStore('versions', { keyPath: 'key' }).createIndex('document', 'document');
        db.createObjectStore('settings');
      },
      // Another tab with a newer version of the page wants to upgrade: give way, this tab goes on in memory.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    // Some browsers open a storage that refuses the first write: better to learn it now.
    await db.put('settings', String(Date.now()), 'opened');
    return wrapDb(db);
  } catch {
    return undefined;
  }
}

function wrapDb(db: IDBPDatabase<Schema>): DocumentDb {
  return {
    get: (id) => db.get('documents', id),
    put: async (kept) => {
      const write = db.transaction(['documents', 'settings'], 'readwrite');
      await Promise.all([write.objectStore('documents').put(kept), write.objectStore('settings').put(kept.id, LAST), write.done]);
      const back = await db.get('documents', kept.id);
      return back?.text === kept.text;
    },
    list: async () => (await db.getAll('documents')).sort((a, b) => b.savedAt - a.savedAt),
    remove: async (id) => {
      const versions = await db.getAllKeysFromIndex('versions', 'document', id);
      await Promise.all([db.delete('documents', id), ...versions.map((key) => db.delete('versions', key))]);
    },
    last: () => db.get('settings', LAST),
    setLast: async (id) => {
      await db.put('settings', id, LAST);
    },
    versions: async (document) => (await db.getAllFromIndex('versions', 'document', document)).sort((a, b) => b.keptAt - a.keptAt),
    putVersion: async (version) => {
      await db.put('versions', version);
    },
    removeVersion: (key) => db.delete('versions', key),
  };
}
