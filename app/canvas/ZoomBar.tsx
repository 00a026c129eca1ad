/** Zoom, fit and the overview map, for those without a wheel or two fingers. */
import { MiniMap, Panel, useStore } from '@xyflow/react';
import { Crosshair, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { runAction } from '../state/actions.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useCanvas } from './canvas-store.ts';
import { anythingInSight, scene } from './desk.ts';
import type { FlowNode } from './flow-node.ts';
import styles from './ZoomBar.module.css';

export function ZoomBar() {
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  const minimap = useCanvas((state) => state.minimap);
  return (
    <Panel position="bottom-right" className={styles['panel'] ?? ''}>
      {minimap && <Overview />}
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
  );
}

/** How often the colours of the map follow the run, ms. */
const MAP_EVERY_MS = 1_000;

/** The whole drawing, small; what is in trouble stands out. It can be dragged and scrolled like the canvas. */
function Overview() {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeat((before) => before + 1), MAP_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  // A new function each second has the map ask again for its colours.
  const colour = useMemo(() => (node: FlowNode) => colourNow(node.id, beat), [beat]);
  return (
    <MiniMap<FlowNode>
      style={{ width: 168, height: 112 }}
      pannable
      zoomable
      className={styles['map'] ?? ''}
      nodeBorderRadius={8}
      nodeColor={colour}
      ariaLabel="Overview map"
    />
  );
}

function colourNow(id: string, _beat: number): string {
  return scene.node(id)?.badge ? 'var(--bad)' : 'var(--edge)';
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
