import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FILE = 'src/design/examples/failover.json';
const start = promisify(execFile);

/** What the bundled command line prints, as a person would start it: threads exist only there. */
async function sim(...words: string[]): Promise<unknown> {
  const args = ['.ci/bundled.mjs', 'main', ...words, '--json'];
  const { stdout } = await start(process.execPath, args, { cwd: ROOT, maxBuffer: 1 << 26, timeout: 60_000 });
  return { ...(JSON.parse(stdout) as object), wallMs: 'of this machine' };
}

/** Code and words of a command that must not succeed. */
async function refusal(...words: string[]): Promise<{ code: number; stderr: string }> {
  try {
    await sim(...words);
  } catch (error) {
    return error as { code: number; stderr: string };
  }
  throw new Error('It went through.');
}

describe('threads', () => {
  it('give the same numbers as one worker, however many there are', { timeout: 120_000 }, async () => {
    const [one, two, five] = await Promise.all(
      ['1', '2', '5'].map((n) => sim('run', FILE, '--seeds', '7', '--until', '8000', '--workers', n)),
    );
    expect(two).toEqual(one);
    expect(five).toEqual(one);
    expect(one).toMatchObject({ seeds: { count: 7 }, total: { requests: { n: 7 } } });
    expect(new Set((one as { digests: string[] }).digests).size).toBe(7);
  });

  it('stop at the same run when a figure is known well enough', { timeout: 120_000 }, async () => {
    const words = ['run', FILE, '--until', '3000', '--warmup', '1000', '--precision', 'throughput=3%', '--max-seeds', '60'];
    const [one, three] = await Promise.all([sim(...words, '--workers', '1'), sim(...words, '--workers', '3')]);
    expect(three).toEqual(one);
    expect(one).toMatchObject({ ended: 'precise' });
  });

  it('compare two designs in pairs, the same for any number of workers', { timeout: 120_000 }, async () => {
    const words = ['compare', FILE, '--set', 'nodes.db.params.replication=semi-sync', '--seeds', '6', '--until', '40000'];
    const [one, two] = await Promise.all([sim(...words, '--workers', '1'), sim(...words, '--workers', '2')]);
    expect(two).toEqual(one);
    expect(one).toMatchObject({ seeds: { count: 6 }, figures: { lostWrites: { judgement: 'better', b: { mean: 0 } } } });
  });

  it('say what is wrong with the words they are given', { timeout: 120_000 }, async () => {
    const refused = await Promise.all([
      refusal('compare', FILE),
      refusal('run', FILE, '--precision', 'beauty=2%'),
      refusal('run', FILE, '--precision', 'throughput'),
      refusal('run', FILE, '--precision', 'throughput=2%', '--seeds', '3'),
      refusal('run', FILE, '--max-seeds', '3'),
    ]);
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
    expect(refused[1]?.stderr).toContain('there is no figure beauty');
  });

  it('branch a run: the same until its change, a link of its own, and paired figures (B13)', { timeout: 120_000 }, async () => {
    const at = ['branch', FILE, '--until', '30000', '--seeds', '2', '--workers', '1', '--at', '25s'];
    const healed = (await sim(...at, '--without', 'f1')) as {
      identicalUntilMs: number;
      a: { digests: string[] };
      b: { digests: string[] };
    };
    expect(healed).toMatchObject({ atMs: 25_000, mayDifferFromMs: 25_000, link: expect.stringMatching(/^#lb1\./), seeds: { count: 2 } });
    expect(healed.identicalUntilMs).toBeGreaterThanOrEqual(25_000);
    expect(healed.identicalUntilMs).toBeLessThan(30_000);
    const nothing = (await sim(...at)) as typeof healed;
    expect(nothing).toMatchObject({ identicalUntilMs: null, mayDifferFromMs: null });
    expect(nothing.b.digests).toEqual(nothing.a.digests);
    expect(nothing.a.digests).toEqual(healed.a.digests);
    expect(await refusal('branch', FILE)).toMatchObject({ code: 2 });
  });
});
