/** Zoom, fit and the overview map, for those without a wheel or two fingers. */
import { MiniMap, Panel, useStore } from '@xyflow/react';
import { Crosshair, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { runAction } from '../state/actions.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useCanvas } from './canvas-store.ts';
import { anythingInSight } from './desk.ts';
import type { FlowNode } from './flow-node.ts';
import styles from './ZoomBar.module.css';

export function ZoomBar() {
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  const minimap = useCanvas((state) => state.minimap);
  return (
    <>
      <Panel position="bottom-right" className={styles['panel'] ?? ''}>
        {minimap && <MiniMap<FlowNode> pannable zoomable className={styles['map'] ?? ''} nodeBorderRadius={8} ariaLabel="Overview map" />}
        <Lost />
        <div className={styles['bar']}>
          <IconButton label="Overview map" aria-pressed={minimap} onClick={() => void runAction('view.minimap')}>
            <MapIcon size={15} />
          </IconButton>
          <IconButton label="Show everything" shortcut="Shift+1" onClick={() => void runAction('view.fit')}>
            <Maximize size={15} />
          </IconButton>
          <IconButton label="Zoom out" shortcut="Mod+-" onClick={() => void runAction('view.zoom-out')}>
            <Minus size={15} />
          </IconButton>
          <button
            type="button"
            className={styles['percent']}
            aria-label={`Zoom ${percent} %, back to 100 %`}
            onClick={() => void runAction('view.zoom-life')}
          >
            {percent} %
          </button>
          <IconButton label="Zoom in" shortcut="Mod++" onClick={() => void runAction('view.zoom-in')}>
            <Plus size={15} />
          </IconButton>
        </div>
      </Panel>
    </>
  );
}

/** Nothing of the drawing is in sight: the way back. */
function Lost() {
  const moved = useStore(({ transform }) => transform);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLost(moved[2] > 0 && !anythingInSight()), 150);
    return () => clearTimeout(timer);
  }, [moved]);
  if (!lost) return null;
  return (
    <button type="button" className={styles['lost']} onClick={() => void runAction('view.fit')}>
      <Crosshair size={14} /> Back to the drawing
    </button>
  );
}
