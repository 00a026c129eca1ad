/**
 * The panes: parts left, canvas, inspector right, timeline and charts below. Sizes are remembered in pixels, so that a pane
 * keeps its width when the window changes; a pane that is folded away is not there at all.
 */
import { Group, Panel, Separator } from 'react-resizable-panels';
import { LabCard } from '../labs/LabCard.tsx';
import { getView, setView, useView } from '../state/view-store.ts';
import { Bottom } from './Bottom.tsx';
import { Slot } from './Slot.tsx';
import type { Layout } from './use-layout.ts';
import { Welcome } from './Welcome.tsx';
import styles from './Workbench.module.css';

type Sized = 'palette' | 'inspector' | 'bottom';

export function Workbench({ layout }: { readonly layout: Layout }) {
  const panes = useView((view) => view.panes);
  const { sizes } = getView();
  const narrow = layout === 'tablet';
  return (
    <Group orientation="vertical" className={styles['workbench']}>
      <Panel id="upper" minSize={180}>
        <Group orientation="horizontal" className={styles['row']}>
          {panes.palette && (
            <>
              <Panel
                id="parts"
                defaultSize={narrow ? 148 : sizes.palette}
                minSize={132}
                maxSize={300}
                groupResizeBehavior="preserve-pixel-size"
                onResize={remember('palette')}
              >
                <Slot name="Parts" />
              </Panel>
              <Separator className={styles['upright']} title="Width of the parts" />
            </>
          )}
          <Panel id="canvas" minSize={220}>
            <div className={styles['beside']}>
              <LabCard />
              <Slot name="Canvas">
                <Welcome />
              </Slot>
            </div>
          </Panel>
          {panes.inspector && (
            <>
              <Separator className={styles['upright']} title="Width of the inspector" />
              <Panel
                id="inspector"
                defaultSize={narrow ? 232 : sizes.inspector}
                minSize={232}
                maxSize={520}
                groupResizeBehavior="preserve-pixel-size"
                onResize={remember('inspector')}
              >
                <Slot name="Inspector" />
              </Panel>
            </>
          )}
        </Group>
      </Panel>
      {panes.bottom && (
        <>
          <Separator className={styles['level']} title="Height of timeline and charts" />
          <Panel
            id="bottom"
            defaultSize={sizes.bottom}
            minSize={112}
            groupResizeBehavior="preserve-pixel-size"
            onResize={remember('bottom')}
          >
            <Bottom />
          </Panel>
        </>
      )}
    </Group>
  );
}

function remember(pane: Sized) {
  return ({ inPixels }: { readonly inPixels: number }): void => {
    const { sizes } = getView();
    const px = Math.round(inPixels);
    if (px > 0 && sizes[pane] !== px) setView({ sizes: { ...sizes, [pane]: px } });
  };
}
