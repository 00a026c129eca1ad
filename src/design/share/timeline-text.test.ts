import { describe, expect, it } from 'vitest';
import { design, link, node } from '../../proof/small-design.ts';
import type { TimelineEntry } from '../document.ts';
import { leftOutWords } from '../read.ts';
import { readTimelineText, renamed, timelineText } from './timeline-text.ts';

const D = design([node('users', 'client'), node('app', 'service', { instances: 2 })], [link('users', 'app')], 60);
const TIMELINE: readonly TimelineEntry[] = [
  { type: 'note', id: 'n', at: 1000, text: 'a "quoted" [note], {with} brackets' },
  { type: 'fault', id: 'crash', at: 2000, fault: 'crash', target: 'app/1', params: {}, duration: 500 },
  { type: 'change', id: 'c', at: 2500, target: 'users', param: 'rate', value: 200, after: { entry: 'crash', offset: 0 } },
];

describe('a timeline as text', () => {
  it('has one entry on each line, and reads back as it was', () => {
    const text = timelineText(TIMELINE);
    expect(text.trim().split('\n')).toHaveLength(5);
    expect(readTimelineText(text, D)).toEqual({ ok: true, value: { timeline: TIMELINE, leftOut: [] } });
    expect(readTimelineText(JSON.stringify({ ...D, scenario: { ...D.scenario, timeline: TIMELINE } }), D)).toEqual({
      ok: true,
      value: { timeline: TIMELINE, leftOut: [] },
    });
    expect(readTimelineText(JSON.stringify(TIMELINE), D)).toEqual({ ok: true, value: { timeline: TIMELINE, leftOut: [] } });
  });

  it('is refused with the line of what is wrong', () => {
    const lines = timelineText(TIMELINE).split('\n');
    const wrong = lines.map((line) => line.replace('"app/1"', '"app/9"')).join('\n');
    const result = readTimelineText(wrong, D);
    expect(result).toEqual({
      ok: false,
      error: [{ code: 'unknown-target', severity: 'error', place: 'line 3, target', message: 'app has 2 instances, no number 9.' }],
    });
    const broken = readTimelineText(
      lines.join('\n').replace('"crash", "target"', '"crash" "target"').replace('"type":"fault"', '"type" "fault"'),
      D,
    );
    expect(broken.ok ? '' : broken.error[0]?.message).toBe('This is not JSON: line 3 is wrong.');
    expect(readTimelineText('{}', D).ok).toBe(false);
  });

  it('C04: says with its line what this version does not know and leaves out', () => {
    const newer = [
      '{ "mood": "good", "seed": 7, "timeline": [',
      '{"at":1000,"type":"note","id":"n","text":"look","glow":1},',
      '{"at":2000,"type":"fault","id":"slow","fault":"slow","target":"app","params":{"tilt":2},"repeat":{"every":9000,"until":3},',
      '"duration":500},',
      '{"at":2500,"type":"change","id":"c","target":"app","param":"work","value":{"type":"exponential","mean":5,"newer":1}}',
      ']}',
    ].join('\n');
    const opened = readTimelineText(newer, D);
    const leftOut = ['mood', 'glow in line 2', 'params.tilt in line 3', 'repeat.until in line 3', 'value.newer in line 5'];
    expect(opened).toMatchObject({ ok: true, value: { leftOut } });
    expect(opened.ok && JSON.stringify(opened.value.timeline)).not.toMatch(/glow|tilt|until|newer/);
    expect(leftOutWords(leftOut)).toBe(
      '5 settings are unknown to this version and left out: mood, glow in line 2, params.tilt in line 3, repeat.until in line 3, value.newer in line 5.',
    );
  });

  it('is added under ids that are free, and what speaks of an entry still speaks of it', () => {
    const added = renamed(TIMELINE, TIMELINE);
    expect(added.map(({ id }) => id)).toEqual(['n-2', 'crash-2', 'c-2']);
    expect(added[2]).toMatchObject({ after: { entry: 'crash-2', offset: 0 } });
  });
});
