/** What is checked here, in plain words; and, below the buttons, how to read what comes out. */
import styles from './Introduction.module.css';

export function Introduction() {
  return (
    <p className={styles['lead']}>
      Each system below has figures that mathematics knows exactly. Your browser simulates the same system many times over, and you see
      whether the two agree.
    </p>
  );
}

export function HowToRead() {
  return (
    <section className={styles['intro']} aria-label="How to read the results">
      <div className={styles['notes']}>
        <div>
          <h3 className={styles['heading']}>What an interval says</h3>
          <p>
            Every replication has its own seed, so each comes out a little differently. The band is a <strong>95 % interval</strong>: of
            twenty such bands around figures that are right, about nineteen contain the exact value and one misses it by chance.
          </p>
        </div>
        <div>
          <h3 className={styles['heading']}>What “does not hold” means</h3>
          <p>
            One miss is a question, not an answer. Run that case again with other seeds: what is right will hold in nineteen of twenty, what
            is wrong will fail again. Below the buttons stands whether there are more misses than chance explains.
          </p>
        </div>
        <div>
          <h3 className={styles['heading']}>When a case is done</h3>
          <p>
            When its intervals are as narrow as it asks for, whatever they show, or when its replications are used up. A wide interval
            agrees with anything, so it proves nothing and is called not yet precise.
          </p>
        </div>
      </div>
      <Legend />
    </section>
  );
}

function Legend() {
  return (
    <ul className={styles['legend']} aria-label="Marks in the plots">
      <li>
        <svg width="28" height="16" aria-hidden="true">
          <circle className={styles['dot']} cx="6" cy="6" r="2.5" />
          <circle className={styles['dot']} cx="14" cy="11" r="2.5" />
          <circle className={styles['dot']} cx="22" cy="5" r="2.5" />
        </svg>
        one replication
      </li>
      <li>
        <svg width="28" height="16" aria-hidden="true">
          <rect className={styles['band']} x="4" y="1" width="20" height="14" />
          <line className={styles['mean']} x1="14" x2="14" y1="1" y2="15" />
        </svg>
        their mean and its 95 % interval
      </li>
      <li>
        <svg width="12" height="16" aria-hidden="true">
          <line className={styles['exact']} x1="6" x2="6" y1="0" y2="16" />
        </svg>
        the exact value
      </li>
      <li>
        <svg width="28" height="16" aria-hidden="true">
          <path className={styles['allowed']} d="M3 5 v6 M3 8 H25 M25 5 v6" />
        </svg>
        how wide the interval may be
      </li>
    </ul>
  );
}
