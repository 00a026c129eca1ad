import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ChartDeck } from './ChartDeck.tsx';
import { MadeUpRun } from './made-up-run.ts';

const feed = { subscribe: () => () => {}, nowMs: () => 0 };
const crosshair = { get: () => undefined, set: () => {}, subscribe: () => () => {} };
const markup = (node?: { index: number; id: string; name: string; figure: undefined; watched: false }): string =>
  renderToStaticMarkup(<ChartDeck scene={new MadeUpRun().scene()} feed={feed} crosshair={crosshair} node={node} />);
const named = (html: string, tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*aria-label="([^"]*)"`, 'g'))].map((m) => m[1] ?? '');

describe('the deck of charts', () => {
  it('shows the whole system', () => {
    expect(named(markup(), 'figure')).toEqual(['Latency', 'Traffic', 'Availability', 'Consistency']);
  });

  it('shows the part that is looked at, and the way back', () => {
    const html = markup({ index: 0, id: 'db', name: 'orders', figure: undefined, watched: false });
    expect(named(html, 'figure')).toEqual(['Latency of orders', 'Traffic of orders', 'Utilisation of orders', 'Queue of orders']);
    expect(named(html, 'button')).toContain('Whole system');
  });

  it('gives every chart a table, a file and a slider over its moments', () => {
    const html = markup();
    expect(named(html, 'button').filter((name) => name === 'Table').length).toBe(4);
    expect(named(html, 'button').filter((name) => name === 'CSV').length).toBe(4);
    expect(html.match(/role="slider"/g)?.length).toBe(4);
    expect(html).toContain('aria-valuetext="no moment chosen; arrow keys move through the run"');
  });
});
