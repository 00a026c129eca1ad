/** Timeline above charts: one time axis for both. */
import styles from './Bottom.module.css';
import { Slot } from './Slot.tsx';

export function Bottom() {
  return (
    <div className={styles['bottom']}>
      <div className={styles['timeline']}>
        <Slot name="Timeline" />
      </div>
      <div className={styles['charts']}>
        <Slot name="Charts" />
      </div>
    </div>
  );
}
