/** The menu that is open on the canvas, if any. */
import { getCanvas, useCanvas } from './canvas-store.ts';
import { nodeElement } from './desk.ts';
import { closeMenu, menuFor } from './menu-entries.ts';
import { PointMenu } from './PointMenu.tsx';

export function CanvasMenu() {
  const menu = useCanvas((state) => state.menu);
  const content = menu === undefined ? undefined : menuFor(menu);
  if (menu === undefined || content === undefined) return null;
  const { of, at } = menu;
  const node = of.is === 'node' ? of.id : of.is === 'targets' || of.is === 'parts' ? of.from : undefined;
  return (
    <PointMenu
      key={`${of.is} ${at.x} ${at.y}`}
      at={at}
      title={content.title}
      entries={content.entries}
      onClose={closeMenu}
      focusAfter={() => (getCanvas().renaming === undefined ? (nodeElement(node) ?? false) : false)}
    />
  );
}
