/**
 * The picture of a kind, from its folder in the catalogue, in the colour of the text around it. Decoration: the kind's name stands
 * beside it wherever it is used. A kind without a picture gets a plain box.
 */
import styles from './KindIcon.module.css';

/** Addresses of all pictures by kind; the build finds them, so a new kind needs no line here. */
const PICTURES: ReadonlyMap<string, string> = new Map(
  Object.entries(import.meta.glob<string>('../../src/catalog/*/icon.svg', { query: '?url', import: 'default', eager: true })).map(
    ([path, url]) => [path.split('/').at(-2) ?? '', url],
  ),
);

export function KindIcon({ kind, size = 16 }: { readonly kind: string; readonly size?: number }) {
  const url = PICTURES.get(kind);
  const mask = url === undefined ? 'none' : `url("${url}")`;
  return (
    <span
      aria-hidden="true"
      className={url === undefined ? styles['box'] : styles['icon']}
      style={{ width: size, height: size, maskImage: mask, WebkitMaskImage: mask }}
    />
  );
}
