/** What the model leaves out, part by part. */

import { LIMITS } from './limits.ts';
import styles from './Prose.module.css';

export function Limits() {
  return (
    <section id="proof-limits" className={styles['prose']} aria-labelledby="proof-limits-title" tabIndex={-1}>
      <h3 id="proof-limits-title" className={styles['heading']}>
        What is not modelled
      </h3>
      <p className={styles['text']}>
        Agreement with theory says that what is modelled is computed rightly. It says nothing about what is left out, and theory leaves out
        much the same.
      </p>
      <dl className={styles['limits']}>
        {LIMITS.map(({ about, text }) => (
          <div key={about}>
            <dt>{about}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
