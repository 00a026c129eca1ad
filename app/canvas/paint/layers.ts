/** The layers of the drawing, one painting each: links with what stands on them, and the live part of faces. The stage and exported pictures share them. */
import type { Frame } from '../../state/frames.ts';
import type { Pen } from '../../ui/pen.ts';
import type { Scene, SceneLink } from '../shape/scene.ts';
import { FAR, NEAR } from './face-paint.ts';
import { paintSigns } from './glyph-paint.ts';
import type { Ink } from './ink.ts';
import type { Lettering } from './lettering.ts';
import { paintLink } from './link-paint.ts';
import { paintCut, paintRoom } from './room-paint.ts';
import type { Extras } from './stage.ts';
import { atRest, paintToldRate } from './told-paint.ts';

export interface LinkLayer {
  readonly pen: Pen;
  readonly ink: Ink;
  readonly letters: Lettering;
  readonly zoom: number;
  readonly frame: Frame | undefined;
  readonly extras: Pick<Extras, 'selected' | 'hovered' | 'cuts'> & Partial<Pick<Extras, 'touching'>>;
}

/** Regions, links, partitions, and the signs on links; what is lit comes last. */
export function paintLinks({ pen, ink, letters, zoom, frame, extras }: LinkLayer, scene: Scene): void {
  const words = Math.max(1, 0.85 / zoom);
  for (const room of scene.rooms) paintRoom(pen, ink, letters, room, words);
  const lit = ({ doc: { id } }: SceneLink): boolean =>
    extras.hovered === id || extras.selected.has(id) || extras.touching?.has(id) === true;
  for (const link of scene.links) if (link.seen && !lit(link)) paintLink(pen, ink, link, frame, false);
  for (const link of scene.links) if (link.seen && lit(link)) paintLink(pen, ink, link, frame, true);
  for (const { cut, words: name } of extras.cuts) paintCut(pen, ink, letters, cut, name);
  if (zoom < FAR) return;
  for (const link of scene.links) if (link.seen) paintSigns(pen, ink, letters, link, frame);
  if (zoom < NEAR) return;
  for (const link of scene.links) if (link.seen && atRest(frame, link.index) && !lit(link)) paintToldRate(pen, ink, letters, link);
}
