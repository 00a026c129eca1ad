import { expect, it } from 'vitest';
import type { LogEvent, LogKind } from '../../../src/run/story-report.ts';
import { cascadesOf } from './cascade.ts';

const event = (atMs: number, kind: LogKind, of: string): LogEvent => ({ atMs, kind, of, text: `${of} ${kind}` });

it('tells the first thing that happened to each part after each thing that was done, and nothing of what healed', () => {
  const cascades = cascadesOf([
    event(1, 'errors', 'early'),
    event(2, 'fault', 'crash'),
    event(2, 'down', 'db'),
    event(3, 'load', 'app'),
    event(4, 'errors', 'app'),
    event(5, 'breaker', 'app-db'),
    event(6, 'healed', 'crash'),
    event(7, 'well', 'app'),
    event(8, 'fault', 'slow'),
  ]);
  expect(cascades.map(({ cause, steps }) => [cause.of, ...steps.map(({ text }) => text)])).toEqual([
    ['crash', 'db down', 'app load', 'app-db breaker'],
  ]);
});
