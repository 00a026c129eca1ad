/** How it is checked that every browser computes the same run, and how anybody can check it. */
import styles from './Prose.module.css';

export function Digests() {
  return (
    <section id="proof-digests" className={styles['prose']} aria-labelledby="proof-digests-title" tabIndex={-1}>
      <h3 id="proof-digests-title" className={styles['heading']}>
        The same run in every browser
      </h3>
      <p className={styles['text']}>
        Browsers differ in the last digits of logarithms and powers. The simulation therefore uses only operations that all of them must
        round alike, with logarithm, exponential and power built from those, and whole nanoseconds for time. So a design and a seed give the
        same run everywhere, event for event.
      </p>
      <p className={styles['text']}>
        That is checked and not just claimed. Every event goes into a fingerprint of 16 digits, the digest. With the project’s sources,{' '}
        <code>npm run test:browsers</code> runs every example and every link that was ever handed out in Node, Chromium, Firefox and WebKit,
        and fails unless all four end with one digest. You can check it without the sources too: run a design to its end and share it. The
        link is sealed with your digest, and whoever opens it in another browser is told whether the run came out identically.
      </p>
    </section>
  );
}
