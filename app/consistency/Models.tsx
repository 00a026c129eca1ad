/** The models, strongest first, each with what became of it; beside them the one that is looked at, with the smallest proof against it. */
import { Check, CircleHelp, X } from 'lucide-react';
import { useState } from 'react';
import type { ModelReport } from '../../src/run/consistency-report.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { getView, setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Models.module.css';
import { SpaceTime } from './SpaceTime.tsx';

const WORDS = { held: 'held', violated: 'violated', unknown: 'not enough data' } as const;
const MARKS = { held: Check, violated: X, unknown: CircleHelp } as const;

export function Models({ models }: { readonly models: readonly ModelReport[] }) {
  const [chosen, setChosen] = useState(() => (models.find(({ state }) => state === 'violated') ?? models[0])?.id);
  const model = models.find(({ id }) => id === chosen);
  return (
    <section className={styles['models']} aria-label="Models of consistency">
      <ul className={styles['list']} aria-label="Models, strongest first">
        {models.map(({ id, name, state }) => (
          <li key={id}>
            <button
              type="button"
              className={styles['model']}
              aria-pressed={id === chosen}
              data-state={state}
              data-part={PARTS.has(id) ? '' : undefined}
              onClick={() => setChosen(id)}
            >
              <Mark state={state} />
              <span className={styles['label']}>{name}</span>
              <span className={styles['state']}>{WORDS[state]}</span>
            </button>
          </li>
        ))}
      </ul>
      {model !== undefined && <Finding key={model.id} model={model} />}
    </section>
  );
}

/** The four that make up the session model stand a step further in. */
const PARTS: ReadonlySet<string> = new Set(['readYourWrites', 'monotonicReads', 'monotonicWrites', 'writesFollowReads']);

function Mark({ state }: { readonly state: ModelReport['state'] }) {
  const Icon = MARKS[state];
  return <Icon aria-hidden="true" className={styles['mark']} />;
}

function Finding({ model }: { readonly model: ModelReport }) {
  const { name, promise, state, example } = model;
  return (
    <article className={styles['finding']} aria-label={`${name}: ${WORDS[state]}`}>
      <h3>
        {name}{' '}
        <span className={styles['verdict']} data-state={state}>
          {WORDS[state]}
        </span>
      </h3>
      <p className={styles['promise']}>{promise}</p>
      <p className={styles['count']}>{countWords(model)}</p>
      {example !== null && <Example example={example} />}
    </article>
  );
}

function countWords({ state, chances, chanceWords, violations, rarerThan }: ModelReport): string {
  const seen = `${chances.toLocaleString('en-GB')} ${chanceWords}`;
  if (state === 'violated') return `Broken ${violations.toLocaleString('en-GB')} ${violations === 1 ? 'time' : 'times'} in ${seen}.`;
  if (state === 'unknown')
    return `${chances === 0 ? 'No' : 'Only'} ${chances === 0 ? chanceWords : seen}: too few to say. A longer run, or fewer keys and sessions, would tell.`;
  const bound = rarerThan === null ? '' : ` So it breaks in fewer than ${formatQuantity(rarerThan, 'ratio', 2)} of them (95 %).`;
  return `Not broken once in ${seen}.${bound}`;
}

type ExampleProps = { readonly example: NonNullable<ModelReport['example']> };

function Example({ example }: ExampleProps) {
  const { sentence, because, atMs, operations } = example;
  return (
    <div className={styles['example']}>
      <p className={styles['sentence']}>
        {sentence} {because !== '' && <span className={styles['because']}>{because}</span>}
      </p>
      <SpaceTime example={example} />
      <div className={styles['foot']}>
        <Operations example={example} />
        <Button onClick={() => showMoment(atMs)}>Mark {(atMs / 1000).toFixed(2)} s on the charts</Button>
      </div>
      <p className={styles['fewest']}>
        The smallest counter-example found: {operations.length} {operations.length === 1 ? 'operation' : 'operations'}.
      </p>
    </div>
  );
}

/** The same in a table, with what the letters stand for. */
function Operations({ example: { operations } }: ExampleProps) {
  return (
    <table className={styles['operations']}>
      <caption>Operations of the counter-example</caption>
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">From – to</th>
          <th scope="col">Answered by</th>
        </tr>
      </thead>
      <tbody>
        {operations.map((op) => (
          <tr key={`${op.who} ${op.fromMs} ${op.version}`} data-clashes={op.clashes ? '' : undefined}>
            <th scope="row">
              {op.who === '–' ? '' : `${op.who}, `}
              {op.whoInFull}
            </th>
            <td>
              {op.what}s {op.key}={op.version}
              <small>{op.keyInFull}</small>
            </td>
            <td>
              {(op.fromMs / 1000).toFixed(3)} – {op.toMs === null ? 'never heard' : `${(op.toMs / 1000).toFixed(3)}\u00a0s`}
            </td>
            <td>{op.at === null ? '–' : `${op.at.name} ${op.at.instance}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The dialog gives way to the charts, which share one crosshair. */
function showMoment(ms: number): void {
  setView({ dialog: undefined, hoverMs: ms, panes: { ...getView().panes, bottom: true } });
  announce(`Marked ${(ms / 1000).toFixed(2)} seconds on the charts.`);
}
