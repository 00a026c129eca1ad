/** Availability of the run: how often it failed apart from how long, then each promise with its budget, allowed downtime and alerts. */
import type { AvailabilityReport, SloReport } from '../../../src/run/availability-report.ts';
import { Section } from '../Section.tsx';
import { Facts } from './ReportFigures.tsx';
import styles from './SloSection.module.css';
import { alertWords, downtimeRows, failureFacts, sloFacts } from './slo-rows.ts';

export function SloSection({ availability }: { readonly availability: AvailabilityReport }) {
  return (
    <>
      <Facts title="Failures" facts={failureFacts(availability)} />
      {availability.slos.map((slo) => (
        <Promised key={slo.id} slo={slo} />
      ))}
    </>
  );
}

function Promised({ slo }: { readonly slo: SloReport }) {
  const spent = slo.budgetLeft === null ? 0 : Math.min(1, Math.max(0, 1 - slo.budgetLeft));
  return (
    <Section title={`Promised: ${slo.text}`}>
      <div className={styles['budget']} data-over={slo.budgetLeft !== null && slo.budgetLeft < 0 ? '' : undefined} aria-hidden="true">
        <span ref={(bar) => bar?.style.setProperty('--spent', String(spent))} />
      </div>
      <dl className={styles['facts']}>
        {sloFacts(slo).map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <table className={styles['table']}>
        <caption>Downtime</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">a day</th>
            <th scope="col">a month</th>
            <th scope="col">a year</th>
          </tr>
        </thead>
        <tbody>
          {downtimeRows(slo).map(({ label, day, month, year }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{day}</td>
              <td>{month}</td>
              <td>{year}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles['alerts']} aria-label="Alerts on the budget">
        {slo.alerts.map((alert) => {
          const { what, when } = alertWords(alert);
          return (
            <li key={alert.rate} data-fired={alert.fired.length > 0 ? '' : undefined}>
              <span>{what}</span>
              <strong>{when}</strong>
            </li>
          );
        })}
      </ul>
      <p className={styles['note']}>The measured run stands for the 30 days that these alerts are made for (SRE Workbook, chapter 5).</p>
    </Section>
  );
}
