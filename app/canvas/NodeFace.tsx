/**
 * The static part of a node's face: card, picture, name, port. One component for every kind, rendered only when the
 * node itself changes; whatever moves is painted over it.
 */
import type { NodeProps } from '@xyflow/react';
import { memo, type PointerEvent } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import { linksOut } from '../../src/catalog/kind.ts';
import { classNames } from '../ui/class-names.ts';
import { useCanvas } from './canvas-store.ts';
import { endDraft, moveDraft, startLink } from './connecting.ts';
import type { FlowNode } from './flow-node.ts';
import { KindIcon } from './KindIcon.tsx';
import styles from './NodeFace.module.css';
import { followPointer } from './pointer.ts';
import { RenameField } from './RenameField.tsx';

export const NodeFace = memo(function NodeFace({ id, data, selected }: NodeProps<FlowNode>) {
  const { doc } = data;
  const target = useCanvas((state) => (state.target?.id === id ? (state.target.refused ? 'refused' : 'taken') : undefined));
  const renaming = useCanvas((state) => state.renaming === id);
  return (
    <div className={classNames(styles['card'], selected && styles['chosen'], target !== undefined && styles[target])}>
      <div className={styles['head']}>
        <span className={styles['tile']}>
          <KindIcon kind={doc.kind} />
        </span>
        {renaming ? (
          <RenameField node={id} name={doc.name} />
        ) : (
          <span className={styles['name']} title={doc.name.length > 14 ? doc.name : undefined}>
            {doc.name}
          </span>
        )}
      </div>
      {linksOut(kindOf(doc.kind)) && <Port node={id} name={doc.name} />}
    </div>
  );
});

/** Where links begin: drag from it, or click it and then a part. */
function Port({ node, name }: { readonly node: string; readonly name: string }) {
  const start = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    startLink(node, { x: event.clientX, y: event.clientY }, true);
    followPointer(event.nativeEvent, moveDraft, (page) => void endDraft(page));
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Link from ${name}`}
      className={classNames('nodrag nopan', styles['port'])}
      onPointerDown={start}
      onClick={(event) => event.detail === 0 && startLink(node, undefined, false)}
    />
  );
}
