/** A small picture of a design; decoration beside its title, so nobody is read it aloud. */
import type { Design } from '../../../src/design/document.ts';
import styles from './Thumbnail.module.css';
import { thumbnailShape } from './thumbnail-shape.ts';

const WIDTH = 220;
const HEIGHT = 96;

export function Thumbnail({ design }: { readonly design: Design }) {
  const { boxes, links } = thumbnailShape(design, WIDTH, HEIGHT);
  return (
    <svg className={styles['picture']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {links.map(({ id, path }) => (
        <path key={id} d={path} className={styles['link']} />
      ))}
      {boxes.map(({ id, ...box }) => (
        <rect key={id} {...box} rx="3" className={styles['part']} />
      ))}
    </svg>
  );
}
