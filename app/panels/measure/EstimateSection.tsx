/** What was predicted for the selection, beside what was measured: table, bottleneck, and where the formulas do not hold. */
import { useId } from 'react';
import type { Doubt } from '../../../src/catalog/estimate.ts';
import { kindOf } from '../../../src/catalog/index.ts';
import type { Design } from '../../../src/design/document.ts';
import type { Estimate } from '../../../src/run/estimate.ts';
import type { Report } from '../../../src/run/report.ts';
import { useDesign } from '../../state/design-store.ts';
import { useEstimate } from '../../state/estimates.ts';
import { setView, useView } from '../../state/view-store.ts';
import { addressWords } from '../../timeline/address.ts';
import { Switch } from '../../ui/Switch.tsx';
import { Section } from '../Section.tsx';
import type { Subject } from '../subject.ts';
import styles from './EstimateSection.module.css';
import { capacityWords, designRows, doubtsOf, type EstimateRow, linkRows, nodeRows, untilWords } from './estimate-rows.ts';

const TITLE = 'Estimate (before running)';

export interface EstimateSectionProps {
  readonly subject: Subject;
  readonly report: Report | undefined;
}

export function EstimateSection({ subject, report }: EstimateSectionProps) {
  const design = useDesign((state) => state.design);
  const told = useEstimate();
  if (told === undefined || design.nodes.length === 0) return null;
  const content = contentOf(subject, design, told, report);
  if (content === undefined) return null;
  const { rows, doubts, sentences } = content;
  return (
    <Section title={TITLE}>
      {sentences.map((words) => (
        <p key={words} className={styles['sentence']}>
          {words}
        </p>
      ))}
      {rows.length > 0 && <Rows rows={rows} head={subject.is === 'document' ? 'Part' : 'Figure'} />}
      {doubts.length > 0 && (
        <ul className={styles['doubts']} aria-label="Where the estimate does not hold">
          {doubts.map(({ text, hides }) => (
            <li key={text} data-grave={hides !== 'none' || undefined}>
              {text}
            </li>
          ))}
        </ul>
      )}
      {subject.is === 'document' && <OnCanvas />}
      {subject.is === 'document' && (
        <p className={styles['note']}>
          Queueing theory, for the steady state. Not in it: retries, breakers, waits for a connection, failures.
        </p>
      )}
    </Section>
  );
}

interface Content {
  readonly rows: readonly EstimateRow[];
  readonly doubts: readonly Doubt[];
  readonly sentences: readonly string[];
}

/** Nothing for a selection of several things: the table would be about none of them. */
function contentOf(subject: Subject, design: Design, told: Estimate, report: Report | undefined): Content | undefined {
  if (subject.is === 'document') {
    const nameOf = (id: string): string => linkWords(design, id);
    const sentences = [capacityWords(design, told, nameOf), untilWords(told)].filter((words) => words !== undefined);
    const first = sentences.length === 0 ? ['Nothing is sent yet: place a client and something for it to call.'] : sentences;
    return {
      rows: designRows(design, told, report, kindOf),
      doubts: [],
      sentences: told.capacity === undefined && idle(told) ? first : sentences,
    };
  }
  if (subject.is === 'links') {
    const [link] = subject.links;
    const one = link === undefined || subject.links.length > 1 ? undefined : told.links[link.id];
    if (link === undefined || one === undefined) return undefined;
    return { rows: linkRows(one, report?.links[link.id]?.calls, report), doubts: doubtsOf(one.valid), sentences: [] };
  }
  if (subject.is !== 'nodes' || subject.nodes.length !== 1) return undefined;
  const [node] = subject.nodes;
  const one = node === undefined ? undefined : told.nodes[node.id];
  if (node === undefined || one === undefined) return undefined;
  const onlySource = design.nodes.filter(({ kind }) => kindOf(kind)?.role === 'source').length === 1;
  const limit = told.capacity?.of === 'node' && told.capacity.id === node.id ? capacityWords(design, told, String) : undefined;
  return {
    rows: one.arrivals > 0 ? nodeRows(node, kindOf(node.kind), one, report, onlySource) : [],
    doubts: doubtsOf(one.valid),
    sentences: limit === undefined ? [] : [limit],
  };
}

function idle({ nodes }: Estimate): boolean {
  return Object.values(nodes).every(({ arrivals }) => arrivals === 0);
}

function linkWords(design: Design, id: string): string {
  const link = design.links.find((one) => one.id === id);
  return link === undefined ? id : addressWords(design, `${link.from}>${link.to}`);
}

function Rows({ rows, head }: { readonly rows: readonly EstimateRow[]; readonly head: string }) {
  // Before a run there is nothing to put beside it.
  const compared = rows.some(({ measured }) => measured !== '–');
  return (
    <table className={styles['table']} data-compared={compared || undefined}>
      <caption className={styles['caption']}>{TITLE}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">estimated</th>
          {compared && <th scope="col">measured</th>}
          {compared && (
            <th scope="col" title="Measured less estimated: in per cent, for shares in points of a per cent.">
              difference
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, what, help, told, measured, difference }) => (
          <tr key={label}>
            <th scope="row" title={`${label}: ${help}`}>
              {label}
              {what !== undefined && <span className={styles['what']}> {what}</span>}
            </th>
            <td data-told="">{told}</td>
            {compared && <td data-measured="">{measured}</td>}
            {compared && <td>{difference}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether the canvas shows estimates too. */
function OnCanvas() {
  const shown = useView((view) => view.estimates);
  const id = useId();
  return (
    <div className={styles['switch']}>
      <span id={id}>Show on the canvas</span>
      <Switch aria-labelledby={id} checked={shown} onChange={(estimates) => setView({ estimates })} />
    </div>
  );
}
