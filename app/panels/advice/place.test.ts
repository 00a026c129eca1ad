import { describe, expect, it } from 'vitest';
import type { Design } from '../../../src/design/document.ts';
import { placeSelection } from './place.ts';

const node = (id: string) => ({ id, kind: 'service', name: id, x: 0, y: 0, params: {}, region: 'eu', zones: ['a'] });
const design = {
  nodes: [node('app'), node('db')],
  links: [{ id: 'l', from: 'app', to: 'db', params: {} }],
  scenario: {
    timeline: [
      { type: 'fault', id: 'f1', at: 0, fault: 'crash', target: 'db/2', params: {} },
      { type: 'note', id: 'n1', at: 0, text: '' },
      { type: 'change', id: 'c1', at: 0, target: 'l', param: 'timeout', value: 1 },
    ],
  },
} as unknown as Design;

describe('the place of a piece of advice', () => {
  it('is a part, a link, or what an entry is aimed at', () => {
    expect(placeSelection(design, 'app')).toEqual({ nodes: ['app'], links: [] });
    expect(placeSelection(design, 'app>db')).toEqual({ nodes: [], links: ['l'] });
    expect(placeSelection(design, 'f1')).toEqual({ nodes: ['db'], links: [] });
    expect(placeSelection(design, 'c1')).toEqual({ nodes: [], links: ['l'] });
    expect(placeSelection(design, 'region:eu')).toEqual({ nodes: ['app', 'db'], links: [] });
  });

  it('may be a path into the document', () => {
    expect(placeSelection(design, 'nodes[1].params.workers')).toEqual({ nodes: ['db'], links: [] });
    expect(placeSelection(design, 'links[0]')).toEqual({ nodes: [], links: ['l'] });
    expect(placeSelection(design, 'scenario.timeline[0]')).toEqual({ nodes: ['db'], links: [] });
    expect(placeSelection(design, 'scenario.warmupMs')).toEqual({ nodes: [], links: [] });
  });

  it('may be nowhere', () => {
    for (const place of ['', 'gone', 'nodes[9]', 'n1', 'app>gone']) expect(placeSelection(design, place), place).toBeUndefined();
  });
});
