/** Examples as cards: a picture, a title, what to watch. One press opens one, ready to play. */
import type { Example } from '../../../src/design/examples/index.ts';
import styles from './ExampleCards.module.css';
import { openExample } from './open-example.ts';
import { Thumbnail } from './Thumbnail.tsx';

export interface ExampleCardsProps {
  readonly examples: readonly Example[];
  readonly onOpen?: () => void;
}

export function ExampleCards({ examples, onOpen }: ExampleCardsProps) {
  return (
    <ul className={styles['cards']}>
      {examples.map((example) => (
        <li key={example.id}>
          <button
            type="button"
            className={styles['card']}
            onClick={() => {
              onOpen?.();
              void openExample(example);
            }}
          >
            <Thumbnail design={example.design} />
            <span className={styles['title']}>{example.design.title}</span>
            <span className={styles['watch']}>{example.watch}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
