/**
 * Dots: requests on their way. What goes out has no outcome yet and is grey; what comes back has its outcome's colour
 * and shape (answered: full, stale: ring, failed: square on its corner). The two directions keep to their own side.
 */
import type { Pen } from '../../ui/pen.ts';
import { PIECES, pointAlong } from '../shape/curve.ts';
import type { DotFlow } from '../shape/dot-flow.ts';
import type { Scene, SceneLink } from '../shape/scene.ts';
import { FAR } from './face-paint.ts';
import { SIGNS_HEIGHT } from './glyph-paint.ts';
import type { Ink } from './ink.ts';

/** Looks of a dot: on its way out, answered, stale, failed. */
const LOOKS = 4;
const RADIUS = 2.1;
/** Distance of a direction from the middle of the line, px. */
const ASIDE = 2.2;

const point = new Float64Array(2);

export function paintDots(ctx: Pen, ink: Ink, flow: DotFlow, scene: Scene, zoom: number): void {
  const radius = zoom < 0.6 ? RADIUS * 1.5 : RADIUS;
  for (let look = 0; look < LOOKS; look++) {
    ctx.beginPath();
    let any = false;
    for (let i = 0; i < flow.count; i++) {
      const back = flow.back[i] === 1;
      if ((back ? (flow.outcome[i] ?? 0) + 1 : 0) !== look) continue;
      const share = flow.place(i);
      const link = scene.byRow[flow.link[i] ?? -1];
      if (link === undefined || !link.seen || share < 0 || share > 1) continue;
      pointAlong(link.curve, share, back ? ASIDE : -ASIDE, point);
      if (link.signs > 0 && zoom >= FAR && isBehindSigns(link)) continue;
      trace(ctx, look, point[0] ?? 0, point[1] ?? 0, radius);
      any = true;
    }
    if (any) finish(ctx, ink, look);
  }
}

/** Whether the point lies behind the signs on the middle of its link. */
function isBehindSigns({ curve, signs }: SceneLink): boolean {
  const dx = (point[0] ?? 0) - (curve.points[PIECES] ?? 0);
  const dy = (point[1] ?? 0) - (curve.points[PIECES + 1] ?? 0);
  return Math.abs(dx) < signs / 2 + 1 && Math.abs(dy) < SIGNS_HEIGHT / 2 + 1;
}

function trace(ctx: Pen, look: number, x: number, y: number, radius: number): void {
  if (look === 3) {
    const r = radius * 1.35;
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
    ctx.closePath();
    return;
  }
  ctx.moveTo(x + radius, y);
  ctx.arc(x, y, radius, 0, Math.PI * 2);
}

function finish(ctx: Pen, ink: Ink, look: number): void {
  if (look === 2) {
    ctx.strokeStyle = ink.stale;
    ctx.fillStyle = ink.paper;
    ctx.lineWidth = 1.4;
    ctx.fill();
    ctx.stroke();
    return;
  }
  ctx.fillStyle = look === 0 ? ink.ink2 : look === 1 ? ink.ok : ink.bad;
  ctx.fill();
}
