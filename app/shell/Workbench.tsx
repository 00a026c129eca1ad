/** The panes: parts left, canvas, inspector right, timeline and charts below. Sizes are remembered in pixels. */
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useView } from '../state/view-store.ts';
import styles from './Workbench.module.css';

export function Workbench() {
  const panes = useView((view) => view.panes);
  return (
    <Group orientation="vertical" className={styles['workbench']}>
      <Panel id="upper" minSize={200}>
        <Group orientation="horizontal">
          {panes.palette && (
            <>
              <Panel id="palette" defaultSize={168} minSize={140} maxSize={280} groupResizeBehavior="preserve-pixel-size" />
              <Separator className={styles['upright']} />
            </>
          )}
          <Panel id="canvas" minSize={240} />
          {panes.inspector && (
            <>
              <Separator className={styles['upright']} />
              <Panel id="inspector" defaultSize={288} minSize={240} maxSize={480} groupResizeBehavior="preserve-pixel-size" />
            </>
          )}
        </Group>
      </Panel>
      {panes.bottom && (
        <>
          <Separator className={styles['level']} />
          <Panel id="bottom" defaultSize={262} minSize={120} groupResizeBehavior="preserve-pixel-size" />
        </>
      )}
    </Group>
  );
}
