/** The shell's own actions: run, undo, panes, theme, dialogs. What the canvas and the panels can do, they register themselves. */
import type { Action } from '../state/actions.ts';
import { getDesign, redo, undo, undoDepth } from '../state/design-store.ts';
import { getRun, play, reset, runToEnd, setSpeed, step, togglePlay } from '../state/run-store.ts';
import { type DialogName, getView, setView, type Theme } from '../state/view-store.ts';
import { cycleRegion } from './regions.ts';
import { neighbourSpeed } from './speeds.ts';

export const SHELL_ACTIONS: readonly Action[] = [
  { id: 'run.toggle', label: 'Play or pause', group: 'Run', keys: ['Space', 'Mod+Enter'], run: togglePlay, enabled: runnable },
  { id: 'run.step-event', label: 'Step one event', group: 'Run', keys: ['.'], run: () => step('event'), enabled: runnable },
  { id: 'run.step-window', label: 'Step one window', group: 'Run', keys: ['W'], run: () => step('window'), enabled: runnable },
  { id: 'run.to-end', label: 'Run to end', group: 'Run', keys: ['E'], run: runToEnd, enabled: runnable },
  { id: 'run.reset', label: 'Reset', group: 'Run', keys: ['R'], run: reset, enabled: runnable },
  { id: 'run.replay', label: 'Replay from the start', group: 'Run', run: replay, enabled: runnable },
  { id: 'run.many', label: 'Many runs', group: 'Run', run: () => showExperiment('replicate'), enabled: runnable },
  { id: 'run.compare', label: 'Compare designs', group: 'Run', run: () => showExperiment('compare'), enabled: runnable },
  { id: 'run.study', label: 'Studies: failures, capacity, sensitivity', group: 'Run', run: () => show('study'), enabled: runnable },
  { id: 'run.pin', label: 'Pin this design to compare with', group: 'Run', run: pinDesign, enabled: runnable },
  { id: 'run.faster', label: 'Faster', group: 'Run', keys: ['>'], run: () => setSpeed(neighbourSpeed(getRun().speed, 1)) },
  { id: 'run.slower', label: 'Slower', group: 'Run', keys: ['<'], run: () => setSpeed(neighbourSpeed(getRun().speed, -1)) },
  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'Edit',
    keys: ['Mod+Z'],
    run: undo,
    enabled: () => undoDepth().undo > 0 || 'Nothing to undo yet.',
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    run: redo,
    enabled: () => undoDepth().redo > 0 || 'Nothing to redo.',
  },
  { id: 'view.parts', label: 'Show or hide parts', group: 'View', keys: ['Alt+1'], run: () => togglePane('palette') },
  { id: 'view.inspector', label: 'Show or hide the inspector', group: 'View', keys: ['Alt+2'], run: () => togglePane('inspector') },
  { id: 'view.bottom', label: 'Show or hide timeline and charts', group: 'View', keys: ['Alt+3'], run: () => togglePane('bottom') },
  { id: 'view.next-region', label: 'Go to the next region', group: 'View', keys: ['F6'], run: () => cycleRegion(1) },
  { id: 'view.previous-region', label: 'Go to the previous region', group: 'View', keys: ['Shift+F6'], run: () => cycleRegion(-1) },
  { id: 'theme.light', label: 'Light theme', group: 'View', run: () => setTheme('light') },
  { id: 'theme.dark', label: 'Dark theme', group: 'View', run: () => setTheme('dark') },
  { id: 'theme.system', label: 'Theme of the system', group: 'View', run: () => setTheme('system') },
  { id: 'file.open', label: 'Open', group: 'File', keys: ['Mod+O'], run: () => show('open') },
  { id: 'file.examples', label: 'Examples', group: 'File', run: () => show('examples') },
  { id: 'file.labs', label: 'Labs', group: 'File', run: () => show('labs') },
  { id: 'file.interview', label: 'Interview: design a system against the clock', group: 'File', run: () => show('interview') },
  { id: 'file.envelope', label: 'Back of the envelope: a calculator', group: 'File', run: () => show('envelope') },
  { id: 'run.why', label: 'Why was it slow, why did it fail?', group: 'Run', run: () => showOfRun('why'), enabled: drawn },
  { id: 'run.traces', label: 'Traces: follow requests', group: 'Run', run: () => showOfRun('traces'), enabled: drawn },
  { id: 'run.log', label: 'What happened: event log, verdicts', group: 'Run', run: () => show('log'), enabled: drawn },
  { id: 'run.consistency', label: 'Consistency: what held', group: 'Run', run: () => show('consistency'), enabled: drawn },
  { id: 'file.share', label: 'Share', group: 'File', keys: ['Mod+Shift+S'], run: () => show('share'), enabled: drawn },
  { id: 'file.export', label: 'Export', group: 'File', keys: ['Mod+Shift+E'], run: () => show('export'), enabled: drawn },
  { id: 'run.post-mortem', label: 'Post-mortem of the run', group: 'Run', run: () => show('post-mortem'), enabled: begun },
  { id: 'help.proof', label: 'Prove it: theory against measurement', group: 'Help', run: () => show('proof') },
  { id: 'help.commands', label: 'Find a command', group: 'Help', keys: ['Mod+K', 'Mod+/'], run: () => show('commands') },
  { id: 'help.shortcuts', label: 'Keyboard shortcuts', group: 'Help', keys: ['?', 'F1'], run: () => show('shortcuts') },
];

function runnable(): true | string {
  const { shape, problems } = getRun();
  if (getDesign().nodes.length === 0) return 'The canvas is empty: place a client and something for it to call.';
  if (shape !== undefined) return true;
  return problems.find((problem) => problem.severity === 'error')?.message ?? 'The simulation is not ready yet.';
}

function drawn(): true | string {
  return getDesign().nodes.length > 0 || 'There is nothing to share yet.';
}

function begun(): true | string {
  const { state } = getRun();
  return (state !== 'ready' && state !== 'empty') || 'Nothing has run yet.';
}

function replay(): void {
  reset();
  play();
}

function show(dialog: DialogName): void {
  setView({ dialog });
}

/** About the run as a whole, whatever stretch of it was looked at before. */
function showOfRun(dialog: 'why' | 'traces'): void {
  setView({ dialog, stretch: undefined, traced: undefined });
}

/** The door of experiments is fetched when it is first used, with the workers' pool behind it. */
function showExperiment(mode: 'replicate' | 'compare'): void {
  void import('../experiment/experiment-store.ts').then(({ setBranch, setMode, getExperiment }) => {
    if (getExperiment().branch !== undefined) setBranch(undefined);
    setMode(mode);
    show('experiment');
  });
}

function pinDesign(): void {
  void import('../experiment/experiment-store.ts').then(({ pin }) => {
    pin();
    const action = { label: 'Compare', run: () => showExperiment('compare') };
    setView({ notice: { text: 'Pinned. Change something, then compare with it.', tone: 'good', action } });
  });
}

function setTheme(theme: Theme): void {
  setView({ theme });
}

function togglePane(pane: 'palette' | 'inspector' | 'bottom'): void {
  const { panes } = getView();
  setView({ panes: { ...panes, [pane]: !panes[pane] } });
}
