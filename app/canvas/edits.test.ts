import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDesign } from '../../src/design/fresh.ts';
import { getDesign, openDesign, undo } from '../state/design-store.ts';
import { getView, setView } from '../state/view-store.ts';
import { getCanvas } from './canvas-store.ts';
import { copyChosen, duplicate, pasteText } from './clipboard.ts';
import { endDraft, moveDraft, startLink, startMovingEnd, stopDraft, targetsOf } from './connecting.ts';
import { scene } from './desk.ts';
import { joinable, link, place, placeBeside, placeOnLink, relink, remove, removeAndJoin, select } from './edits.ts';
import { alignChosen, nudge } from './moving.ts';

/** Ways of the drawing, in names: `client>service`. */
const ways = (): readonly string[] => getDesign().links.map(({ from, to }) => `${from}>${to}`);
const ids = (): readonly string[] => getDesign().nodes.map(({ id }) => id);
const follow = (): void => scene.follow(getDesign());

beforeEach(() => {
  openDesign(emptyDesign());
  setView({ selection: { nodes: [], links: [] }, tool: { is: 'select' } });
  place('client', { x: 80, y: 48 });
  place('service', { x: 480, y: 48 });
  follow();
});

describe('what the canvas does to the design', () => {
  it('places with the middle at the point, on the grid, and chooses it', () => {
    place('service', { x: 333, y: 222 });
    expect(getDesign().nodes.at(-1)).toMatchObject({ id: 'service-2', x: 252, y: 176 });
    expect(getView().selection.nodes).toEqual(['service-2']);
  });

  it('places beside the chosen part and links it, as one step', () => {
    select(['client']);
    placeBeside('service', { x: 0, y: 0 });
    expect(ways()).toEqual(['client>service-2']);
    undo();
    expect([ids(), ways()]).toEqual([['client', 'service'], []]);
  });

  it('refuses a link in words and changes nothing', () => {
    expect(link('service', 'client')).toMatch(/\.$/);
    expect(link('service', 'service')).toMatch(/\.$/);
    expect(link('client', 'service')).toBeUndefined();
    expect(link('client', 'service')).toMatch(/already/);
    expect(ways()).toEqual(['client>service']);
  });

  it('moves an end of a link with its settings, as one step', () => {
    place('service', { x: 480, y: 300 });
    link('client', 'service');
    const [old] = getDesign().links;
    expect(relink(old?.id ?? '', 'to', 'service-2')).toBeUndefined();
    expect(ways()).toEqual(['client>service-2']);
    undo();
    expect(ways()).toEqual(['client>service']);
  });

  it('puts a part into a link, as one step', () => {
    link('client', 'service');
    placeOnLink('load-balancer', { x: 280, y: 48 }, getDesign().links[0]?.id ?? '');
    expect(ways()).toEqual(['client>load-balancer', 'load-balancer>service']);
    undo();
    expect([ids(), ways()]).toEqual([['client', 'service'], ['client>service']]);
  });

  it('joins the neighbours of what it removes', () => {
    link('client', 'service');
    placeOnLink('load-balancer', { x: 280, y: 48 }, getDesign().links[0]?.id ?? '');
    expect(joinable(['load-balancer'])).toBe(true);
    removeAndJoin(['load-balancer']);
    expect([ids(), ways()]).toEqual([['client', 'service'], ['client>service']]);
    expect(joinable(['client'])).toBe(false);
  });

  it('removes parts with their links and chooses nothing', () => {
    link('client', 'service');
    remove(['service'], []);
    expect([ids(), ways(), getView().selection.nodes]).toEqual([['client'], [], []]);
  });

  it('nudges that follow each other are one step', () => {
    select(['service']);
    const before = getDesign().nodes;
    nudge(1, 0);
    nudge(5, 0);
    expect((getDesign().nodes[1]?.x ?? 0) - (before[1]?.x ?? 0)).toBe(24);
    undo();
    expect(getDesign().nodes).toEqual(before);
  });

  it('aligns what is chosen', () => {
    place('service', { x: 500, y: 300 });
    select(['service', 'service-2']);
    alignChosen('left');
    expect(
      new Set(
        getDesign()
          .nodes.slice(1)
          .map(({ x }) => x),
      ).size,
    ).toBe(1);
  });
});

describe('copy and paste', () => {
  it('brings parts with the links between them, with their middle at the point', () => {
    link('client', 'service');
    select(['client', 'service']);
    pasteText(copyChosen(), { x: 280, y: 448 });
    expect(ids()).toEqual(['client', 'service', 'client-2', 'service-2']);
    expect(ways()).toEqual(['client>service', 'client-2>service-2']);
    expect(getDesign().nodes[2]).toMatchObject({ x: 0, y: 400 });
    expect(getView().selection.nodes).toEqual(['client-2', 'service-2']);
  });

  it('duplicates beside', () => {
    select(['service']);
    duplicate();
    expect(ids()).toHaveLength(3);
  });

  it('refuses foreign text in words', () => {
    pasteText('<svg onload="alert(1)">', { x: 0, y: 0 });
    expect(ids()).toHaveLength(2);
    expect(getView().notice?.tone).toBe('bad');
  });
});

describe('drawing a link', () => {
  it('by dragging from a port to a part', () => {
    startLink('client', { x: 160, y: 48 }, true);
    expect(getView().tool).toEqual({ is: 'connect', from: 'client' });
    moveDraft({ x: 480, y: 60 });
    expect(getCanvas().target).toEqual({ id: 'service', refused: false });
    expect(endDraft({ x: 480, y: 60 })).toBe(true);
    expect(ways()).toEqual(['client>service']);
    expect(getView().tool.is).toBe('select');
  });

  it('by a click on the port and a click on the part', () => {
    startLink('client', { x: 160, y: 48 }, true);
    expect(endDraft({ x: 161, y: 49 })).toBe(false);
    endDraft({ x: 480, y: 60 });
    expect(ways()).toEqual(['client>service']);
  });

  it('says why it may not end here while it is still in the hand', () => {
    startLink('service', { x: 560, y: 48 }, true);
    moveDraft({ x: 80, y: 48 });
    expect(getCanvas().target).toEqual({ id: 'client', refused: true });
    expect(getCanvas().refusal?.text).toMatch(/\.$/);
    stopDraft();
    expect([ways(), getCanvas().refusal, getView().tool.is]).toEqual([[], undefined, 'select']);
  });

  it('offers parts when it ends on free paper', () => {
    startLink('client', { x: 160, y: 48 }, true);
    endDraft({ x: 300, y: 400 });
    expect(getCanvas().menu?.of).toEqual({ is: 'parts', at: { x: 300, y: 400 }, from: 'client' });
  });

  it('takes an end of a link to another part, and back to where it was without a step', () => {
    place('service', { x: 480, y: 300 });
    link('client', 'service');
    follow();
    startMovingEnd(getDesign().links[0]?.id ?? '', 'to', { x: 400, y: 48 }, true);
    endDraft({ x: 480, y: 300 });
    expect(ways()).toEqual(['client>service-2']);
  });

  it('lists only what may be called', () => {
    expect(targetsOf('client')).toEqual([{ id: 'service', name: 'service' }]);
    expect(targetsOf('service')).toEqual([]);
  });
});
