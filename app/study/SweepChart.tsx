/**
 * Throughput (left axis) and latency (right axis) over the values of one setting: where the one has reached its most, and what the other
 * has come to by then. Values stand at equal distances, since those of a sweep are steps and not a scale.
 */
import { pointsAt, type Sweep, type SweepPoint } from '../../src/run/study/sweep.ts';
import type { Interval } from '../../src/stats/confidence.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { spread } from '../charts/spread.ts';
import { BOX, pathOf, type Scale, scaleOf } from './plot-scale.ts';
import styles from './Study.module.css';
import sweepStyles from './Sweep.module.css';
import { loadWords } from './words.ts';

/** The right axis needs as much room as the left one, and the names of lines beside it. */
const RIGHT = 210;
const LABEL_SIZE = 15;
const WIDTH = 820;

interface Line {
  readonly name: string;
  readonly look: 'throughput' | 'p99' | 'p50' | 'lightP99' | 'lightP50';
  readonly axis: Scale;
  readonly of: (point: SweepPoint) => Interval;
  readonly points: readonly SweepPoint[];
}

export function SweepChart({ found }: { readonly found: Sweep }) {
  const [first, light] = found.loads;
  if (first === undefined) return null;
  const values = [...new Set(found.points.map(({ value }) => value))].sort((a, b) => a - b);
  const { height, left, top, bottom } = BOX;
  const [from, to] = [left + 24, WIDTH - RIGHT - 24];
  const x = (value: number): number =>
    values.length < 2 ? (from + to) / 2 : from + ((to - from) * values.indexOf(value)) / (values.length - 1);
  const under = pointsAt(found, first);
  const lightly = light === undefined ? [] : pointsAt(found, light);
  const rate = scaleOf(
    under.map(({ throughput }) => throughput.mean),
    height - bottom,
    top,
  );
  const time = scaleOf(
    [...under, ...lightly].flatMap(({ p99Ms }) => (p99Ms.n > 0 ? [p99Ms.mean] : [])),
    height - bottom,
    top,
  );
  const lightLines: readonly Line[] =
    light === undefined
      ? []
      : [
          { name: `p99, ${loadWords(light)}`, look: 'lightP99', axis: time, of: ({ p99Ms }) => p99Ms, points: lightly },
          { name: `p50, ${loadWords(light)}`, look: 'lightP50', axis: time, of: ({ p50Ms }) => p50Ms, points: lightly },
        ];
  const lines: readonly Line[] = [
    { name: 'answered', look: 'throughput', axis: rate, of: ({ throughput }) => throughput, points: under },
    { name: 'p99', look: 'p99', axis: time, of: ({ p99Ms }) => p99Ms, points: under },
    { name: 'p50', look: 'p50', axis: time, of: ({ p50Ms }) => p50Ms, points: under },
    ...lightLines,
  ];
  return (
    <svg
      className={`${styles['plot']} ${sweepStyles['chart']}`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={`Throughput and latency over ${found.setting.words}`}
    >
      <Frame rate={rate} time={time} values={values} x={x} unit={found.setting.unit} words={found.setting.words} />
      {lines.map((line) => (
        <Drawn key={line.look} line={line} x={x} />
      ))}
      <Names lines={lines} x={x} />
    </svg>
  );
}

interface FrameProps {
  readonly rate: Scale;
  readonly time: Scale;
  readonly values: readonly number[];
  readonly x: (value: number) => number;
  readonly unit: Sweep['setting']['unit'];
  readonly words: string;
}

function Frame({ rate, time, values, x, unit, words }: FrameProps) {
  const { height, left, top, bottom } = BOX;
  const right = WIDTH - RIGHT;
  return (
    <>
      <path className={styles['axis']} d={`M${left} ${top}V${height - bottom}H${right}V${top}`} fill="none" />
      {rate.ticks.map((tick) => (
        <text key={tick} x={left - 8} y={rate.at(tick) + 4} textAnchor="end">
          {formatQuantity(tick, 'perSecond', 3)}
        </text>
      ))}
      {time.ticks.map((tick) => (
        <text key={tick} x={right + 8} y={time.at(tick) + 4}>
          {formatQuantity(tick, 'ms', 3)}
        </text>
      ))}
      {values.map((value) => (
        <text key={value} x={x(value)} y={height - bottom + 20} textAnchor="middle">
          {formatQuantity(value, unit, 3)}
        </text>
      ))}
      <text x={right} y={height - 6} textAnchor="end">
        {words}
      </text>
      <text x={left} y={top - 8}>
        answered a second
      </text>
      <text x={right} y={top - 8} textAnchor="end">
        latency
      </text>
    </>
  );
}

function Drawn({ line: { look, axis, of, points }, x }: { readonly line: Line; readonly x: (value: number) => number }) {
  const measured = points.filter((point) => of(point).n > 0);
  const bars = measured.flatMap((point) => {
    const { mean, half } = of(point);
    return Number.isFinite(half) && half > 0 ? [`M${x(point.value)} ${axis.at(Math.max(0, mean - half))}V${axis.at(mean + half)}`] : [];
  });
  return (
    <g className={sweepStyles[look]}>
      <path d={pathOf(measured.map((point) => [x(point.value), axis.at(of(point).mean)] as const))} />
      <path d={bars.join('')} strokeDasharray="none" />
      {measured.map((point) => (
        <circle key={point.value} cx={x(point.value)} cy={axis.at(of(point).mean)} r={3.5} />
      ))}
    </g>
  );
}

function Names({ lines, x }: { readonly lines: readonly Line[]; readonly x: (value: number) => number }) {
  const ends = lines.flatMap((line, i) => {
    const last = line.points.filter((point) => line.of(point).n > 0).at(-1);
    return last === undefined ? [] : [{ line, x: x(last.value), y: line.axis.at(line.of(last).mean), rank: lines.length - i }];
  });
  const places = spread(ends, LABEL_SIZE, BOX.top - 4, BOX.height - BOX.bottom + 4);
  const column = WIDTH - RIGHT + 62;
  return ends.map(({ line, x: end, y }, i) => {
    const place = places[i] ?? y;
    return Number.isNaN(place) ? null : (
      <g key={line.look} className={sweepStyles[line.look]}>
        <path className={sweepStyles['lead']} d={`M${end + 6} ${y}L${column - 4} ${place}`} strokeDasharray="none" />
        <text x={column} y={place + 4}>
          {line.name}
        </text>
      </g>
    );
  });
}
