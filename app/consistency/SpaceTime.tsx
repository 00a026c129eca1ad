/** A counter-example as a small space–time diagram. The sentences and the list beside it say the same, so it is hidden from readers of screens. */
import { useEffect, useRef } from 'react';
import type { ExampleReport } from '../../src/run/consistency-report.ts';
import { useWidth } from '../timeline/use-width.ts';
import styles from './SpaceTime.module.css';
import { type Bar, type Flag, type Lane, spaceTime } from './space-time.ts';

export function SpaceTime({ example }: { readonly example: ExampleReport }) {
  const frame = useRef<HTMLElement>(null);
  const available = useWidth(frame);
  // A frame that scrolls must be reachable by keyboard.
  useEffect(() => frame.current?.setAttribute('tabindex', '0'), []);
  const { width, height, left, lanes, bars, flags, ticks } = spaceTime(example, Math.max(280, available));
  const marked = bars.filter(({ operation }) => operation.clashes);
  const [before, after] = [marked[0], marked.at(-1)];
  return (
    <section ref={frame} className={styles['frame']} aria-label="Space–time diagram, not to scale">
      <svg width={width} height={height} aria-hidden="true" className={styles['diagram']}>
        {ticks.map(({ x, text }) => (
          <g key={text}>
            <line className={styles['moment']} x1={x} x2={x} y1={4} y2={height - 20} />
            <text className={styles['time']} x={x} y={height - 6} textAnchor={x > width - 44 ? 'end' : 'middle'}>
              {text}
            </text>
          </g>
        ))}
        {lanes.map((lane) => (
          <LaneLine key={lane.id} lane={lane} left={left} right={width - 4} />
        ))}
        {bars.map((bar) => (
          <Journey key={`${bar.operation.who} ${bar.from}`} bar={bar} />
        ))}
        {flags.map((flag) => (
          <Version key={`${flag.text} ${flag.x}`} flag={flag} />
        ))}
        {bars.map((bar) => (
          <Operation key={`${bar.operation.who} ${bar.from}`} bar={bar} />
        ))}
        {before !== undefined && after !== undefined && before !== after && <Clash before={before} after={after} />}
      </svg>
    </section>
  );
}

function LaneLine({ lane, left, right }: { readonly lane: Lane; readonly left: number; readonly right: number }) {
  return (
    <g data-sort={lane.sort}>
      <text className={styles['name']} x={left - 12} y={lane.y + 4} textAnchor="end">
        {lane.label.length > 11 ? `${lane.label.slice(0, 10)}…` : lane.label}
        <title>{lane.label}</title>
      </text>
      <line className={styles['lane']} x1={left} x2={right} y1={lane.y} y2={lane.y} />
    </g>
  );
}

/** To the copy that answered and back. */
function Journey({ bar: { from, to, y, copyY } }: { readonly bar: Bar }) {
  if (copyY === undefined) return null;
  const middle = (from + to) / 2;
  return (
    <g className={styles['journey']}>
      <path d={`M${from} ${y}L${middle} ${copyY}L${to} ${y}`} />
      <circle cx={middle} cy={copyY} r={3.5} />
    </g>
  );
}

/** A session's operation: full for a write, hollow for a read, open at its end when nobody heard. */
function Operation({ bar: { operation, from, to, y } }: { readonly bar: Bar }) {
  const { what, key, version, clashes, toMs } = operation;
  return (
    <g data-what={what} data-clashes={clashes ? '' : undefined} data-open={toMs === null ? '' : undefined} className={styles['operation']}>
      <rect x={from} y={y - 5} width={Math.max(4, to - from)} height={10} rx={3} />
      <text x={from} y={y - 10}>
        {what === 'write' ? 'writes' : 'reads'} {key}={version}
      </text>
    </g>
  );
}

function Version({ flag: { x, y, text, clashes } }: { readonly flag: Flag }) {
  return (
    <g className={styles['version']} data-clashes={clashes ? '' : undefined}>
      <path d={`M${x} ${y - 9}v18`} />
      <text x={x + 6} y={y - 3}>
        {text}
      </text>
    </g>
  );
}

/** From what was known to what came after it all the same. */
function Clash({ before, after }: { readonly before: Bar; readonly after: Bar }) {
  const [x1, y1, x2, y2] = [before.to, before.y, after.from, after.y];
  const same = Math.abs(y1 - y2) < 1;
  const bend = same ? -22 : 0;
  const path = `M${x1} ${y1}C${(x1 + x2) / 2} ${y1 + bend} ${(x1 + x2) / 2} ${y2 + bend} ${x2 - 5} ${y2 + (same ? -3 : 0)}`;
  return (
    <g>
      <path className={styles['stroke']} data-dashed="" d={path} />
      <path className={styles['stroke']} d={`M${x2 - 8} ${y2 - 4}L${x2 - 1} ${y2}L${x2 - 8} ${y2 + 4}`} />
    </g>
  );
}
