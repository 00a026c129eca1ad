/**
 * The command line: the same simulation without the page, on the modules that the worker uses. Output on stdout is a
 * contract; words go to stderr. Exit codes: 0 ok, 1 an objective missed, 2 bad input, 3 a bug.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { compareCommand } from './commands/compare.ts';
import { coverageCommand } from './commands/coverage.ts';
import { checkCommand, linkCommand, openCommand } from './commands/document.ts';
import { faultsCommand, kindsCommand } from './commands/registries.ts';
import { run } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { whyCommand } from './commands/why.ts';
import { BAD_INPUT, BUG, print, Stop, tell } from './output.ts';

const HELP = `sim COMMAND
  run FILE|LINK|-    run a scenario      --seed N  --until MS  --warmup MS|auto  --set PATH=VALUE
                                         --objectives  --json  --log  --series CSV  --traces FILE
                     again and again     --seeds K | --precision FIGURE=SHARE --max-seeds K   --workers N
  compare A [B]      two designs under the same seeds, or one with and without --set; options as for run
  why FILE|LINK|-    why it was slow or failed, in its worst stretch or in one   --from MS --to MS  --json
  branch FILE        a run, and the same with one thing changed from a moment on   --at MS
                     --set PATH=VALUE  --break FAULT@TARGET[:MS]  --without ENTRY  --seeds K  --json
  check FILE|LINK|-  advice on a design  --json
  link FILE|-        a design as a link  --unsealed (without running it for its digest)
  open LINK          the design in a link, as a file
  kinds, faults      what there is       --json
  styles             eight architectures of one shop under the same load and failures   --seed N  --json
  stores             every store and setting on one workload, calm and parted                --seed N  --json
  matrix FILE        every fault against the objectives   --pairs  --faults SORT,ID,PART  --seeds K  --json
  capacity FILE      the largest load that meets them      --under FAULT,…  --seeds K  --runs N  --json
  find FILE          the smallest set of faults that breaks one   --faults …  --objective ID  --runs N  --json
  map FILE           loads against triggers: where it stays down   --loads 0.5,1  --triggers 2,4  --slow PART  --json
  tornado FILE       which settings move a figure          --figure ID  --factor X  --seeds K  --json
  frontier FILE      cost, latency, availability over a grid   --vary PART.SETTING=a,b (up to 3)  --seeds K  --json
  sweep FILE         throughput and latency over the values of one setting   --part PART --parameter SETTING --values a,b
                                         --loads 1,0.1  --seeds K  --json
  cascade FILE       how one fault spreads, step by step   --faults ID  --json
  structure FILE     single points of failure, what each part takes along, availability by structure   --seeds K  --json
  curve FILE         throughput against users, and the fitted law of scalability   --json
  coverage           what can be wired, broken and seen, and the tests that prove it   --json
  schema             JSON Schema of a design; of the report with --output
Exit codes: 0 ok, 1 an objective missed, 2 bad input, 3 a bug.`;

const OPTIONS = {
  seed: { type: 'string' },
  seeds: { type: 'string' },
  until: { type: 'string' },
  warmup: { type: 'string' },
  set: { type: 'string', multiple: true },
  at: { type: 'string' },
  break: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  series: { type: 'string' },
  traces: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  precision: { type: 'string' },
  'max-seeds': { type: 'string' },
  faults: { type: 'string' },
  under: { type: 'string' },
  objective: { type: 'string' },
  runs: { type: 'string' },
  figure: { type: 'string' },
  factor: { type: 'string' },
  loads: { type: 'string' },
  triggers: { type: 'string' },
  slow: { type: 'string' },
  vary: { type: 'string', multiple: true },
  part: { type: 'string' },
  parameter: { type: 'string' },
  values: { type: 'string' },
  pairs: { type: 'boolean' },
  workers: { type: 'string' },
  objectives: { type: 'boolean' },
  json: { type: 'boolean' },
  log: { type: 'boolean' },
  output: { type: 'boolean' },
  unsealed: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [name, source, second] = positionals;
  const json = values.json === true;
  if (values.help === true || name === undefined) {
    print(HELP);
    return name === undefined && values.help !== true ? BAD_INPUT : 0;
  }
  switch (name) {
    case 'run':
      return run(source, values);
    case 'compare':
      return compareCommand(source, second, values);
    case 'why':
      return whyCommand(source, values);
    case 'branch':
      return (await import('./commands/branch.ts')).branchCommand(source, values);
    case 'check':
      return checkCommand(source, json);
    case 'link':
      return linkCommand(source, values.unsealed !== true);
    case 'open':
      return openCommand(source);
    case 'kinds':
      return kindsCommand(json);
    case 'faults':
      return faultsCommand(json);
    case 'styles':
      return (await import('./commands/styles.ts')).stylesCommand(values);
    case 'stores':
      return (await import('./commands/stores.ts')).storesCommand(values);
    case 'matrix':
      return (await import('./commands/study/matrix.ts')).matrixCommand(source, values);
    case 'capacity':
      return (await import('./commands/study/capacity.ts')).capacityCommand(source, values);
    case 'find':
      return (await import('./commands/study/find.ts')).findCommand(source, values);
    case 'map':
      return (await import('./commands/study/map.ts')).mapCommand(source, values);
    case 'tornado':
      return (await import('./commands/study/tornado.ts')).tornadoCommand(source, values);
    case 'frontier':
      return (await import('./commands/study/frontier.ts')).frontierCommand(source, values);
    case 'sweep':
      return (await import('./commands/study/sweep.ts')).sweepCommand(source, values);
    case 'cascade':
      return (await import('./commands/study/cascade.ts')).cascadeCommand(source, values);
    case 'structure':
      return (await import('./commands/study/structure.ts')).structureCommand(source, values);
    case 'curve':
      return (await import('./commands/study/curve.ts')).curveCommand(source, values);
    case 'coverage':
      return coverageCommand(json);
    case 'schema':
      return schemaCommand(values.output === true);
    default:
      throw new Stop(BAD_INPUT, `There is no command ${name}.\n${HELP}`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Stop(BAD_INPUT, error instanceof Error ? error.message : String(error));
  }
}

try {
  process.exitCode = await command(process.argv.slice(2));
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof Stop ? error.code : BUG;
}
