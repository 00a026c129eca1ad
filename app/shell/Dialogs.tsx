/** The dialog that is open, if any. Each is loaded when it is first wanted. */
import { lazy, Suspense } from 'react';
import { saveDesignFile } from '../share/design-file.ts';
import { getDesign } from '../state/design-store.ts';
import { setView, useView } from '../state/view-store.ts';
import { PaneGuard } from '../ui/PaneGuard.tsx';

const BranchDialog = lazy(async () => ({ default: (await import('../experiment/BranchDialog.tsx')).BranchDialog }));
const CommandPalette = lazy(async () => ({ default: (await import('./dialogs/CommandPalette.tsx')).CommandPalette }));
const ConsistencyDialog = lazy(async () => ({ default: (await import('../consistency/ConsistencyDialog.tsx')).ConsistencyDialog }));
const EnvelopeDialog = lazy(async () => ({ default: (await import('../envelope/EnvelopeDialog.tsx')).EnvelopeDialog }));
const EventLogDialog = lazy(async () => ({ default: (await import('../timeline/log/EventLogDialog.tsx')).EventLogDialog }));
const ExamplesDialog = lazy(async () => ({ default: (await import('./dialogs/ExamplesDialog.tsx')).ExamplesDialog }));
const ExperimentDialog = lazy(async () => ({ default: (await import('../experiment/ExperimentDialog.tsx')).ExperimentDialog }));
const ExportDialog = lazy(async () => ({ default: (await import('../takeaway/ExportDialog.tsx')).ExportDialog }));
const InterviewDialog = lazy(async () => ({ default: (await import('../interview/InterviewDialog.tsx')).InterviewDialog }));
const LabsDialog = lazy(async () => ({ default: (await import('../labs/LabsDialog.tsx')).LabsDialog }));
const MomentsDialog = lazy(async () => ({ default: (await import('../timeline/MomentsDialog.tsx')).MomentsDialog }));
const OpenDialog = lazy(async () => ({ default: (await import('../share/OpenDialog.tsx')).OpenDialog }));
const PostMortem = lazy(async () => ({ default: (await import('../takeaway/PostMortem.tsx')).PostMortem }));
const ProofPage = lazy(async () => ({ default: (await import('../proof/ProofPage.tsx')).ProofPage }));
const ShareDialog = lazy(async () => ({ default: (await import('../share/ShareDialog.tsx')).ShareDialog }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./dialogs/ShortcutSheet.tsx')).ShortcutSheet }));
const StudyDialog = lazy(async () => ({ default: (await import('../study/StudyDialog.tsx')).StudyDialog }));
const TimelineTextDialog = lazy(async () => ({ default: (await import('../timeline/text/TimelineTextDialog.tsx')).TimelineTextDialog }));
const TracesDialog = lazy(async () => ({ default: (await import('../traces/TracesDialog.tsx')).TracesDialog }));

const WhyDialog = lazy(async () => ({ default: (await import('../why/WhyDialog.tsx')).WhyDialog }));

export function Dialogs() {
  const dialog = useView((view) => view.dialog);
  return (
    <PaneGuard key={dialog} name="The dialog" onSave={save} onBroken={giveUp}>
      <Suspense fallback={null}>
        {dialog === 'branch' && <BranchDialog onClose={close} />}
        {dialog === 'commands' && <CommandPalette onClose={close} />}
        {dialog === 'consistency' && <ConsistencyDialog onClose={close} />}
        {dialog === 'envelope' && <EnvelopeDialog onClose={close} />}
        {dialog === 'examples' && <ExamplesDialog onClose={close} />}
        {dialog === 'experiment' && <ExperimentDialog onClose={close} />}
        {dialog === 'export' && <ExportDialog onClose={close} />}
        {dialog === 'interview' && <InterviewDialog onClose={close} />}
        {dialog === 'labs' && <LabsDialog onClose={close} />}
        {dialog === 'log' && <EventLogDialog onClose={close} />}
        {dialog === 'moments' && <MomentsDialog onClose={close} />}
        {dialog === 'open' && <OpenDialog onClose={close} />}
        {dialog === 'post-mortem' && <PostMortem onClose={close} />}
        {dialog === 'proof' && <ProofPage onClose={close} />}
        {dialog === 'share' && <ShareDialog onClose={close} />}
        {dialog === 'study' && <StudyDialog onClose={close} />}
        {dialog === 'timeline-text' && <TimelineTextDialog onClose={close} />}
        {dialog === 'traces' && <TracesDialog onClose={close} />}
        {dialog === 'why' && <WhyDialog onClose={close} />}
        {dialog === 'shortcuts' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </PaneGuard>
  );
}

/** A dialog that broke goes away and says so; whatever it was about is still there. */
function giveUp(error: unknown): void {
  const text = `That dialog broke; your design is safe. ${error instanceof Error ? error.message : ''}`;
  setView({ dialog: undefined, notice: { text, tone: 'bad', action: { label: 'Save file', run: save } } });
}

function save(): void {
  saveDesignFile(getDesign());
}

function close(): void {
  setView({ dialog: undefined, traced: undefined });
}
