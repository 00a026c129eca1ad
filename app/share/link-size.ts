/** How far a link gets with its length (C02), in words. Pure. */

/** Every browser, chat and mail program takes this many characters. */
export const FITS_EVERYWHERE = 2_000;
/** Browsers take this many; some mail programs and chats cut earlier. */
export const FITS_MOST = 8_000;
/** A QR code that a phone reads from a screen: 1,273 bytes is version 40 at the best correction, and plenty (C15). */
export const FITS_QR = 1_273;

export interface LinkSize {
  readonly band: 'everywhere' | 'most' | 'file';
  readonly tone: 'good' | 'warn' | 'bad';
  readonly words: string;
}

export function linkSize(length: number): LinkSize {
  const count = `${length.toLocaleString('en-GB')} characters`;
  if (length <= FITS_EVERYWHERE) return { band: 'everywhere', tone: 'good', words: `${count}: fits everywhere` };
  if (length <= FITS_MOST)
    return { band: 'most', tone: 'warn', words: `${count}: fits browsers, though some mail and chat programs cut it` };
  return { band: 'file', tone: 'bad', words: `${count}: too long to trust. Send the file instead` };
}
