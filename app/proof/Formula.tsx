/** A formula, typeset plainly: powers are raised. */
import { Fragment } from 'react';
import styles from './Formula.module.css';
import { typeset } from './typeset.ts';

export function Formula({ text }: { readonly text: string }) {
  let place = 0;
  return (
    <code className={styles['formula']}>
      {typeset(text).map((piece) => {
        place += piece.text.length;
        if (piece.raised === 0) return <Fragment key={place}>{piece.text}</Fragment>;
        return (
          <sup key={place} className={styles[piece.raised === 1 ? 'once' : 'twice']}>
            {piece.text}
          </sup>
        );
      })}
    </code>
  );
}
