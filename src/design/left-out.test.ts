/** What a newer version said that this one does not know: in values read as a whole, on the clipboard, and how it is told. */
import { describe, expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import { pasteParts } from './clipboard.ts';
import { leftOutWords, openDocument, problemWords, read } from './read.ts';
import { decodeLink, encodeLink } from './share/link.ts';

/** A value with something in it that no version knows yet. */
const work = { type: 'exponential', mean: 5, newer: 1 } as never;
const mixed = {
  type: 'mixture',
  parts: [
    { weight: 1, of: { type: 'constant', value: 5 } },
    { weight: 3, of: { type: 'exponential', mean: 5, tail: 'long' }, skewed: true },
  ],
} as never;
const D = design([node('users', 'client', { loop: 'closed', think: mixed }), node('app', 'service', { work })], [link('users', 'app')], 60);
const LEFT_OUT = ['nodes.users.params.think.parts[1].skewed', 'nodes.users.params.think.parts[1].of.tail', 'nodes.app.params.work.newer'];

describe('what a newer version says within a value', () => {
  it('C04: is told by its place in a file and in a link, and left out', () => {
    const opened = openDocument(JSON.parse(JSON.stringify(D)));
    expect(opened).toMatchObject({ ok: true, value: { leftOut: LEFT_OUT } });
    expect(opened.ok && opened.value.design.nodes[1]?.params).toEqual({ work: { type: 'exponential', mean: 5 } });
    const linked = decodeLink(encodeLink({ design: D, engine: '1', digest: undefined }));
    expect(linked).toMatchObject({ ok: true, value: { leftOut: LEFT_OUT } });
    expect(leftOutWords(LEFT_OUT.slice(2))).toBe('One setting is unknown to this version and left out: nodes.app.params.work.newer.');
  });

  it('is told of traces and of changes on the timeline too, and of what equals the default', () => {
    const shape = { every: 1000, values: [100, 50], unit: 'percent' };
    const value = { type: 'constant', value: 3, newer: { deep: 1 } };
    const entry = { type: 'change', id: 'c', at: 5, target: 'app', param: 'work', value };
    const nodes = [
      { ...D.nodes[0], params: { loop: 'trace', trace: shape } },
      { ...D.nodes[1], params: {} },
    ];
    const opened = openDocument({ ...D, nodes, links: [link('users', 'app')], scenario: { ...D.scenario, timeline: [entry] } });
    expect(opened).toMatchObject({ ok: true, value: { leftOut: ['nodes.users.params.trace.unit', 'scenario.timeline.c.value.newer'] } });
  });
});

describe('parts on the clipboard from a newer version', () => {
  it('A05: are pasted, and what was left out of them is told; the mark of the clipboard is none of it', () => {
    const nodes = [{ id: 'app', kind: 'service', glow: 1, params: { work, novel: true } }];
    const text = JSON.stringify({ loadbearing: 'parts', version: 1, nodes, links: [], frames: [] });
    const pasted = pasteParts(D, text, undefined);
    const leftOut = ['frames', 'nodes.app.glow', 'nodes.app.params.novel', 'nodes.app.params.work.newer'];
    expect(pasted).toMatchObject({
      ok: true,
      value: { leftOut, paste: { do: 'add', nodes: [{ id: 'app-2', params: { work: { mean: 5 } } }] } },
    });
    expect(pasteParts(D, JSON.stringify({ ...D, nodes: [node('x', 'service')], links: [] }), undefined)).toMatchObject({
      value: { leftOut: [] },
    });
  });
});

describe('what is wrong with something that came in', () => {
  it('C07: is told with its place, and how much more there is', () => {
    const bad = { ...D, nodes: [{ id: 'app', kind: 'service', params: { workers: -1, queueLimit: 'no' } }], links: [] };
    const refused = read(bad);
    expect(refused.ok ? undefined : problemWords(refused.error)).toBe(
      'nodes[0].params.workers: Workers must be a whole number from 1 to 10,000, not -1. (and 1 more)',
    );
    expect(problemWords([{ code: 'not-a-link', severity: 'error', place: 'link', message: 'This is no link.' }])).toBe('This is no link.');
    expect(problemWords([])).toBeUndefined();
  });
});
