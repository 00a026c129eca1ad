import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { design, exponential, link, node } from '../proof/small-design.ts';
import { capacityCommand } from './commands/study/capacity.ts';
import { cascadeCommand } from './commands/study/cascade.ts';
import { curveCommand } from './commands/study/curve.ts';
import { findCommand } from './commands/study/find.ts';
import { frontierCommand } from './commands/study/frontier.ts';
import { mapCommand } from './commands/study/map.ts';
import { matrixCommand } from './commands/study/matrix.ts';
import { structureCommand } from './commands/study/structure.ts';
import type { StudyOptions } from './commands/study/study.ts';
import { sweepCommand } from './commands/study/sweep.ts';
import { tornadoCommand } from './commands/study/tornado.ts';
import { misfits } from './fits.ts';
import { MISSED } from './output.ts';
import { STUDY_SCHEMAS } from './study-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'studies-'));
const file = join(folder, 'line.json');
let printed = '';

beforeAll(() => {
  const app = node('app', 'service', { workers: 4, work: exponential(2) });
  const line = design([node('users', 'client', { rate: 20 }), app], [link('users', 'app')], 2);
  const objectives = [{ id: 'o1', metric: 'availability', bound: 'least', value: 0.99, class: '' } as const];
  writeFileSync(file, JSON.stringify({ ...line, scenario: { ...line.scenario, objectives } }));
});

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

type Command = (source: string | undefined, options: StudyOptions) => Promise<number>;

const COMMANDS: readonly [keyof typeof STUDY_SCHEMAS, Command, StudyOptions][] = [
  ['matrix', matrixCommand, { pairs: true, faults: 'crash,slow' }],
  ['capacity', capacityCommand, { seeds: '2', runs: '4' }],
  ['find', findCommand, { faults: 'crash', runs: '30' }],
  ['map', mapCommand, { loads: '0.5', triggers: '2' }],
  ['tornado', tornadoCommand, { figure: 'latency.mean', seeds: '2' }],
  ['frontier', frontierCommand, { vary: ['app.workers=1,4'] }],
  ['sweep', sweepCommand, { part: 'app', parameter: 'workers', values: '1,4', seeds: '2' }],
  ['cascade', cascadeCommand, { faults: 'hang' }],
  ['curve', curveCommand, { until: '100' }],
];

describe('the commands of studies', () => {
  it.each(COMMANDS)('%s prints what its schema says, and words besides', { timeout: 60_000 }, async (name, command, options) => {
    expect(await command(file, { ...options, workers: '1', json: true })).toBe(0);
    expect(misfits(JSON.parse(printed), STUDY_SCHEMAS[name], name)).toEqual([]);
    printed = '';
    if (name === 'matrix' || name === 'frontier' || name === 'sweep') {
      await command(file, { ...options, workers: '1' });
      expect(printed).toMatch(/\d+ runs in [\d.]+ s\n$/);
    }
  });

  it('end with 1 when an objective is missed and objectives are asked for', async () => {
    expect(await matrixCommand(file, { faults: 'crash', workers: '1', objectives: true })).toBe(MISSED);
  });

  it('say what is wrong with the words they are given', async () => {
    await expect(matrixCommand(file, { faults: 'plague' })).rejects.toThrow(/nothing here is plague. Use crash, slow, hang, all, cut/);
    await expect(mapCommand(file, { loads: '1,many' })).rejects.toThrow('--loads: numbers above 0');
    await expect(mapCommand(file, { slow: 'nobody' })).rejects.toThrow('there is no part nobody');
    await expect(tornadoCommand(file, { figure: 'beauty' })).rejects.toThrow('there is no beauty. Use latency.p50');
    await expect(frontierCommand(file, {})).rejects.toThrow('Say with --vary');
    await expect(frontierCommand(file, { vary: ['app.colour=1'] })).rejects.toThrow('there is no app.colour');
    await expect(frontierCommand(file, { vary: ['app.workers=1.5'] })).rejects.toThrow('whole numbers from 1');
    await expect(sweepCommand(file, {})).rejects.toThrow('Say which one setting to sweep');
    await expect(sweepCommand(file, { part: 'app', parameter: 'colour' })).rejects.toThrow('There is no app.colour. Use one of app.');
    await expect(sweepCommand(file, { vary: ['app.workers=1.5'] })).rejects.toThrow('“1.5” is no whole value of app.workers');
    await expect(findCommand(file, { objective: 'o9' })).rejects.toThrow('there is no o9. Use o1.');
    await expect(structureCommand(file, { seeds: 'all' })).rejects.toThrow('--seeds: a whole number');
  });

  it('gives no schema that fits everything', () => {
    expect(misfits({ runs: 1 }, STUDY_SCHEMAS.curve, 'curve')).toContain('curve has no points');
  });
});
