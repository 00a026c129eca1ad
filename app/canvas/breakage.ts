/** What is broken at the moment of a frame: badges on parts, and tears between the sides of a partition. */
import type { TimelineEntry } from '../../src/design/document.ts';
import { HEADER, NODE } from '../../src/run/frame.ts';
import type { Frame } from '../state/frames.ts';
import { sortOf } from '../timeline/address.ts';
import { countDown } from './paint/face-paint.ts';
import type { Extras } from './paint/stage.ts';
import { cutBetween } from './shape/cuts.ts';
import type { Rect } from './shape/geometry.ts';
import type { Scene } from './shape/scene.ts';
import { activeFaults, badgeOf, faultWords, sidesWithin } from './words/badge.ts';

/** Badges and tears for what is broken at this moment. Nothing is broken before the run begins. */
export function breakage(scene: Scene, frame: Frame, timeline: readonly TimelineEntry[]): Extras['cuts'] {
  const time = frame.data[HEADER.timeMs] ?? 0;
  const active = time > 0 ? activeFaults(timeline, time) : [];
  for (const node of scene.nodes) {
    const row = frame.layout.nodeAt + node.index * NODE.size;
    const troubled =
      node.index >= 0 &&
      time > 0 &&
      ((frame.data[row + NODE.faults] ?? 0) > 0 || (frame.data[row + NODE.up] ?? 0) < (frame.data[row + NODE.there] ?? 0));
    node.badge = troubled || active.length > 0 ? badgeOf(node.doc, active, countDown(node, frame), node.instances) : '';
  }
  return active.flatMap((entry) => {
    if (sortOf(entry.target) !== 'partition') return [];
    const sides: [Rect[], Rect[]] = [[], []];
    for (const { doc, rect, instances } of scene.nodes) {
      // A node that stands on both sides is not beside the tear: its badge says how much of it is cut off.
      const [one, other] = sidesWithin(doc, entry.target, instances);
      if (one > 0 && other === 0) sides[0].push(rect);
      if (other > 0 && one === 0) sides[1].push(rect);
    }
    const cut = cutBetween(...sides);
    return cut === undefined ? [] : [{ cut, words: faultWords(entry) }];
  });
}
