/** Back of the envelope beside the measured run: reckon, compare with what was measured, take the design's figures or put them into it. */
import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react';
import { type EnvelopeRow, envelopeOf, envelopeRows, takenWords, withEnvelope } from '../../src/run/envelope.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { envelope, POWERS } from '../../src/theory/envelope.ts';
import { useReport } from '../panels/use-report.ts';
import { dispatch, getDesign, useDesign } from '../state/design-store.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './Envelope.module.css';
import { EnvelopePad } from './EnvelopePad.tsx';
import { getEnvelope, setEnvelope, useEnvelope } from './envelope-store.ts';

export function EnvelopeDialog({ onClose }: { readonly onClose: () => void }) {
  const input = useEnvelope();
  const lines = envelope(input);
  const design = useDesign((state) => state.design);
  const report = useReport();
  const rows = report === undefined ? [] : envelopeRows(design, report, input, lines);
  const nothing = withEnvelope(design, lines) === undefined ? 'Nothing on the canvas sends requests yet: draw a client first.' : undefined;
  return (
    <Dialog
      title="Back of the envelope"
      lead="From people to servers in a dozen lines, each rounded to two digits as on paper. Beside it, what the run measured."
      size="full"
      open
      onClose={onClose}
    >
      <div className={styles['bar']}>
        <Button icon={<ArrowDownToLine aria-hidden="true" />} blocked={nothing} onClick={take}>
          Take the design’s figures
        </Button>
        <Button look="primary" icon={<ArrowUpFromLine aria-hidden="true" />} blocked={nothing} onClick={apply}>
          Apply peak and servers to the design
        </Button>
      </div>
      <EnvelopePad input={input} lines={lines} />
      <section aria-labelledby="beside-run">
        <h3 id="beside-run" className={styles['title']}>
          Beside the measured run
        </h3>
        {rows.length === 0 ? (
          <p className={styles['note']}>
            Nothing is measured yet. Run the design past its warm-up and come back: what differs is explained here.
          </p>
        ) : (
          <Compared rows={rows} />
        )}
      </section>
      <Powers />
    </Dialog>
  );
}

function Powers() {
  return (
    <details className={styles['powers']}>
      <summary>Powers of ten</summary>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Power</th>
              <th scope="col">Word</th>
              <th scope="col">Bytes</th>
              <th scope="col">Beside it</th>
              <th scope="col">So many a day are</th>
            </tr>
          </thead>
          <tbody>
            {POWERS.map(({ ten, word, size, two, aDay }) => (
              <tr key={ten}>
                <th scope="row">
                  10<sup>{ten}</sup>
                </th>
                <td>{word}</td>
                <td>1 {size}</td>
                <td>
                  2<sup>{two.slice(2, 4)}</sup>
                  {two.slice(4)}
                </td>
                <td>{aDay}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['note']}>A day has 86,400 seconds, about 10⁵; a year 31.5 million, about π · 10⁷. Eight bits are a byte.</p>
    </details>
  );
}

function take(): void {
  const before = getEnvelope();
  setEnvelope(envelopeOf(getDesign(), before));
  announce(takenWords(before, getEnvelope()));
}

/** One step of the history: load and copies change together. */
function apply(): void {
  const lines = envelope(getEnvelope());
  const applied = withEnvelope(getDesign(), lines);
  if (applied === undefined) return;
  const refused = dispatch({ do: 'replace', design: applied });
  const text =
    refused?.message ?? `The design now sends ${lines.peak.text} at most and has ${lines.servers.text} servers. One undo takes it back.`;
  setView({ notice: { text, tone: refused === undefined ? 'good' : 'bad' } });
  announce(text);
}

function Compared({ rows }: { readonly rows: readonly EnvelopeRow[] }) {
  return (
    <div className={styles['scroll']}>
      <table className={classNames(styles['table'], styles['compared'])}>
        <caption className={styles['hidden']}>Calculated and measured</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Calculated</th>
            <th scope="col">Measured</th>
            <th scope="col">Ratio</th>
            <th scope="col" className={styles['why']}>
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, words, calculated, measured, ratio, why }) => (
            <tr key={id} data-off={ratio === undefined || Math.abs(ratio - 1) > 0.1 || undefined}>
              <th scope="row">{words}</th>
              <td data-name="calculated">{calculated}</td>
              <td data-name="measured">{measured}</td>
              <td data-name="ratio" className={styles['ratio']}>
                {ratio === undefined ? '–' : formatQuantity(ratio, 'factor', 2)}
              </td>
              <td className={styles['why']}>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
