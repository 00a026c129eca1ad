/** A load balancer's parameters as its mechanisms want them: times in whole ns. */
import type { Smoothing } from '../../mechanisms/balance/response-times.ts';
import type { CheckSettings } from '../../mechanisms/detect/health-check.ts';
import type { OutlierSettings } from '../../mechanisms/detect/outlier-ejection.ts';
import type { AddressSettings } from '../../mechanisms/detect/virtual-address.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { BALANCER_PARAMETERS } from './parameters.ts';
import type { Rules } from './view.ts';

export type Values = ValuesOf<typeof BALANCER_PARAMETERS>;

/** Longest ejection (Envoy: 300 s). */
const LONGEST_EJECTION_MS = 300_000;

const ns = (ms: number): number => Math.round(ms * NS_PER_MS);

export function checksOf(values: Values): CheckSettings {
  const { checkInterval, checkTimeout, checkWork, checkFall, checkRise } = values;
  return { interval: ns(checkInterval), timeout: ns(checkTimeout), work: ns(checkWork), fall: checkFall, rise: checkRise };
}

export function outliersOf(values: Values): OutlierSettings {
  return {
    failures: values.outlierFailures,
    success: values.outlierSuccess,
    minimum: values.outlierMinimum,
    sweep: ns(values.outlierSweep),
    time: ns(values.outlierTime),
    longest: ns(Math.max(values.outlierTime, LONGEST_EJECTION_MS)),
    most: values.outlierMost,
  };
}

export function addressOf(values: Values): AddressSettings {
  return { interval: ns(values.heartbeat), misses: values.missedBeats, takeover: ns(values.takeover), back: values.takesBack };
}

export function rulesOf(values: Values): Rules {
  const { panic, panicBelow, nearFirst, nearBound } = values;
  return { panic, panicBelow, nearFirst, nearBound, slowStart: ns(values.slowStart) };
}

export function smoothingOf(values: Values): Smoothing {
  return { window: ns(values.responseWindow), peak: values.peakSensitive };
}
