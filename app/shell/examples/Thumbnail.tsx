/** A small picture of a design; decoration beside its title, so nobody is read it aloud. */
import type { Design } from '../../../src/design/document.ts';
import { KindIcon } from '../../canvas/KindIcon.tsx';
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
      {boxes.map(({ id, kind, ...box }) => (
        <g key={id}>
          <rect {...box} rx="3" className={styles['part']} />
          <foreignObject {...iconIn(box)}>
            <KindIcon kind={kind} className={styles['icon']} />
          </foreignObject>
        </g>
      ))}
    </svg>
  );
}

/** A square in the middle of a box. */
function iconIn({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }) {
  const size = height * 0.62;
  return { x: x + (width - size) / 2, y: y + (height - size) / 2, width: size, height: size };
}
