/** One pane: a region for F6, guarded, holding whatever stands in its slot. */
import { type ReactNode, Suspense } from 'react';
import { saveDesignFile } from '../share/design-file.ts';
import { getDesign } from '../state/design-store.ts';
import { classNames } from '../ui/class-names.ts';
import { PaneGuard } from '../ui/PaneGuard.tsx';
import styles from './Slot.module.css';
import { SLOTS, type SlotName } from './slots.ts';

export function Slot({ name, children }: { readonly name: SlotName; readonly children?: ReactNode }) {
  const Content = SLOTS[name];
  const Frame = name === 'Canvas' ? 'main' : 'div';
  return (
    <Frame className={classNames(styles['slot'], name !== 'Canvas' && styles['card'])} data-region={name} tabIndex={-1}>
      <PaneGuard name={`The pane “${name}”`} onSave={() => saveDesignFile(getDesign())}>
        <Suspense fallback={null}>
          <Content />
        </Suspense>
        {children}
      </PaneGuard>
    </Frame>
  );
}
