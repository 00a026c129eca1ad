/** The regions of the page, in reading order, and the key that goes from one to the next. */

/** Marks an element as a region for F6. Its value is the region's name. */
const REGION = 'data-region';

/** Moves the focus to the next (or previous) region that is there. */
export function cycleRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(`[${REGION}]`)].filter(standsAlone);
  const from = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(from + direction + regions.length) % regions.length] ?? regions[0];
  if (next !== undefined) focusRegion(next);
}

/** Whether a region is on the page and not part of another one: a pane may name its own content again. */
function standsAlone(region: HTMLElement): boolean {
  return region.offsetParent !== null && region.parentElement?.closest(`[${REGION}]`) === null;
}

function focusRegion(region: HTMLElement): void {
  const inner = region.querySelector<HTMLElement>('[data-region-focus]');
  (inner ?? region).focus();
}
