/** The page's beginning: styles, stores, the first paint. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { startEngine } from '../src/worker/client.ts';
import { App } from './App.tsx';
import { SHELL_ACTIONS } from './shell/shell-actions.ts';
import { registerActions } from './state/actions.ts';
import { startRun } from './state/run-driver.ts';

registerActions(SHELL_ACTIONS);
startRun(startEngine);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
