/** Sharing: the link, how far it gets, whether it is sealed, what is in it, and the file for what no link can carry. */
import { Check, Copy, Download, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { getDesign, useDesign } from '../state/design-store.ts';
import { runToEnd, useRun } from '../state/run-store.ts';
import { announce } from '../ui/announce.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { contentsOf } from './contents.ts';
import { saveDesignFile } from './design-file.ts';
import { FITS_QR, linkSize } from './link-size.ts';
import { makeLink } from './make-link.ts';
import { QrCode } from './QrCode.tsx';
import styles from './ShareDialog.module.css';

export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const design = useDesign((state) => state.design);
  const digest = useRun((run) => run.digest);
  const engine = useRun((run) => run.engine);
  const link = useMemo(() => makeLink(design, { digest, engine }), [design, digest, engine]);
  const size = linkSize(link.length);
  return (
    <Dialog title="Share" lead="The link holds the whole scenario. It goes to nobody but those you send it to." open onClose={onClose}>
      <LinkRow link={link} />
      <p className={styles['size']}>
        <Badge tone={size.tone}>{size.words}</Badge>
      </p>
      <Sealing />
      <section className={styles['section']} aria-labelledby="share-contents">
        <h3 id="share-contents" className={styles['heading']}>
          In the link
        </h3>
        <ul className={styles['list']}>
          {contentsOf(design, digest).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className={styles['note']}>Not in it: earlier versions, your other designs, your settings, anything about you.</p>
      </section>
      {link.length <= FITS_QR && (
        <details className={styles['section']}>
          <summary className={styles['summary']}>QR code, for a room with a projector</summary>
          <div className={styles['code']}>
            <QrCode text={link} label="QR code of the link" />
          </div>
        </details>
      )}
      <footer className={styles['foot']}>
        <span>A file holds the same without a limit on its size. Drop it onto the page to open it.</span>
        <Button icon={<Download aria-hidden="true" />} onClick={() => saveDesignFile(getDesign())}>
          Save file
        </Button>
      </footer>
    </Dialog>
  );
}

function LinkRow({ link }: { readonly link: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    setCopied(done === true ? 'yes' : 'failed');
    if (done === true) announce('Link copied');
    setTimeout(() => setCopied('no'), 2_500);
  };
  return (
    <>
      <div className={styles['row']}>
        <input aria-label="Link" className={styles['link']} readOnly value={link} onFocus={(event) => event.target.select()} />
        <Button
          look="primary"
          icon={copied === 'yes' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          onClick={() => void copy()}
        >
          {copied === 'yes' ? 'Copied' : 'Copy link'}
        </Button>
      </div>
      {copied === 'failed' && (
        <p role="alert" className={styles['failed']}>
          The browser did not let the page copy. Select the link and copy it with the keyboard.
        </p>
      )}
    </>
  );
}

/** A sealed link says how its run ends; only a finished run can say that. */
function Sealing() {
  const digest = useRun((run) => run.digest);
  const running = useRun((run) => run.state === 'catching-up');
  const blocked = useRun((run) => (run.shape === undefined ? 'This design cannot run yet.' : undefined));
  if (digest !== undefined) {
    return (
      <p className={styles['seal']} data-sealed="true">
        <ShieldCheck aria-hidden="true" />
        <span>
          <strong>Sealed.</strong> Whoever replays it sees whether every event came out the same as here.
        </span>
      </p>
    );
  }
  return (
    <p className={styles['seal']}>
      <ShieldCheck aria-hidden="true" />
      <span>
        <strong>Not sealed.</strong> The link replays, without a check that it came out the same: for that, a run must reach its end.
      </span>
      <Button blocked={running ? 'The run is on its way.' : blocked} onClick={runToEnd}>
        {running ? 'Running …' : 'Run to end'}
      </Button>
    </p>
  );
}
