/** What the last run cost, part by part, and the prices it was reckoned at, which can be changed. */
import { Receipt } from 'lucide-react';
import { useState } from 'react';
import { kindOf } from '../../../src/catalog/index.ts';
import { PRICES } from '../../../src/catalog/prices.ts';
import type { Design } from '../../../src/design/document.ts';
import type { CostReport } from '../../../src/run/cost.ts';
import type { Report } from '../../../src/run/report.ts';
import { valuesOf } from '../../../src/std/parameter.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Section } from '../Section.tsx';
import { ParamRow } from '../set/ParamRow.tsx';
import styles from './CostSection.module.css';
import { HOURS_A_MONTH, priceSpec, unitWords } from './cost-words.ts';

export function CostSection({ report }: { readonly report: Report | undefined }) {
  const design = useDesign((state) => state.design);
  const [pricing, setPricing] = useState(false);
  const aside = (
    <IconButton label="Prices" aria-expanded={pricing} onClick={() => setPricing(!pricing)}>
      <Receipt aria-hidden="true" />
    </IconButton>
  );
  return (
    <Section title="Cost" aside={aside}>
      {report?.cost.perHour == null ? (
        <p className={styles['none']}>Told after a run: what its parts ran up, at the prices in force.</p>
      ) : (
        <Bill cost={report.cost} design={design} />
      )}
      {pricing && <Prices design={design} />}
    </Section>
  );
}

function Bill({ cost, design }: { readonly cost: CostReport; readonly design: Design }) {
  const perHour = cost.perHour ?? 0;
  const lines = [...cost.lines].sort((a, b) => b.usdPerHour - a.usdPerHour);
  return (
    <>
      <dl className={styles['totals']}>
        <Total label="an hour" usd={perHour} />
        <Total label="a month" usd={perHour * HOURS_A_MONTH} />
        <Total label="a million answers" usd={cost.perMillionOk} />
      </dl>
      <table className={styles['lines']}>
        <tbody>
          {lines.map(({ node, price, perHour: used, usdPerHour }) => (
            <tr key={`${node} ${price}`}>
              <th scope="row">
                {design.nodes.find(({ id }) => id === node)?.name ?? 'All parts'}
                <span className={styles['of']}>{unitWords(price, used)}</span>
              </th>
              <td>{formatQuantity(usdPerHour, 'usd', 3)}/h</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Total({ label, usd }: { readonly label: string; readonly usd: number | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{usd === null ? '–' : formatQuantity(usd, 'usd', 3)}</dd>
    </div>
  );
}

/** The prices that this design pays, first; the rest of the list can be asked for. */
function Prices({ design }: { readonly design: Design }) {
  const [all, setAll] = useState(false);
  const paid = pricesPaid(design);
  const shown = PRICES.filter(({ id }) => all || paid.has(id));
  return (
    <div className={styles['prices']}>
      {shown.map((price) => {
        const own = design.prices?.[price.id];
        return (
          <ParamRow
            key={price.id}
            spec={priceSpec(price)}
            shared={{ value: own ?? price.usd, mixed: false, modified: own !== undefined }}
            onSet={(usd, gesture) =>
              dispatch({ do: 'set-price', price: price.id, usd: usd === undefined ? undefined : Number(usd) }, gesture)?.message
            }
          />
        );
      })}
      {paid.size < PRICES.length && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Only what this design pays' : 'The whole list'}
        </button>
      )}
      <p className={styles['none']}>On demand, a large American region; orders of magnitude. Each price says where it comes from.</p>
    </div>
  );
}

function pricesPaid(design: Design): ReadonlySet<string> {
  const paid = design.nodes.flatMap((node) => {
    const kind = kindOf(node.kind);
    return kind?.costs?.(valuesOf(kind.params, node.params)).map(({ price }) => price) ?? [];
  });
  return new Set<string>([...paid, 'egress']);
}
