/** The head of the inspector: what is selected, its name to be edited in place, and in one line what it is and where it stands. */

import { ArrowRight, Layers, LayoutDashboard } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Kind } from '../../src/catalog/kind.ts';
import { LIMITS, type NodeDoc } from '../../src/design/document.ts';
import { KindIcon } from '../canvas/KindIcon.tsx';
import { dispatch, useDesign } from '../state/design-store.ts';
import { addressWords } from '../timeline/address.ts';
import { plural } from './plural.ts';
import styles from './SubjectHeader.module.css';
import { instanceCount, type Subject } from './subject.ts';
import { TextInput } from './TextInput.tsx';

export function SubjectHeader({ subject }: { readonly subject: Subject }) {
  const design = useDesign((state) => state.design);
  switch (subject.is) {
    case 'document':
      return (
        <Head icon={<LayoutDashboard aria-hidden="true" />} title="The whole design">
          {plural(design.nodes.length, 'part')} · {plural(design.links.length, 'link')} ·{' '}
          {plural(design.classes.length, 'request class', 'es')}
        </Head>
      );
    case 'both':
      return (
        <Head
          icon={<Layers aria-hidden="true" />}
          title={`${plural(subject.nodes.length, 'part')}, ${plural(subject.links.length, 'link')}`}
        >
          parts and links are set apart
        </Head>
      );
    case 'links': {
      const [link, ...others] = subject.links;
      const title =
        others.length > 0 || link === undefined ? plural(subject.links.length, 'link') : addressWords(design, `${link.from}>${link.to}`);
      return (
        <Head icon={<ArrowRight aria-hidden="true" />} title={title}>
          {others.length > 0 ? 'what is set here is set for all' : 'link'}
        </Head>
      );
    }
    default: {
      const [node, ...others] = subject.nodes;
      if (node !== undefined && others.length === 0) return <NodeHead node={node} kind={subject.kinds[0]} />;
      return (
        <Head icon={<Layers aria-hidden="true" />} title={plural(subject.nodes.length, 'part')}>
          {kindsWords(subject.kinds)} · what is set here is set for all
        </Head>
      );
    }
  }
}

function NodeHead({ node, kind }: { readonly node: NodeDoc; readonly kind: Kind | undefined }) {
  const name = (
    <TextInput
      aria-label="Name"
      className={styles['name']}
      maxLength={LIMITS.nameLength}
      value={node.name}
      onCommit={(text) => dispatch({ do: 'rename', node: node.id, name: text.trim() })}
    />
  );
  const instances = instanceCount(node, kind);
  const place = [node.region === '' ? '' : `region ${node.region}`, zoneWords(node.zones)].filter((text) => text !== '').join(', ');
  return (
    <Head icon={<KindIcon kind={node.kind} className={styles['picture']} />} title={name}>
      {kind?.name ?? node.kind} · {plural(instances, 'instance')} · {place}
    </Head>
  );
}

interface HeadProps {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

function Head({ icon, title, children }: HeadProps) {
  return (
    <header className={styles['head']}>
      <span className={styles['icon']}>{icon}</span>
      <div className={styles['text']}>
        <h2 className={styles['title']}>{title}</h2>
        <p className={styles['line']}>{children}</p>
      </div>
    </header>
  );
}

const zoneWords = (zones: readonly string[]): string => `zone${zones.length > 1 ? 's' : ''} ${zones.join(' ')}`;

function kindsWords(kinds: readonly (Kind | undefined)[]): string {
  const names = [...new Set(kinds.map((kind) => kind?.name ?? 'unknown'))];
  return names.length <= 2 ? names.join(' and ') : `${names.length} kinds`;
}
