/** The mark: a roof on two posts, drawn with the accent. */
import styles from './Mark.module.css';

export function Mark() {
  return (
    <svg className={styles['mark']} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M2.5 9 10 2.8 17.5 9M4.6 7.6v9.6h10.8V7.6M8 17.2v-5.4h4v5.4" />
    </svg>
  );
}
