/** A chart in its cell: a name, a finding in one line, the plot or its table, and the file. It fills whatever cell it is given. */
import { Download, Table2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Tooltip } from '../ui/Tooltip.tsx';
import { ChartPlot } from './ChartPlot.tsx';
import { ChartTable } from './ChartTable.tsx';
import styles from './charts.module.css';
import { csvOf, download } from './csv.ts';
import { BETWEEN } from './findings.ts';
import type { ChartFeed, Crosshair } from './handles.ts';
import type { ChartModel, ChartScene } from './model.ts';
import { Pace } from './pace.ts';
import type { OnStretch } from './use-brush.ts';

export interface ChartProps {
  /** Its accessible name; also names the file. */
  readonly name: string;
  /** What stands as its heading, when that is more than the name. */
  readonly heading?: ReactNode;
  readonly model: ChartModel;
  readonly scene: ChartScene;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
  /** A stretch of time was chosen on the plot. */
  readonly onStretch?: OnStretch | undefined;
  /** Before the heading. */
  readonly lead?: ReactNode;
  /** More tools, before the table's: shown while the chart is pointed at or holds the focus. */
  readonly tools?: ReactNode;
  /** Other ways to see the same, and what stands behind it: always in sight, or nobody would look for them. */
  readonly views?: ReactNode;
  /** Stands where the plot would, while it is wanted. */
  readonly instead?: ReactNode;
}

export function Chart({ name, heading, model, scene, feed, crosshair, onStretch, lead, tools, views, instead }: ChartProps) {
  const [table, setTable] = useState(false);
  const finding = useFinding(model, feed);
  const file = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`;
  return (
    <figure className={styles['chart']} aria-label={name}>
      <figcaption className={styles['head']}>
        {lead}
        <h3 title={name}>{heading ?? name}</h3>
        <Finding text={finding} />
        <div className={styles['end']}>
          <div className={styles['tools']}>
            {tools}
            <Tool label="Table" pressed={table} onPress={() => setTable(!table)}>
              <Table2 aria-hidden="true" />
            </Tool>
            <Tool label="CSV" onPress={() => download(file, csvOf(model))}>
              <Download aria-hidden="true" />
            </Tool>
          </div>
          {views}
        </div>
      </figcaption>
      {table ? (
        <ChartTable name={name} model={model} feed={feed} />
      ) : (
        (instead ?? <ChartPlot name={name} model={model} scene={scene} feed={feed} crosshair={crosshair} onStretch={onStretch} />)
      )}
    </figure>
  );
}

/** A part of which hardly anything would be read is left out as a whole; the tooltip has all of it. */
function Finding({ text }: { readonly text: string }) {
  return (
    <p className={styles['finding']} title={text}>
      {text.split(BETWEEN).map((part, i) => (
        <span key={part}>
          {i > 0 && BETWEEN}
          {part}
        </span>
      ))}
    </p>
  );
}

export interface ToolProps {
  /** Its accessible name, and the words of its tooltip. */
  readonly label: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A small button in a chart's head. */
export function Tool({ label, pressed, onPress, children }: ToolProps) {
  return (
    <Tooltip text={label}>
      <button type="button" className={styles['tool']} aria-label={label} aria-pressed={pressed} onClick={onPress}>
        {children}
      </button>
    </Tooltip>
  );
}

/** Findings are read, not watched: they change at most once a second. */
const FINDING_EVERY_MS = 1000;

function useFinding(model: ChartModel, feed: ChartFeed): string {
  const [finding, setFinding] = useState('');
  useEffect(() => {
    const tell = (): void => {
      model.refresh();
      setFinding(model.finding());
    };
    const pace = new Pace(tell, FINDING_EVERY_MS);
    tell();
    const unsubscribe = feed.subscribe(() => pace.ask());
    return () => {
      unsubscribe();
      pace.end();
    };
  }, [model, feed]);
  return finding;
}
