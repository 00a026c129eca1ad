/** What A and B are when B is a branch, and what can be done with it. */
import { Check, Link2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { makeLink } from '../share/make-link.ts';
import { commit } from '../state/design-store.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import styles from './BranchLine.module.css';
import { type Branched, setBranch, stop } from './experiment-store.ts';

export function BranchLine({ branch }: { readonly branch: Branched }) {
  const [link, setLink] = useState<string>();
  const copy = async (): Promise<void> => {
    const made = makeLink(branch.design, { digest: undefined, engine: '' });
    const copied = await navigator.clipboard?.writeText(made).then(
      () => true,
      () => false,
    );
    setLink(made);
    announce(copied === true ? 'The link of the branch is copied.' : 'The link of the branch is shown.');
  };
  const take = (): void => {
    stop();
    const problem = commit({ do: 'replace', design: branch.design });
    setBranch(undefined);
    const text = problem?.message ?? 'The branch is the design now. Undo brings back the one before.';
    setView({ dialog: undefined, notice: { text, tone: problem === undefined ? 'good' : 'bad' } });
  };
  return (
    <div className={styles['branch']}>
      <dl className={styles['sides']}>
        <dt>A</dt>
        <dd>the design as it is</dd>
        <dt>B</dt>
        <dd>the same, {branch.label}</dd>
      </dl>
      <div className={styles['acts']}>
        <Button icon={<Check aria-hidden="true" />} onClick={take}>
          Make B the design
        </Button>
        <Button icon={<Link2 aria-hidden="true" />} onClick={() => void copy()}>
          Copy link of B
        </Button>
        <Button look="quiet" icon={<Undo2 aria-hidden="true" />} onClick={() => setBranch(undefined)}>
          Compare something else
        </Button>
      </div>
      {link !== undefined && (
        <input
          className={styles['link']}
          aria-label="Link of the branch"
          readOnly
          value={link}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}
