import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../run/report.ts';
import { linkCommand, openCommand } from './commands/document.ts';
import { faultsCommand, kindsCommand } from './commands/registries.ts';
import { run } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { whyCommand } from './commands/why.ts';
import { misfits } from './fits.ts';
import { MISSED, Stop } from './output.ts';
import { REPORT_SCHEMA } from './report-schema.ts';

const EXAMPLE = join(import.meta.dirname, '../design/examples/failover.json');
let printed = '';

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function json(): unknown {
  return JSON.parse(printed);
}

describe('the command line', () => {
  it('prints a report that fits the schema it prints', async () => {
    expect(await run(EXAMPLE, { json: true })).toBe(0);
    const report = json();
    expect(misfits(report, REPORT_SCHEMA, 'report')).toEqual([]);
    printed = '';
    schemaCommand(true);
    expect(json()).toMatchObject(REPORT_SCHEMA);
  });

  it('runs a link to the same digest as the file, and says that it replayed identically', async () => {
    linkCommand(EXAMPLE, true);
    const link = printed.trim();
    printed = '';
    await run(EXAMPLE, { json: true });
    const { digest } = json() as Report;
    printed = '';
    await run(link, { json: true });
    expect(json()).toMatchObject({ digest, replay: { expected: digest, identical: true } });
  });

  it('tells on stderr what it does not know in a file and left out', () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const newer = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
    newer.scenario.novel = 1;
    const file = join(mkdtempSync(join(tmpdir(), 'newer-')), 'newer.json');
    writeFileSync(file, JSON.stringify(newer));
    openCommand(file);
    expect(json()).toEqual(JSON.parse(readFileSync(EXAMPLE, 'utf8')));
    expect(told.mock.calls.join()).toMatch(/^One setting is unknown to this version and left out: scenario\.novel\./);
  });

  it('opens a link as the file it was made from', () => {
    linkCommand(EXAMPLE, false);
    const link = printed.trim();
    printed = '';
    openCommand(link);
    expect(json()).toEqual(JSON.parse(readFileSync(EXAMPLE, 'utf8')));
  });

  it('sets values by path, seed and duration', async () => {
    await run(EXAMPLE, { json: true, set: ['nodes.db.params.replication=semi-sync', 'scenario.seed=9'], until: '40000' });
    const report = json() as Report;
    expect(report).toMatchObject({ seed: 9, simulatedMs: 40_000 });
    expect(report.consistency.lostAcknowledgedWrites).toBe(0);
    await expect(run(EXAMPLE, { set: ['nodes.nobody.x=1'] })).rejects.toThrow(Stop);
    await expect(run(EXAMPLE, { set: ['nodes.db.params.replicas=many'] })).rejects.toThrow(/nodes\[2\]\.params\.replicas/);
  });

  it('gives mean, half-width and n over several seeds', async () => {
    await run(EXAMPLE, { json: true, seeds: '3', workers: '1', until: '8000', warmup: '1000' });
    expect(json()).toMatchObject({ total: { latencyMs: { p50: { n: 3, mean: expect.any(Number), half95: expect.any(Number) } } } });
  });

  it('ends with 1 when an objective is missed and objectives are asked for', async () => {
    expect(await run(EXAMPLE, { json: true })).toBe(0);
    expect(await run(EXAMPLE, { json: true, objectives: true })).toBe(MISSED);
  });

  it('tells what became of probes, and what happened when the log is asked for', async () => {
    const spares = join(import.meta.dirname, '../design/examples/spares.json');
    expect(await run(spares, { json: true, log: true, objectives: true, until: '15000' })).toBe(0);
    const report = json() as Report & { readonly log: readonly { readonly text: string }[] };
    expect(misfits(report, REPORT_SCHEMA, 'report')).toEqual([]);
    expect(report.probes[0]).toMatchObject({ verdict: 'unknown', recovery: { recoveries: 1, longestMs: 1400 } });
    expect(report.log.map(({ text }) => text)).toContain('hot/2 leads now');
    printed = '';
    await run(spares, { log: true, until: '15000' });
    expect(printed).toMatch(/probe the hot spare takes over: not enough seen, recovered in 1\.4 s\n[\s\S]*10600 ms {2}hot\/2 leads now/);
    expect(await run(spares, { json: true, objectives: true, set: ['nodes.hot.params.promotion=9000'], until: '25000' })).toBe(MISSED);
  });

  it('says why, of a stretch or of the worst one, in words and as JSON', () => {
    const storm = join(import.meta.dirname, '../design/examples/retry-storm.json');
    expect(whyCommand(storm, { from: '50000', to: '60000' })).toBe(0);
    expect(printed).toMatch(
      /^From 50 s to 1 min, .* failed\. Retries keep app overloaded\.\nCause: .*\nIt keeps itself going: retries → .*\n.*\n.*×\d.*\nThe slowest \d+ traced requests took .*\n {2}\d/,
    );
    printed = '';
    whyCommand(storm, { json: true });
    expect(json()).toMatchObject({ state: 'failing', causes: [{ id: 'retry-storm', nodeId: 'app' }], loop: { outlives: true } });
    expect(() => whyCommand(storm, { from: '5000', to: '5100' })).toThrow(/at least 200 ms/);
    expect(() => whyCommand(storm, { from: 'soon' })).toThrow(/--from soon/);
    expect(() => whyCommand(storm, { from: '500000', to: '600000' })).toThrow(/the run ends at/);
  });

  it('finds a warm-up by itself', async () => {
    await run(EXAMPLE, { json: true, warmup: 'auto', workers: '1' });
    expect((json() as Report).warmupMs).toBeLessThan(60_000);
  });

  it('prints every kind and fault with parameters, ranges and sources', () => {
    kindsCommand(true);
    const { kinds } = json() as { kinds: { id: string; parameters: { id: string; source: string; help: string }[] }[] };
    for (const kind of kinds) for (const p of kind.parameters) expect([p.source, p.help], `${kind.id}.${p.id}`).not.toContain('');
    printed = '';
    faultsCommand(true);
    expect((json() as { faults: unknown[] }).faults.length).toBeGreaterThanOrEqual(10);
  });
});
