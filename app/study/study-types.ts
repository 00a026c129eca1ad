/** What each study is asked and what it finds, by its name. */

import type { CapacityPlan, CapacityResult } from '../../src/run/study/capacity.ts';
import type { Cascade } from '../../src/run/study/cascade.ts';
import type { Curve } from '../../src/run/study/curve.ts';
import type { FaultChoice } from '../../src/run/study/fault-choices.ts';
import type { FaultTimes } from '../../src/run/study/faulty.ts';
import type { FindPlan, FindResult } from '../../src/run/study/find.ts';
import type { Axis, Frontier } from '../../src/run/study/frontier.ts';
import type { Matrix, MatrixPlan } from '../../src/run/study/matrix.ts';
import type { MapPlan, StabilityMap } from '../../src/run/study/metastable.ts';
import type { StructurePlan, StructureResult } from '../../src/run/study/structure.ts';
import type { Sweep, SweepPlan } from '../../src/run/study/sweep.ts';
import type { Tornado, TornadoPlan } from '../../src/run/study/tornado.ts';

export interface Plans {
  readonly failures: MatrixPlan;
  readonly find: FindPlan;
  readonly cascade: { readonly fault: FaultChoice; readonly times: FaultTimes };
  readonly structure: StructurePlan;
  readonly capacity: CapacityPlan;
  readonly curve: readonly number[];
  readonly stability: MapPlan;
  readonly tornado: TornadoPlan;
  readonly sweep: SweepPlan;
  readonly frontier: readonly Axis[];
}

export interface Results {
  readonly failures: Matrix;
  readonly find: FindResult;
  readonly cascade: Cascade;
  readonly structure: StructureResult;
  readonly capacity: CapacityResult;
  readonly curve: Curve;
  readonly stability: StabilityMap;
  readonly tornado: Tornado;
  readonly sweep: Sweep;
  readonly frontier: Frontier;
}
