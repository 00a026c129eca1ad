/** What the selected thing is, what each of its settings means and where its default comes from, and what its figures say. */
import { lazy, Suspense } from 'react';
import type { FigureSpec } from '../../../src/catalog/kind.ts';
import type { ParamSpecs } from '../../../src/std/parameter.ts';
import { useDesign } from '../../state/design-store.ts';
import { Section } from '../Section.tsx';
import { rangeWords, sourceWords } from '../spec-words.ts';
import type { Subject } from '../subject.ts';
import styles from './AboutTab.module.css';
import { PartsTable } from './PartsTable.tsx';

const ExamplesOfKind = lazy(async () => ({ default: (await import('../../shell/examples/PartExamples.tsx')).ExamplesOfKind }));

const LINK_ABOUT =
  'A link carries calls from one part to another: the network between them, how the caller uses it, which copy at the far end is chosen, and the ' +
  'policy that stands on it, as in a service mesh. Its delay comes from where both ends stand unless it has one of its own. Lost messages are sent ' +
  'again after a wait, as TCP does.';

const DESIGN_ABOUT =
  'A design is what you have drawn with its request classes and its scenario: seed, duration, timeline and objectives. The same design with the same ' +
  'seed gives the same run to the last event, on every machine. Everything you do to a running system is put on the timeline, so it is replayed too.';

export function AboutTab({ subject }: { readonly subject: Subject }) {
  switch (subject.is) {
    case 'document':
      return <AboutDesign />;
    case 'both':
      return <p className={styles['about']}>Select parts or links alone to read about them.</p>;
    case 'links':
      return (
        <>
          <p className={styles['about']}>{LINK_ABOUT}</p>
          <Settings specs={subject.specs} />
        </>
      );
    default: {
      const kinds = [...new Set(subject.kinds)].filter((kind) => kind !== undefined);
      return kinds.map((kind) => (
        <div key={kind.id}>
          {kinds.length > 1 && <h3 className={styles['kind']}>{kind.name}</h3>}
          <p className={styles['about']}>{kind.about}</p>
          <Suspense fallback={null}>
            <ExamplesOfKind kind={kind.id} />
          </Suspense>
          <Figures figures={kind.figures} />
          <Settings specs={kind.params} />
        </div>
      ));
    }
  }
}

function AboutDesign() {
  const about = useDesign((state) => state.design.about);
  return (
    <>
      {about !== '' && <p className={styles['about']}>{about}</p>}
      <p className={styles['about']}>{DESIGN_ABOUT}</p>
      <PartsTable />
    </>
  );
}

function Figures({ figures }: { readonly figures: readonly FigureSpec[] }) {
  if (figures.length === 0) return null;
  return (
    <Section title="Figures of its own">
      <dl className={styles['list']}>
        {figures.map((figure) => (
          <div key={figure.id}>
            <dt>{figure.label}</dt>
            <dd>{figure.help}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Settings({ specs }: { readonly specs: ParamSpecs }) {
  const all = Object.entries(specs);
  if (all.length === 0) return null;
  return (
    <Section title="Settings and where defaults come from">
      <dl className={styles['list']}>
        {all.map(([name, spec]) => (
          <div key={name}>
            <dt>{spec.label}</dt>
            <dd>
              {spec.help}
              <span className={styles['fine']}>
                {rangeWords(spec)} · {sourceWords(spec)}
                {spec.live ? '' : ' · needs a new run'}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
