/** The page: a bar on top, panes below it. It only arranges; every pane reads the stores itself. */
import { Workbench } from './shell/Workbench.tsx';

export function App() {
  return <Workbench />;
}
