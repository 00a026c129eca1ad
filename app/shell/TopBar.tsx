/** The bar on top: what is open, what runs and how fast, and what can be done with it as a whole. */
import { ChartScatter, Download, FlaskConical, GraduationCap, LayoutTemplate, Link2, Redo2, Undo2 } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { DocumentTitle } from './DocumentTitle.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { RunClock } from './RunClock.tsx';
import { SeedButton } from './SeedButton.tsx';
import { SpeedSelect } from './SpeedSelect.tsx';
import styles from './TopBar.module.css';
import { Transport } from './Transport.tsx';
import { useAction } from './use-action.ts';
import { useLayout, useRoomy } from './use-layout.ts';

export function TopBar() {
  const layout = useLayout();
  const roomy = useRoomy();
  return (
    <header className={styles['bar']} data-region="Top bar" tabIndex={-1} data-layout={layout}>
      <div className={styles['start']}>
        <DocumentTitle short={layout === 'phone'} />
        {layout !== 'phone' && <History />}
      </div>
      {layout !== 'phone' && (
        <div className={styles['middle']}>
          <Transport />
          <RunClock />
          <SpeedSelect />
        </div>
      )}
      <div className={styles['end']}>
        {layout !== 'phone' && <SeedButton />}
        {layout === 'desktop' && <Doors few={!roomy} />}
        <MoreMenu />
        <Share short={layout === 'phone'} />
      </div>
    </header>
  );
}

function History() {
  return (
    <div className={styles['group']}>
      <IconButton label="Undo" {...useAction('edit.undo')}>
        <Undo2 aria-hidden="true" />
      </IconButton>
      <IconButton label="Redo" {...useAction('edit.redo')}>
        <Redo2 aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** The doors that are used most; all of them, and the rest, are in the menu. With little room the title comes first. */
function Doors({ few }: { readonly few: boolean }) {
  return (
    <div className={styles['group']}>
      <IconButton label="Examples" {...useAction('file.examples')}>
        <LayoutTemplate aria-hidden="true" />
      </IconButton>
      {!few && <MoreDoors />}
    </div>
  );
}

function MoreDoors() {
  return (
    <>
      <IconButton label="Labs" {...useAction('file.labs')}>
        <GraduationCap aria-hidden="true" />
      </IconButton>
      <IconButton label="Many runs" {...useAction('run.many')}>
        <ChartScatter aria-hidden="true" />
      </IconButton>
      <IconButton label="Studies" {...useAction('run.study')}>
        <FlaskConical aria-hidden="true" />
      </IconButton>
      <IconButton label="Export" {...useAction('file.export')}>
        <Download aria-hidden="true" />
      </IconButton>
    </>
  );
}

function Share({ short }: { readonly short: boolean }) {
  const { blocked, onClick } = useAction('file.share');
  return (
    <Button look="strong" icon={<Link2 aria-hidden="true" />} blocked={blocked} onClick={onClick} {...(short && { 'aria-label': 'Share' })}>
      {short ? undefined : 'Share'}
    </Button>
  );
}
