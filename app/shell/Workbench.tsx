/**
 * The panes: parts left, canvas, inspector right, timeline and charts below. Sizes are remembered in pixels, so that a pane
 * keeps its width when the window changes; a pane that is folded away is not there at all.
 */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Group, Panel, type PanelSize, Separator } from 'react-resizable-panels';
import { LabCard } from '../labs/LabCard.tsx';
import { useInterviewOpen } from '../state/interview-open.ts';
import { getView, type PaneSizes, setView, useView } from '../state/view-store.ts';
import { Bottom } from './Bottom.tsx';
import { Slot } from './Slot.tsx';
import type { Layout } from './use-layout.ts';
import { Welcome } from './Welcome.tsx';
import styles from './Workbench.module.css';

const InterviewCard = lazy(async () => ({ default: (await import('../interview/InterviewCard.tsx')).InterviewCard }));

/** Narrow windows give the canvas the room and start with the least that the other panes need. */
const NARROW: PaneSizes = { palette: 148, inspector: 232, bottom: 280 };

export function Workbench({ layout }: { readonly layout: Layout }) {
  const panes = useView((view) => view.panes);
  const interview = useInterviewOpen() && layout === 'desktop';
  const sizes = layout === 'tablet' ? NARROW : getView().sizes;
  return (
    <Group orientation="vertical" className={styles['workbench']} onLayoutChanged={keepSizes}>
      <Panel id="upper" minSize={180}>
        <Group orientation="horizontal" className={styles['row']} onLayoutChanged={keepSizes}>
          {panes.palette && (
            <>
              <Side pane="palette" size={sizes.palette} least={132} most={300}>
                <Slot name="Parts" />
              </Side>
              <Separator className={styles['upright']} title="Width of the parts" />
            </>
          )}
          <Panel id="canvas" minSize={220}>
            <div className={styles['beside']}>
              <LabCard />
              {interview && (
                <Suspense fallback={null}>
                  <InterviewCard />
                </Suspense>
              )}
              <Slot name="Canvas">{!interview && <Welcome />}</Slot>
            </div>
          </Panel>
          {panes.inspector && (
            <>
              <Separator className={styles['upright']} title="Width of the inspector" />
              <Side pane="inspector" size={sizes.inspector} least={232} most={520}>
                <Slot name="Inspector" />
              </Side>
            </>
          )}
        </Group>
      </Panel>
      {panes.bottom && (
        <>
          <Separator className={styles['level']} title="Height of timeline and charts" />
          <Side pane="bottom" size={sizes.bottom} least={112} most={2_000}>
            <Bottom />
          </Side>
        </>
      )}
    </Group>
  );
}

let opened = 0;

interface SideProps {
  readonly pane: keyof PaneSizes;
  readonly size: number;
  readonly least: number;
  readonly most: number;
  readonly children: ReactNode;
}

/**
 * A pane beside the canvas. Each time it is opened it is a new panel: the library remembers a panel's last size, which for one
 * that was pushed shut is none.
 */
function Side({ pane, size, least, most, children }: SideProps) {
  const [id] = useState(() => `${pane}-${++opened}`);
  const measure = ({ inPixels }: PanelSize): void => void measured.set(pane, Math.round(inPixels));
  return (
    <Panel
      id={id}
      defaultSize={size}
      minSize={least}
      maxSize={most}
      collapsible
      groupResizeBehavior="preserve-pixel-size"
      onResize={measure}
    >
      {children}
    </Panel>
  );
}

/** Sizes as they are while a line is being dragged; taken over when it is let go. */
const measured = new Map<keyof PaneSizes, number>();

/** Remembers the sizes; a pane that was pushed against the edge is folded away and keeps the size it had. */
function keepSizes(_layout: unknown, { isUserInteraction }: { readonly isUserInteraction: boolean }): void {
  if (!isUserInteraction) return;
  const { panes, sizes } = getView();
  const gone = [...measured].filter(([pane, px]) => px === 0 && panes[pane]).map(([pane]) => pane);
  const next = { ...sizes, ...Object.fromEntries([...measured].filter(([, px]) => px > 0)) };
  measured.clear();
  if (gone.length > 0) setView({ panes: { ...panes, ...Object.fromEntries(gone.map((pane) => [pane, false])) } });
  if (JSON.stringify(next) !== JSON.stringify(sizes)) setView({ sizes: next });
}
