/** The table of contents: each group with how many of its quantities hold, then what is not modelled and how browsers are compared. */
import { CASES } from '../../src/proof/index.ts';
import { grouped } from './groups.ts';
import { goTo } from './own-address.ts';
import styles from './PartsOfPage.module.css';
import { overallOf, useProof } from './proof-store.ts';

const GROUPS = grouped(CASES);

export function PartsOfPage() {
  const state = useProof((whole) => whole);
  return (
    <nav className={styles['parts']} aria-label="On this page">
      <ul className={styles['list']}>
        {GROUPS.map(({ id, title, cases }) => {
          const { holds, total, fails } = overallOf(state, cases);
          return (
            <li key={id}>
              <Jump to={`group-${id}`}>
                {title}
                <span className={styles['count']} data-fails={fails > 0}>
                  {holds}/{total}
                  <span className={styles['unseen']}> hold{fails > 0 ? `, ${fails} not` : ''}</span>
                </span>
              </Jump>
            </li>
          );
        })}
        <li className={styles['apart']}>
          <Jump to="limits">What is not modelled</Jump>
        </li>
        <li>
          <Jump to="digests">The same run in every browser</Jump>
        </li>
      </ul>
    </nav>
  );
}

/** A link within the page: the address stays usable, the focus goes along. */
function Jump({ to, children }: { readonly to: string; readonly children: React.ReactNode }) {
  return (
    <a
      className={styles['jump']}
      href={`#prove=${to}`}
      onClick={(event) => {
        event.preventDefault();
        goTo(document.getElementById(`proof-${to}`)?.closest<HTMLElement>('[role="dialog"]') ?? null, to);
      }}
    >
      {children}
    </a>
  );
}
