/** The post-mortem: a page of paper on the screen, which prints as it stands, on A4 and Letter, and can be read in black and white. */
import { Printer } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type PostMortem as Pages, postMortem } from '../../src/run/post-mortem.ts';
import type { Report } from '../../src/run/report.ts';
import { readInk } from '../canvas/paint/ink.ts';
import { readColours } from '../charts/palette.ts';
import { FITS_QR } from '../share/link-size.ts';
import { QrCode } from '../share/QrCode.tsx';
import { getDesign } from '../state/design-store.ts';
import { fetchReport } from '../state/run-store.ts';
import { getStory } from '../state/story-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './PostMortem.module.css';
import { chartPicture, elementsOf, type Picture } from './pictures.ts';
import { SvgPicture } from './SvgPicture.tsx';
import { chartSceneNow, chartsOf, diagramNow, linkNow } from './subject.ts';

/** Two in a row on the paper, px. */
const CHART = { width: 348, height: 200 };

export function PostMortem({ onClose }: { readonly onClose: () => void }) {
  const [report, setReport] = useState<Report>();
  useEffect(() => {
    let alive = true;
    void fetchReport().then((answer) => alive && setReport(answer));
    return () => {
      alive = false;
    };
  }, []);
  return (
    <Dialog title="Post-mortem" lead="Everything on it comes from this run." open size="wide" onClose={onClose}>
      <div className={styles['bar']}>
        <Button look="primary" icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
          Print or save as PDF
        </Button>
      </div>
      {report === undefined ? <p role="status">Reading the run …</p> : <Paper pages={postMortem(report, getDesign(), getStory().events)} />}
    </Dialog>
  );
}

function Paper({ pages }: { readonly pages: Pages }) {
  const { title, summary, impact, timeline, causes, helped, actions, seal } = pages;
  const [link] = useState(linkNow);
  return (
    <article className={styles['paper']} data-paper="" aria-label={`Post-mortem of ${title}`}>
      <h1>{title}</h1>
      <p className={styles['kind']}>Post-mortem of a simulated run</p>
      <p className={styles['summary']}>{summary}</p>
      <h2>Impact</h2>
      <dl className={styles['impact']}>
        {impact.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h2>What happened</h2>
      {timeline.length === 0 ? (
        <p>Nothing was broken, changed or noted.</p>
      ) : (
        <table className={styles['timeline']}>
          <tbody>
            {timeline.map(({ time, text, grave }) => (
              <tr key={`${time} ${text}`} data-grave={grave || undefined}>
                <th scope="row">{time}</th>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pictures />
      <h2>Why</h2>
      {causes.map((cause) => (
        <p key={cause.title}>
          <strong>{cause.title}.</strong> {cause.text}
        </p>
      ))}
      <Points title="What helped" points={helped} none="Nothing in the design took load or failures off its callers." />
      <Points title="What to do" points={actions} none="The advice has nothing to add." />
      <footer className={styles['seal']}>
        {link.length <= FITS_QR && <QrCode text={link} label="QR code of the link" />}
        <div>
          <p>{seal}</p>
          <p className={styles['link']}>{link}</p>
        </div>
      </footer>
    </article>
  );
}

function Points({ title, points, none }: { readonly title: string; readonly points: readonly string[]; readonly none: string }) {
  return (
    <>
      <h2>{title}</h2>
      {points.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul>
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The diagram and the charts, in the colours of the paper. */
function Pictures() {
  const host = useRef<HTMLDivElement>(null);
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const ink = readInk(element);
    const style = { colours: readColours(element), ink2: ink.ink2, family: ink.font };
    const scene = chartSceneNow();
    const charts = chartsOf(scene).map(({ name, model }) => chartPicture({ title: name, model, scene, ...CHART }, style));
    setPictures([diagramNow(ink), ...charts]);
  }, []);
  return (
    <div ref={host} className={styles['pictures']}>
      {pictures.map((picture, i) => (
        <SvgPicture key={picture.title} picture={picture} elements={elementsOf(picture, `p${i}-`)} />
      ))}
    </div>
  );
}
