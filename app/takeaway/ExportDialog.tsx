/** Export: pictures of the diagram and of the charts, every figure as a table, the run as a moving picture. Nothing leaves this device by itself. */
import { Clapperboard, FileText, Image, Table2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { fileText } from '../../src/design/share/file.ts';
import { readInk } from '../canvas/paint/ink.ts';
import { readColours } from '../charts/palette.ts';
import { getDesign } from '../state/design-store.ts';
import { fetchReport, getRun, series, useRun } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Select } from '../ui/Select.tsx';
import styles from './ExportDialog.module.css';
import { type FilmFormat, formOf } from './film.ts';
import { mermaidText } from './mermaid.ts';
import { chartPicture, pngFile, svgFile } from './pictures.ts';
import { named, saveBlob, saveText } from './save.ts';
import { seriesColumns, seriesCsv, seriesJson } from './series-files.ts';
import { chartSceneNow, chartsOf, diagramNow, linkNow } from './subject.ts';

/** Size of a chart's picture, px (chosen: half a page across at twice the pixels). */
const CHART = { width: 640, height: 280 };
const NOT_RUN = 'Nothing has run yet.';

export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const root = useRef<HTMLDivElement>(null);
  const blocked = useRun((run) => (run.state === 'ready' || run.state === 'empty' ? NOT_RUN : undefined));
  const [problem, setProblem] = useState('');
  const save = (what: string, work: (element: Element) => unknown): void => {
    const element = root.current;
    if (element === null) return;
    setProblem('');
    void (async () => {
      try {
        await work(element);
        announce(`${what} saved`);
      } catch (error) {
        setProblem(`${what} could not be made: ${error instanceof Error ? error.message : String(error)}.`);
      }
    })();
  };
  return (
    <Dialog title="Export" lead="Files are made on this device and go nowhere." open onClose={onClose}>
      <div ref={root} className={styles['groups']}>
        <Diagram save={save} />
        <Charts save={save} blocked={blocked} />
        <Numbers save={save} blocked={blocked} />
        <Recording root={root} onProblem={setProblem} />
        <Group title="In words" icon={<FileText aria-hidden="true" />} help="What happened, why, and what to do, on a page that prints.">
          <Button blocked={blocked} onClick={() => setView({ dialog: 'post-mortem' })}>
            Post-mortem
          </Button>
        </Group>
      </div>
      <p role="alert" className={styles['problem']}>
        {problem}
      </p>
    </Dialog>
  );
}

type Save = (what: string, work: (element: Element) => unknown) => void;

interface GroupProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly help: string;
  readonly children: ReactNode;
}

function Group({ title, icon, help, children }: GroupProps) {
  return (
    <section aria-label={title} className={styles['group']}>
      <h3>
        {icon}
        {title}
      </h3>
      <p>{help}</p>
      <div className={styles['buttons']}>{children}</div>
    </section>
  );
}

function Diagram({ save }: { readonly save: Save }) {
  const title = (): string => getDesign().title;
  return (
    <Group
      title="Diagram"
      icon={<Image aria-hidden="true" />}
      help="As it stands now. PNG and SVG carry the scenario: drop one on the page to open it."
    >
      {([1, 2, 3] as const).map((scale) => (
        <Button
          key={scale}
          onClick={() =>
            save(`PNG ${scale}×`, async (element) =>
              saveBlob(
                named(title(), scale === 1 ? '' : `${scale}x`, 'png'),
                await pngFile(diagramNow(readInk(element)), scale, linkNow()),
              ),
            )
          }
        >
          PNG {scale}×
        </Button>
      ))}
      <Button
        onClick={() =>
          save('SVG', (element) => saveText(named(title(), '', 'svg'), svgFile(diagramNow(readInk(element)), linkNow()), 'image/svg+xml'))
        }
      >
        SVG
      </Button>
      <Button onClick={() => save('Mermaid', () => saveText(named(title(), '', 'mmd'), mermaidText(getDesign()), 'text/plain'))}>
        Mermaid
      </Button>
      <Button
        onClick={() => save('JSON', () => saveText(named(title(), '', 'loadbearing.json'), fileText(getDesign()), 'application/json'))}
      >
        Scenario JSON
      </Button>
    </Group>
  );
}

interface OfRun {
  readonly save: Save;
  readonly blocked: string | undefined;
}

function Charts({ save, blocked }: OfRun) {
  const [name, setName] = useState('Latency');
  const names = chartsOf(chartSceneNow()).map((chart) => chart.name);
  const picture = (element: Element) => {
    const scene = chartSceneNow();
    const chart = chartsOf(scene).find((one) => one.name === name);
    if (chart === undefined) throw new Error('there is no such chart');
    const ink = readInk(element);
    const style = { colours: readColours(element), ink2: ink.ink2, family: ink.font };
    return chartPicture({ title: `${chart.name} · ${getDesign().title}`, model: chart.model, scene, ...CHART }, style);
  };
  const file = (ending: string): string => named(getDesign().title, name.toLowerCase().replace(' ', '-'), ending);
  return (
    <Group
      title="Charts"
      icon={<Image aria-hidden="true" />}
      help="With faults, alerts and objectives drawn in; they carry the scenario, too."
    >
      <Select aria-label="Which chart" options={names.map((value) => ({ value, label: value }))} value={name} onChange={setName} />
      <Button
        blocked={blocked}
        onClick={() => save('PNG', async (element) => saveBlob(file('png'), await pngFile(picture(element), 2, linkNow())))}
      >
        PNG 2×
      </Button>
      <Button
        blocked={blocked}
        onClick={() => save('SVG', (element) => saveText(file('svg'), svgFile(picture(element), linkNow()), 'image/svg+xml'))}
      >
        SVG
      </Button>
    </Group>
  );
}

function Numbers({ save, blocked }: OfRun) {
  const title = (): string => getDesign().title;
  const columns = () => seriesColumns(series, getRun().shape?.nodeIds ?? [], getDesign());
  return (
    <Group title="Figures" icon={<Table2 aria-hidden="true" />} help="Every series of the run, window by window, and its report.">
      <Button
        blocked={blocked}
        onClick={() => save('CSV', () => saveText(named(title(), 'series', 'csv'), seriesCsv(columns(), series.length), 'text/csv'))}
      >
        Series CSV
      </Button>
      <Button
        blocked={blocked}
        onClick={() =>
          save('JSON', () => {
            const { digest, engine, shape } = getRun();
            const about = {
              title: title(),
              seed: getDesign().scenario.seed,
              digest: digest ?? null,
              engine,
              windowMs: shape?.windowMs ?? null,
            };
            saveText(named(title(), 'series', 'json'), seriesJson(columns(), about), 'application/json');
          })
        }
      >
        Series JSON
      </Button>
      <Button
        blocked={blocked}
        onClick={() =>
          save('Report', async () =>
            saveText(named(title(), 'report', 'json'), `${JSON.stringify(await fetchReport(), null, 2)}\n`, 'application/json'),
          )
        }
      >
        Report JSON
      </Button>
    </Group>
  );
}

const LENGTHS = [
  { value: '5', label: '5 s' },
  { value: '10', label: '10 s' },
  { value: '20', label: '20 s' },
];

interface RecordingProps {
  readonly root: { readonly current: HTMLDivElement | null };
  readonly onProblem: (words: string) => void;
}

/** The moving picture: made in the background, and given up when the dialog closes. */
function Recording({ root, onProblem }: RecordingProps) {
  const [seconds, setSeconds] = useState('5');
  const [done, setDone] = useState<number>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const blocked = useRun((run) => (run.shape === undefined ? 'This design cannot run yet.' : undefined));
  const [video, setVideo] = useState(false);
  useEffect(() => {
    void import('./encoders.ts').then(async ({ canEncodeVideo }) => setVideo(await canEncodeVideo()));
  }, []);
  const record = async (format: FilmFormat): Promise<void> => {
    const element = root.current;
    if (element === null) return;
    const controller = new AbortController();
    running.current = controller;
    setDone(0);
    onProblem('');
    try {
      const { recordFilm } = await import('./recording.ts');
      const design = getDesign();
      const plan = {
        design,
        form: formOf(format, Number(seconds) * 1000),
        ink: readInk(element),
        signal: controller.signal,
        onProgress: setDone,
      };
      saveBlob(named(design.title, 'run', format), await recordFilm(plan));
      announce('Recording saved');
    } catch (error) {
      if (!controller.signal.aborted)
        onProblem(`The recording could not be made: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!controller.signal.aborted) setDone(undefined);
  };
  return (
    <Group
      title="Recording"
      icon={<Clapperboard aria-hidden="true" />}
      help={`The whole run, with what happens written below: a GIF shows everywhere${video ? ', a WebM video moves smoothly' : ''}.`}
    >
      <Select aria-label="Length of the recording" options={LENGTHS} value={seconds} onChange={setSeconds} />
      {done === undefined ? (
        <>
          <Button blocked={blocked} onClick={() => void record('gif')}>
            Make GIF
          </Button>
          {video && (
            <Button blocked={blocked} onClick={() => void record('webm')}>
              Make WebM
            </Button>
          )}
        </>
      ) : (
        <>
          <progress className={styles['progress']} max={1} value={done} aria-label="Recorded so far" />
          <Button
            onClick={() => {
              running.current?.abort();
              setDone(undefined);
            }}
          >
            Stop
          </Button>
        </>
      )}
    </Group>
  );
}
