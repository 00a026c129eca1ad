/**
 * Breakpoints of this page: what the run pauses at. They are a person's own, like the place where a debugger stops: they change nothing
 * of what happens, so they are no part of the document and of no link, and last as long as the page.
 */
import { type Breakpoint, breakpointText } from '../../src/design/breakpoint-doc.ts';
import { conditionWords } from '../../src/design/condition-doc.ts';
import { HEADER } from '../../src/run/frame.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { clockText } from '../ui/plot-area.ts';
import { getDesign } from './design-store.ts';
import { backToNow } from './past.ts';
import { askLastStop, begin, command, pump } from './run-driver.ts';
import { runState, setRun } from './run-state.ts';
import { setView } from './view-store.ts';

/** Takes a list of breakpoints, in force from now on. */
export function setBreakpoints(breakpoints: readonly Breakpoint[]): void {
  setRun({ breakpoints });
  command((service) => service.breakAt(breakpoints));
}

/** As fast as possible to the first window in which this begins to hold. */
export function runUntil(breakpoint: Breakpoint): void {
  backToNow();
  begin('catching-up', (service) => service.runUntil(breakpoint));
}

/** Says why the run was paused whenever a breakpoint did it, and tells each new worker of the breakpoints. @returns what ends it. */
export function followStops(): () => void {
  let stops = 0;
  const onFrame = ({ data }: { readonly data: Float64Array }): void => {
    const now = data[HEADER.stops] ?? 0;
    if (now > stops) void tell();
    stops = now;
  };
  pump.frameListeners.add(onFrame);
  const endShape = runState.subscribe(({ shape, breakpoints }, before) => {
    if (shape !== undefined && shape !== before.shape && breakpoints.length > 0) command((service) => service.breakAt(breakpoints));
  });
  return () => {
    pump.frameListeners.delete(onFrame);
    endShape();
  };
}

async function tell(): Promise<void> {
  const stop = await askLastStop();
  if (stop === undefined) return;
  const design = getDesign();
  const { breakpoint, figure } = stop;
  const unit = breakpoint.is === 'condition' ? conditionWords(breakpoint.condition.metric, design)?.unit : undefined;
  const value = unit === undefined || figure === undefined ? '' : `; it is ${formatQuantity(figure, unit)}`;
  const text = `Paused at ${clockText(stop.atMs)}: ${breakpointText(breakpoint, design)}${value}.`;
  setView({ notice: { text, tone: 'info' } });
}
