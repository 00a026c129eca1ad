/** The address that holds a design: this page with everything behind the #, which no browser sends to any server. */
import type { Design } from '../../src/design/document.ts';
import { encodeLink } from '../../src/design/share/link.ts';

/** How a run of the design ended, when one did. */
export interface Seal {
  readonly digest: string | undefined;
  readonly engine: string;
}

export function makeLink(design: Design, { digest, engine }: Seal, page: string = pageAddress()): string {
  return `${page}#${encodeLink({ design, digest, engine })}`;
}

function pageAddress(): string {
  return `${location.origin}${location.pathname}`;
}
