import { describe, expect, it } from 'vitest';
import { apply } from '../design/apply.ts';
import type { Command } from '../design/command.ts';
import type { Design } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { run } from '../laws/protocol.ts';
import { gradePrediction, gradeTask } from './grade.ts';
import { LABS, labOf } from './index.ts';
import type { Lab } from './lab.ts';

/** The solution that each lab's teacher note names, as the one command that carries it out. */
const SOLUTIONS: Readonly<Record<string, Command>> = {
  'slow-replica': { do: 'set-param', of: 'node', ids: ['round-robin'], param: 'algorithm', value: 'least-connections' },
  'retry-storm': { do: 'set-param', of: 'link', ids: ['clients-app'], param: 'retryBudget', value: 0.1 },
  'lost-writes': { do: 'set-param', of: 'node', ids: ['db'], param: 'replication', value: 'semi-sync' },
};

function startOf(lab: Lab): Design {
  const example = EXAMPLES.find((e) => e.id === lab.example);
  if (example === undefined) throw new Error(`${lab.id} starts from an example`);
  return example.design;
}

describe.each(LABS)('the lab $id', (lab) => {
  it('starts from a design in which its task is not met', () => {
    const { report } = run(startOf(lab));
    expect(gradeTask(lab, report)).toMatchObject({ met: false });
  });

  it("is solved by its teacher's answer", () => {
    const command = SOLUTIONS[lab.id];
    expect(command, 'a solution is known').toBeDefined();
    const solved = apply(startOf(lab), command as Command);
    if (!solved.ok) throw new Error(solved.error.message);
    expect(gradeTask(lab, run(solved.value).report)).toMatchObject({ met: true });
  });

  it('judges the right prediction as right and the others as wrong', () => {
    const { report } = run(startOf(lab));
    if (lab.prediction.type !== 'choice') throw new Error('the first labs ask for a choice');
    lab.prediction.options.forEach((_, i) => {
      expect(gradePrediction(lab.prediction, i, report).predicted).toBe(lab.prediction.type === 'choice' && i === lab.prediction.answer);
    });
  });

  it('can be found by its id', () => {
    expect(labOf(lab.id)).toBe(lab);
  });
});
