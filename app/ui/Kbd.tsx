/** A key chord as people read it: `Mod+Shift+Z` becomes `Ctrl Shift Z`, or `⌘ ⇧ Z` on a Mac. */
import { chordKeys } from './chord.ts';
import styles from './Kbd.module.css';

export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles['chord']}>
      {chordKeys(keys).map((key) => (
        <kbd key={key} className={styles['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
