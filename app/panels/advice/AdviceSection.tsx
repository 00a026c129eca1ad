/** Advice on the drawing, and what keeps it from running; each line leads to the place it speaks of. */
import { CircleX, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { check } from '../../../src/design/check.ts';
import type { Fix } from '../../../src/design/command.ts';
import type { Design, Problem } from '../../../src/design/document.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { useRun } from '../../state/run-store.ts';
import { setView } from '../../state/view-store.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { newGesture } from '../gesture.ts';
import { Section } from '../Section.tsx';
import type { Subject } from '../subject.ts';
import styles from './AdviceSection.module.css';
import { type PlaceSelection, placeSelection } from './place.ts';

/** More than this is folded (chosen). */
const SHOWN = 4;

export function AdviceSection({ subject }: { readonly subject: Subject }) {
  // Advice may be as late as it likes; typing may not.
  const design = useDeferredValue(useDesign((state) => state.design));
  const problems = useRun((run) => run.problems);
  const [all, setAll] = useState(false);
  const found = useMemo(() => adviceFor(design, problems, subject), [design, problems, subject]);
  if (found.length === 0) return null;
  return (
    <Section title="Advice">
      <ul className={styles['list']}>
        {(all ? found : found.slice(0, SHOWN)).map(({ problem, place }) => (
          <li key={`${problem.code} ${problem.place} ${problem.message}`} className={styles['advice']} data-severity={problem.severity}>
            {problem.severity === 'error' ? <CircleX aria-label="Error:" role="img" /> : <TriangleAlert aria-hidden="true" />}
            {place === undefined || subject.is !== 'document' ? (
              <p>{problem.message}</p>
            ) : (
              <button type="button" onClick={() => setView({ selection: place })}>
                {problem.message}
              </button>
            )}
            {problem.fix !== undefined && <FixButton fix={problem.fix} />}
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${found.length - SHOWN} more`}
        </button>
      )}
    </Section>
  );
}

/** All that a fix does is one step of undo. */
function FixButton({ fix }: { readonly fix: Fix }) {
  const mend = (): void => {
    const gesture = newGesture('fix');
    for (const command of fix.commands) dispatch(command, gesture);
    announce(`Done: ${fix.label}.`);
  };
  return (
    <Button look="quiet" className={styles['fix']} onClick={mend}>
      {fix.label}
    </Button>
  );
}

interface Advice {
  readonly problem: Problem;
  readonly place: PlaceSelection | undefined;
}

/** All advice, or that which points at the selection; what forbids running comes first. */
function adviceFor(design: Design, problems: readonly Problem[], subject: Subject): readonly Advice[] {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const advice = [...errors, ...check(design)].map((problem) => ({ problem, place: placeSelection(design, problem.place) }));
  return subject.is === 'document' ? advice : advice.filter(({ place }) => place !== undefined && isAbout(place, subject));
}

function isAbout(place: PlaceSelection, subject: Exclude<Subject, { is: 'document' }>): boolean {
  const nodes = subject.is === 'links' ? [] : subject.nodes;
  const links = subject.is === 'nodes' ? [] : subject.links;
  return nodes.some((node) => place.nodes.includes(node.id)) || links.some((link) => place.links.includes(link.id));
}
