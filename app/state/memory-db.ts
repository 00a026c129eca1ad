/** Documents in memory: what stands in for the browser's storage where it is blocked, for as long as the page lives. */
import type { DocumentDb, KeptDocument, KeptVersion } from './document-db.ts';

export function memoryDb(): DocumentDb {
  const documents = new Map<string, KeptDocument>();
  const versions = new Map<string, KeptVersion>();
  let last: string | undefined;
  return {
    get: async (id) => documents.get(id),
    put: async (kept) => {
      documents.set(kept.id, kept);
      last = kept.id;
      return true;
    },
    list: async () => [...documents.values()].sort((a, b) => b.savedAt - a.savedAt),
    remove: async (id) => {
      documents.delete(id);
      for (const version of versions.values()) if (version.document === id) versions.delete(version.key);
    },
    last: async () => last,
    setLast: async (id) => {
      last = id;
    },
    versions: async (document) => [...versions.values()].filter((one) => one.document === document).sort((a, b) => b.keptAt - a.keptAt),
    putVersion: async (version) => {
      versions.set(version.key, version);
    },
    removeVersion: async (key) => {
      versions.delete(key);
    },
  };
}
