import { describe, expect, it } from 'vitest';
import { KINDS, kindOf } from '../../../src/catalog/index.ts';
import type { Design, LinkDoc, NodeDoc } from '../../../src/design/document.ts';
import { emptyDesign } from '../../../src/design/fresh.ts';
import { BREAKER_STATES, LINK, layoutOf, NODE } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import { isAnother } from '../use-beginnings.ts';
import { linkWords, signsOf } from '../words/signs.ts';
import { faceOf, instancesOf } from './face-figures.ts';
import { Scene } from './scene.ts';

const part = (id: string, kind: string, x: number, y: number, params = {}): NodeDoc => ({
  id,
  kind,
  name: id,
  x,
  y,
  params,
  region: '',
  zones: ['a'],
});
const line = (from: string, to: string, params = {}): LinkDoc => ({ id: `${from}-${to}`, from, to, params });
const shape = {
  nodes: 2,
  instances: 3,
  links: 1,
  classes: 1,
  nodeIds: ['app', 'web'],
  linkIds: ['web-app'],
  firstInstance: [0, 2],
  instanceCount: [2, 1],
  windowMs: 250,
};
const design: Design = {
  ...emptyDesign(),
  nodes: [part('web', 'client', 0, 0), part('app', 'service', 300, 0)],
  links: [line('web', 'app', { timeout: 500, retries: 2, breaker: true })],
};

function sceneOf(drawn: Design): Scene {
  const scene = new Scene();
  scene.look({ x: -100, y: -100, width: 1_000, height: 1_000 });
  scene.follow(drawn);
  scene.compile(shape);
  return scene;
}

describe('the scene', () => {
  it('finds nodes and links under a point', () => {
    const scene = sceneOf(design);
    expect(scene.nodeAt({ x: 310, y: 10 })?.doc.id).toBe('app');
    expect(scene.nodeAt({ x: 250, y: 10 })).toBeUndefined();
    expect(scene.linkAt({ x: 230, y: 53 }, 9)?.doc.id).toBe('web-app');
    expect(scene.linkAt({ x: 230, y: 60 }, 9)).toBeUndefined();
  });

  it('takes the topmost of nodes that lie on each other', () => {
    const scene = sceneOf({ ...design, nodes: [...design.nodes, part('top', 'service', 310, 10)] });
    expect(scene.nodeAt({ x: 330, y: 30 })?.doc.id).toBe('top');
  });

  it('knows the rows of a frame, in whatever order they are', () => {
    const scene = sceneOf(design);
    expect(scene.nodes.map(({ index, firstInstance, instances }) => [index, firstInstance, instances])).toEqual([
      [1, 2, 1],
      [0, 0, 2],
    ]);
    expect(scene.byRow[0]?.doc.id).toBe('web-app');
  });

  it('draws links along while nodes are dragged, and goes back to the design afterwards', () => {
    const scene = sceneOf(design);
    scene.drag(new Map([['app', { x: 300, y: 200 }]]));
    expect(scene.link('web-app')?.curve.dy).toBe(248);
    scene.follow(design);
    expect(scene.link('web-app')?.curve.dy).toBe(48);
  });

  it('shows no dots on links out of sight', () => {
    const scene = sceneOf(design);
    expect(scene.lengths[0]).toBeGreaterThan(100);
    scene.look({ x: 5_000, y: 5_000, width: 100, height: 100 });
    expect(scene.lengths[0]).toBeNaN();
    expect(scene.nodes.some(({ seen }) => seen)).toBe(false);
  });

  it('does not know rows of a run of another drawing', () => {
    const scene = sceneOf({ ...design, nodes: [...design.nodes, part('new', 'service', 0, 300)] });
    expect(scene.node('new')?.index).toBe(-1);
  });
});

describe('the face of every kind', () => {
  it.each(KINDS.map((kind) => [kind.name, kind] as const))('has two figures: %s', (_, kind) => {
    expect(faceOf(kind)).toHaveLength(2);
    expect(instancesOf(part('a', kind.id, 0, 0), kind)).toBeGreaterThanOrEqual(1);
  });

  it('shows as many instances as a node asks for', () => {
    expect(instancesOf(part('a', 'service', 0, 0, { instances: 7 }), kindOf('service'))).toBe(7);
    expect(instancesOf(part('a', 'nothing', 0, 0), undefined)).toBe(1);
  });
});

describe('what a link says', () => {
  const layout = layoutOf(shape);
  const frame = (set: Partial<Record<keyof typeof LINK, number>>): Frame => {
    const data = new Float64Array(layout.length);
    for (const [name, value] of Object.entries(set)) data[layout.linkAt + LINK[name as keyof typeof LINK]] = value;
    expect(layout.linkAt).toBeGreaterThan(NODE.size);
    return { data, layout, shape };
  };
  const link = sceneOf(design).link('web-app');
  const signs = (set: Partial<Record<keyof typeof LINK, number>>) =>
    link === undefined ? [] : signsOf(link, frame(set)).map(({ shape: sign, tone, words }) => `${sign} ${tone} ${words}`.trim());

  it('names the policies that stand by', () => {
    expect(link === undefined ? [] : signsOf(link, undefined).map(({ shape: sign }) => sign)).toEqual(['breaker', 'retry', 'timeout']);
  });

  it('puts what acts first, with a number', () => {
    const open = BREAKER_STATES.indexOf('open');
    expect(signs({ rate: 100, retryRate: 20, breaker: open })).toEqual(['breaker-open bad open', 'retry warn 20\u00a0%', 'timeout calm']);
    expect(signs({ severed: 1 })[0]).toBe('cut bad cut');
    expect(signs({ poolSize: 10, poolUsed: 10, poolWaiting: 4 })[0]).toBe('pool wait +4');
  });

  it('reads as its ends before a run and as figures during one', () => {
    if (link === undefined) throw new Error('no link');
    expect(linkWords(link, undefined)).toBe('web to app');
    expect(linkWords(link, frame({ rate: 1_600, p50: 12, errorShare: 0.02 }))).toBe('1.6k/s · p50 12\u00a0ms · 2.0\u00a0% failed');
  });
});

describe('a link that only says what its part watches or steers', () => {
  const drawn = { ...design, nodes: [...design.nodes, part('scaler', 'autoscaler', 0, 300), part('cron', 'scheduler', 0, 600)] };
  const scene = sceneOf({ ...drawn, links: [...drawn.links, line('scaler', 'app', { retries: 2 }), line('cron', 'app')] });

  it('has words for it, no figures and no signs', () => {
    const link = scene.link('scaler-app');
    if (link === undefined) throw new Error('no link');
    expect(link.steers).toBe(true);
    expect(linkWords(link, undefined)).toBe('scaler watches or steers app');
    expect(signsOf(link, undefined)).toEqual([]);
  });

  it('is not a link of a scheduler, which makes calls', () => {
    expect(scene.link('cron-app')?.steers).toBe(false);
    expect(scene.link('web-app')?.steers).toBe(false);
  });
});

describe('another document', () => {
  it('is one that shares no part with the one before', () => {
    expect(isAnother(design, emptyDesign())).toBe(true);
    expect(isAnother({ ...design, nodes: [...design.nodes, part('new', 'service', 0, 300)] }, design)).toBe(false);
    expect(isAnother({ ...emptyDesign(), nodes: [part('first', 'service', 0, 0)] }, emptyDesign())).toBe(false);
  });
});
