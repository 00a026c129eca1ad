/** What is taken away as text, against names that somebody made to do harm (C09, G09). */
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/design/examples/index.ts';
import { Session } from '../../src/run/session.ts';
import { storyOf } from '../../src/run/story.ts';
import { reportOf } from '../../src/run/verdict.ts';
import { MadeUpRun } from '../charts/made-up-run.ts';
import { mermaidText } from './mermaid.ts';
import { postMortem } from './post-mortem.ts';
import { seriesColumns, seriesCsv, seriesJson } from './series-files.ts';

const HOSTILE = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  'a"b,c',
  '"];click n0 href "javascript:alert(1)"',
  '<img src=x onerror=alert(1)>',
];
const three = EXAMPLES.find(({ id }) => id === 'three-tiers')?.design ?? EXAMPLES[0]?.design;
if (three === undefined) throw new Error('there are examples');
const named = (name: string) => ({
  ...three,
  nodes: three.nodes.map((node) => ({ ...node, name })),
  classes: three.classes.map((cls) => ({ ...cls, name })),
});

describe('every series', () => {
  const run = new MadeUpRun().add({ ok: 5, p50: 2 }, 2, { queue: 3 }, { ok: 5 });

  it('stands in one table: all requests, each part, each class', () => {
    const columns = seriesColumns(
      run,
      three.nodes.map(({ id }) => id),
      three,
    );
    const lines = seriesCsv(columns, 2).trimEnd().split('\r\n');
    expect(lines.length).toBe(3);
    expect(lines[0]).toContain('endMs,offered,ok');
    expect(lines[1]?.split(',').length).toBe(columns.length);
    const { series, seed } = JSON.parse(seriesJson(columns, { seed: 7 })) as { series: Record<string, (number | null)[]>; seed: number };
    expect([seed, series['ok'], series['p99']]).toEqual([7, [5, 5], [null, null]]);
    expect(Object.keys(series).length).toBe(columns.length);
  });

  it('begins no cell with a formula', () => {
    for (const name of HOSTILE) {
      const [head = ''] = seriesCsv(
        seriesColumns(
          run,
          three.nodes.map(({ id }) => id),
          named(name),
        ),
        0,
      ).split('\r\n');
      expect(head).not.toMatch(/(^|,)"?[\s]*[=+\-@]/);
    }
  });
});

describe('a Mermaid flowchart', () => {
  it('has every part and link', () => {
    const text = mermaidText(three);
    expect(text.match(/\["/g)?.length).toBe(three.nodes.length);
    expect(text.match(/-->/g)?.length).toBe(three.links.length);
  });

  it('keeps names inside their quotes', () => {
    for (const name of HOSTILE)
      for (const line of mermaidText(named(name)).split('\n'))
        expect(line).toMatch(/^(flowchart LR| {2}n\d+\["[^"<>=@;[\]]*(#\d+;[^"<>=@[\]]*)*"\]| {2}n\d+ --> n\d+| {2}subgraph .*| {2}end|)$/);
  });
});

describe('a post-mortem', () => {
  const design = EXAMPLES.find(({ id }) => id === 'failover')?.design;
  if (design === undefined) throw new Error('there is an example of a failover');
  const session = new Session(design);
  session.advance(session.end);
  const pages = postMortem(reportOf(session, 0), design, storyOf(session).events);

  it('reads as the run went', () => {
    expect(pages).toMatchInlineSnapshot();
  });

  it('is the same for the same run, and asks for something to be done', () => {
    expect(pages.actions.length).toBeGreaterThan(0);
    expect(pages.timeline.map(({ text }) => text)).toContain('Outage begins: less than 90 % is answered');
    expect(JSON.stringify(pages)).not.toMatch(/\b(might|perhaps|probably|possibly)\b/);
  });
});
