/** The picture of a kind, in the colour of the text around it. A kind without a picture gets a plain square. */
import { classNames } from '../ui/class-names.ts';
import styles from './KindIcon.module.css';

const PICTURES: Readonly<Record<string, string>> = import.meta.glob('../../src/catalog/*/icon.svg', {
  eager: true,
  query: '?url',
  import: 'default',
});

const BY_KIND: ReadonlyMap<string, string> = new Map(
  Object.entries(PICTURES).map(([path, address]) => [path.split('/').at(-2) ?? '', address]),
);

export function KindIcon({ kind, className }: { readonly kind: string; readonly className?: string | undefined }) {
  const address = BY_KIND.get(kind);
  const style = address === undefined ? undefined : { maskImage: `url("${address}")` };
  return (
    <span aria-hidden="true" className={classNames(styles['icon'], address === undefined && styles['plain'], className)} style={style} />
  );
}
