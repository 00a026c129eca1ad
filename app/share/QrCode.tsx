/** A QR code drawn here, of SVG elements, black on white in every theme: scanners expect nothing else. */
import { useMemo } from 'react';
import { encode } from 'uqr';
import styles from './QrCode.module.css';

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg className={styles['code']} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} className={styles['paper']} />
      <path d={path} className={styles['ink']} />
    </svg>
  );
}

/** All dark squares as one path, row by row, neighbours joined. */
function draw(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(text, { ecc: 'L', border: 3 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; ) {
      let run = 0;
      while (row[x + run] === true) run++;
      if (run > 0) path += `M${x} ${y}h${run}v1h-${run}z`;
      x += Math.max(1, run);
    }
  });
  return { size, path };
}
