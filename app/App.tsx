/** The page: a bar on top, panes below it, dialogs over both. It only arranges; every part reads the stores itself. */
import { lazy, Suspense, useEffect } from 'react';
import styles from './App.module.css';
import { DropTarget } from './share/DropTarget.tsx';
import { Banners } from './shell/Banners.tsx';
import { Dialogs } from './shell/Dialogs.tsx';
import { listenForKeys } from './shell/keys.ts';
import { NoticeStack } from './shell/NoticeStack.tsx';
import { PhonePage } from './shell/PhonePage.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useLayout } from './shell/use-layout.ts';
import { Workbench } from './shell/Workbench.tsx';
import { useInterviewOpen } from './state/interview-open.ts';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { PopupScope } from './ui/PopupScope.tsx';

const InterviewStrip = lazy(async () => ({ default: (await import('./interview/InterviewStrip.tsx')).InterviewStrip }));

export function App() {
  const layout = useLayout();
  const interview = useInterviewOpen() && layout !== 'desktop';
  useEffect(listenForKeys, []);
  return (
    <PopupScope>
      <div className={styles['page']}>
        <TopBar />
        <Banners />
        {interview && (
          <Suspense fallback={null}>
            <InterviewStrip />
          </Suspense>
        )}
        <div className={styles['body']}>
          <NoticeStack />
          {layout === 'phone' ? <PhonePage /> : <Workbench layout={layout} />}
        </div>
        <Dialogs />
      </div>
      <DropTarget />
      <LiveRegion />
    </PopupScope>
  );
}
