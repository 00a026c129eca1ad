/**
 * Which tab owns a document: the one that holds a Web Lock with its name, until it lets go or is closed. A browser without
 * locks (an insecure address) has no second owner to fear that could be asked, so there every tab owns.
 */

/** Ownership of one document; `release` gives it up. */
export interface Ownership {
  readonly release: () => void;
}

/** A page that is being reloaded lets go a moment after the next one asks: so often is asked again, and after so many ms. */
const ATTEMPTS = 4;
const ATTEMPT_MS = 120;

/** Tries to own a document. Resolves to undefined when another tab owns it and does not let go. */
export async function ownDocument(
  id: string,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): Promise<Ownership | undefined> {
  for (let attempt = 1; locks !== undefined; attempt++) {
    const ownership = await tryToOwn(id, locks);
    if (ownership !== undefined || attempt === ATTEMPTS) return ownership;
    await new Promise((resolve) => setTimeout(resolve, ATTEMPT_MS));
  }
  return { release: () => {} };
}

function tryToOwn(id: string, locks: LockManager): Promise<Ownership | undefined> {
  return new Promise((resolve) => {
    const request = locks.request(`loadbearing.document.${id}`, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(undefined);
        return;
      }
      return new Promise<void>((release) => resolve({ release }));
    });
    request.catch(() => resolve({ release: () => {} }));
  });
}
