// The order in which files of tests are handed out: those that take minutes first. Left to itself Vitest goes by what it remembers of the
// last run, and where it remembers nothing by size; a file that takes a sixth of a step and is begun last has one processor wait for it.
import { BaseSequencer } from 'vitest/node';

/** The longest first (measured); others as Vitest has them. */
const LONGEST = ['src/laws/random/random.test.ts', 'src/laws/theory.test.ts', 'src/laws/metamorphic.test.ts', 'src/laws/estimate.test.ts'];

export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const rank = (file) => {
      const place = LONGEST.findIndex((path) => file.moduleId.endsWith(`/${path}`));
      return place < 0 ? LONGEST.length : place;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
