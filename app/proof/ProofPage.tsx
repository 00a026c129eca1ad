/**
 * Prove it: theory against measurement, in the reader's own browser. A page of its own over the workbench, which stays as it is
 * underneath; closing it ends what runs and keeps what was measured. It only arranges.
 */
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { CASES } from '../../src/proof/index.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { CaseCard } from './CaseCard.tsx';
import { ControlBar } from './ControlBar.tsx';
import { Digests } from './Digests.tsx';
import { grouped } from './groups.ts';
import { HowToRead, Introduction } from './Introduction.tsx';
import { Limits } from './Limits.tsx';
import { namedPart, useOwnAddress } from './own-address.ts';
import { PartsOfPage } from './PartsOfPage.tsx';
import styles from './ProofPage.module.css';
import { runner } from './proof-store.ts';
import { RunRecord } from './RunRecord.tsx';

export function ProofPage({ onClose }: { readonly onClose: () => void }) {
  const scrolled = useRef<HTMLDivElement>(null);
  useOwnAddress(scrolled, onClose);
  useEffect(() => () => runner.stop(), []);
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Popup className={styles['page']} initialFocus={() => namedPart(scrolled.current) ?? scrolled.current}>
          <header className={styles['bar']}>
            <Base.Title className={styles['title']}>Prove it</Base.Title>
            <Base.Close
              render={
                <IconButton label="Close" shortcut="Escape">
                  <X aria-hidden="true" />
                </IconButton>
              }
            />
          </header>
          <div ref={scrolled} className={styles['scroll']} tabIndex={-1}>
            <div className={styles['columns']}>
              <PartsOfPage />
              <div className={styles['main']}>
                <Introduction />
                <ControlBar />
                <RunRecord />
                <HowToRead />
                {grouped(CASES).map(({ id, title, about, cases }) => (
                  <section
                    key={id}
                    id={`proof-group-${id}`}
                    className={styles['group']}
                    aria-labelledby={`proof-group-${id}-title`}
                    tabIndex={-1}
                  >
                    <h3 id={`proof-group-${id}-title`} className={styles['heading']}>
                      {title} <span className={styles['about']}>{about}</span>
                    </h3>
                    {cases.map((proof) => (
                      <CaseCard key={proof.id} proof={proof} />
                    ))}
                  </section>
                ))}
                <Limits />
                <Digests />
              </div>
            </div>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
