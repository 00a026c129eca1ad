/** Throughput against users at once, with the fitted line of the Universal Scalability Law. */
import { type Curve, crowdDesign, curveWords, loadCurve, USUAL_CROWDS } from '../../src/run/study/curve.ts';
import { valueText } from '../../src/run/study/study.ts';
import { uslThroughput } from '../../src/theory/usl.ts';
import { openRun } from './open-run.ts';
import { Plot } from './Plot.tsx';
import { BOX, pathOf, scaleOf } from './plot-scale.ts';
import styles from './Study.module.css';
import { StudyRow } from './StudyRow.tsx';
import { type Standing, startStudy, useStanding } from './study-store.ts';

export function CurvePanel() {
  const standing = useStanding('curve');
  return (
    <div className={styles['panel']}>
      <StudyRow standing={standing} label="Measure the curve" onStart={() => void startStudy('curve', USUAL_CROWDS, loadCurve)}>
        <span className={styles['note']}>{USUAL_CROWDS.join(', ')} users at once, each asking again when answered.</span>
      </StudyRow>
      {standing?.result !== undefined && standing.result.points.length > 0 && <Found standing={standing} curve={standing.result} />}
    </div>
  );
}

function Found({ standing, curve }: { readonly standing: Standing<'curve'>; readonly curve: Curve }) {
  return (
    <section className={styles['panel']} aria-label="What was found">
      <p className={styles['finding']}>{curveWords(curve)}</p>
      <Drawn curve={curve} />
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Users</th>
              <th scope="col">Answered</th>
              <th scope="col">Fitted</th>
              <th scope="col">Mean</th>
              <th scope="col">p99</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {curve.points.map(({ users, throughput, meanMs, p99Ms, availability, digest }) => (
              <tr key={users}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles['link']}
                    onClick={() => void openRun(crowdDesign(standing.design, users), digest)}
                    title="Open this run"
                  >
                    {users}
                  </button>
                </th>
                <td>{valueText(throughput, 'perSecond')}</td>
                <td>
                  {curve.fit === undefined
                    ? '–'
                    : valueText(uslThroughput(users, curve.fit.single, curve.fit.alpha, curve.fit.beta), 'perSecond')}
                </td>
                <td>{valueText(meanMs, 'ms')}</td>
                <td>{valueText(p99Ms, 'ms')}</td>
                <td>{valueText(availability, 'ratio')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['fine']}>
        Sources with a rate are run as crowds without pauses, so that what grows is the number of requests under way. The line is Gunther’s
        Universal Scalability Law, fitted by least squares: an empirical law, which follows from no queue.
      </p>
    </section>
  );
}

/** Places of the fitted line (chosen). */
const STEPS = 60;

function Drawn({ curve: { points, fit } }: { readonly curve: Curve }) {
  const users = points.map((point) => point.users);
  const x = scaleOf(users, BOX.left, BOX.width - BOX.right, true);
  const most = Math.max(...users);
  const fitted =
    fit === undefined
      ? []
      : Array.from({ length: STEPS + 1 }, (_, i) => most ** (i / STEPS)).map(
          (n) => [n, uslThroughput(n, fit.single, fit.alpha, fit.beta)] as const,
        );
  const y = scaleOf([...points.map(({ throughput }) => throughput), ...fitted.map(([, value]) => value)], BOX.height - BOX.bottom, BOX.top);
  return (
    <Plot
      name="Answered requests a second against users at once, with the fitted line"
      x={x}
      y={y}
      xUnit="count"
      yUnit="perSecond"
      xWords="users at once"
      yWords="answered; dashed: fitted"
    >
      {fitted.length > 0 && <path className={styles['fit']} d={pathOf(fitted.map(([n, value]) => [x.at(n), y.at(value)] as const))} />}
      {points.map((point) => (
        <circle key={point.users} className={styles['dot']} cx={x.at(point.users)} cy={y.at(point.throughput)} r={4} />
      ))}
    </Plot>
  );
}
