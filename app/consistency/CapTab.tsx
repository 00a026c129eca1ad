/** The CAP comparison: which store and which cut, then each side that the store can take, measured beside each other. */
import { Play } from 'lucide-react';
import { useState } from 'react';
import { type CapRow, type CapVariant, cutsFor, PARTED_MS, storesWithSides } from '../../src/run/cap.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useDesign } from '../state/design-store.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './CapTab.module.css';
import { type Comparison, isDone, useCap } from './use-cap.ts';

export function CapTab() {
  const design = useDesign((state) => state.design);
  const stores = storesWithSides(design);
  const [storeId, setStore] = useState(stores[0]?.id ?? '');
  const [address, setAddress] = useState<string>();
  const { comparison, compare } = useCap();
  const store = stores.find(({ id }) => id === storeId) ?? stores[0];
  if (store === undefined) {
    return (
      <p className={styles['none']}>
        No store in this design can take sides. Draw an SQL database with replicas, and come back to part its copies.
      </p>
    );
  }
  const cuts = cutsFor(design, store);
  const cut = cuts.find((one) => one.address === address) ?? cuts[0];
  return (
    <div className={styles['tab']}>
      <div className={styles['setup']}>
        <div className={styles['field']}>
          <span aria-hidden="true">Store</span>
          <Select
            aria-label="Store"
            options={stores.map(({ id, name }) => ({ value: id, label: name }))}
            value={store.id}
            onChange={setStore}
          />
        </div>
        <div className={styles['field']}>
          <span aria-hidden="true">Cut off for {PARTED_MS / 1000} s</span>
          <Select
            aria-label="Cut off"
            options={cuts.map(({ address: value, label }) => ({ value, label }))}
            value={cut.address}
            onChange={setAddress}
          />
        </div>
        <Button
          look="primary"
          icon={<Play aria-hidden="true" />}
          blocked={comparison?.running === true ? 'The runs are on their way.' : undefined}
          onClick={() => compare(design, store, cut)}
        >
          Compare
        </Button>
      </div>
      {comparison === undefined ? <Teaches /> : <Results comparison={comparison} changed={comparison.design !== design} />}
    </div>
  );
}

function Teaches() {
  return (
    <p className={styles['none']}>
      While a network is parted, a store can refuse what it cannot vouch for, or answer with what it has. Compare runs your design with each
      choice: who gets an answer, how old it is, and what is lost.
    </p>
  );
}

function Results({ comparison, changed }: { readonly comparison: Comparison; readonly changed: boolean }) {
  const { rows, problem, running, store, cut } = comparison;
  return (
    <section aria-label="Comparison" className={styles['results']}>
      {problem !== undefined && <Notice tone="bad">{problem}</Notice>}
      <p role="status" className={styles['note']}>
        {running ? `Running ${rows.filter((row) => !isDone(row)).length} of ${rows.length} …` : findingOf(rows)}
        {changed && <strong> The design has changed since.</strong>}
      </p>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <caption>
            {store.name}, {cut.label}, by the side that it takes
          </caption>
          <thead>
            <tr>
              <th scope="col">{store.name}</th>
              <th scope="col">Answered</th>
              <th scope="col">p99</th>
              <th scope="col">Stale</th>
              <th scope="col">Lost</th>
              <th scope="col">Held</th>
              <th scope="col">Violated</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['fine']}>
        Answered and p99: of all requests while the network was parted. Stale and lost: from the cut to 15 s after it. Held and violated:
        over the whole run, by what its operations show; what is in neither had too few chances to be broken.
      </p>
    </section>
  );
}

function Row({ row }: { readonly row: CapRow | CapVariant }) {
  const head = (
    <th scope="row">
      {row.label}
      <small>{row.help}</small>
    </th>
  );
  if (!isDone(row)) {
    return (
      <tr aria-busy="true">
        {head}
        <td colSpan={6} className={styles['pending']}>
          running …
        </td>
      </tr>
    );
  }
  const { availability, p99Ms, staleShare, lostWrites, models } = row;
  const named = (state: string): string =>
    models
      .filter((model) => model.state === state)
      .map(({ name }) => name.toLowerCase())
      .join(', ');
  return (
    <tr>
      {head}
      <td data-label="Answered" data-bad={availability !== null && availability < 0.99 ? '' : undefined}>
        {availability === null ? '–' : formatQuantity(availability, 'ratio', 3)}
      </td>
      <td data-label="p99">{p99Ms === null ? '–' : formatQuantity(p99Ms, 'ms', 3)}</td>
      <td data-label="Stale" data-bad={staleShare !== null && staleShare > 0 ? '' : undefined}>
        {staleShare === null ? '–' : formatQuantity(staleShare, 'ratio', 3)}
      </td>
      <td data-label="Lost" data-bad={lostWrites > 0 ? '' : undefined}>
        {lostWrites.toLocaleString('en-GB')}
      </td>
      <td data-label="Held" className={styles['models']}>
        {named('held') || '–'}
      </td>
      <td data-label="Violated" className={styles['models']}>
        {named('violated') || 'none'}
      </td>
    </tr>
  );
}

/** The trade in one sentence: who answered most, and what it cost. */
function findingOf(rows: readonly (CapRow | CapVariant)[]): string {
  const done = rows.filter(isDone).filter(({ id, availability }) => id !== 'drawn' && availability !== null);
  const byAnswered = [...done].sort((a, b) => (b.availability ?? 0) - (a.availability ?? 0));
  const [most, least] = [byAnswered[0], byAnswered.at(-1)];
  if (most === undefined || least === undefined) return 'Nothing was asked while the network was parted.';
  const share = (row: CapRow): string => formatQuantity(row.availability ?? 0, 'ratio', 3);
  const price = ({ staleShare, lostWrites }: CapRow): string =>
    `${formatQuantity(staleShare ?? 0, 'ratio', 3)} of reads stale and ${lostWrites.toLocaleString('en-GB')} acknowledged writes lost`;
  if (most.availability === least.availability) return `All answered ${share(most)} while the network was parted.`;
  return `${most.label} answered most, ${share(most)}, with ${price(most)}; ${least.label} answered least, ${share(least)}, with ${price(least)}.`;
}
