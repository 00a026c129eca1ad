/** The page's beginning: styles, stores, what was open last, the simulation, the first paint. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { startEngine } from '../src/worker/client.ts';
import { App } from './App.tsx';
import { followAddress, receiveAddress } from './share/address.ts';
import { followTheme } from './shell/follow-theme.ts';
import { SHELL_ACTIONS } from './shell/shell-actions.ts';
import { registerActions } from './state/actions.ts';
import { followStops } from './state/breakpoints.ts';
import { startDocuments } from './state/documents.ts';
import { startRun } from './state/run-driver.ts';
import { speakOfRun } from './state/spoken.ts';
import { followStory } from './state/story-store.ts';

/** `#safe` opens nothing by itself and runs nothing: the way in when everything else fails. */
const safe = location.hash === '#safe';

followTheme();
registerActions(SHELL_ACTIONS);
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
await startDocuments(safe);
await receiveAddress();
followAddress();
if (!safe) startRun(startEngine);
speakOfRun();
followStory();
followStops();
registerActions((await import('./shell/examples/example-actions.ts')).EXAMPLE_ACTIONS);
