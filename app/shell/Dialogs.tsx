/** The dialog that is open, if any. Each is loaded when it is first wanted. */
import { lazy, Suspense } from 'react';
import { setView, useView } from '../state/view-store.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./dialogs/CommandPalette.tsx')).CommandPalette }));
const ExamplesDialog = lazy(async () => ({ default: (await import('./dialogs/ExamplesDialog.tsx')).ExamplesDialog }));
const LabsDialog = lazy(async () => ({ default: (await import('../labs/LabsDialog.tsx')).LabsDialog }));
const OpenDialog = lazy(async () => ({ default: (await import('../share/OpenDialog.tsx')).OpenDialog }));
const ShareDialog = lazy(async () => ({ default: (await import('../share/ShareDialog.tsx')).ShareDialog }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./dialogs/ShortcutSheet.tsx')).ShortcutSheet }));

export function Dialogs() {
  const dialog = useView((view) => view.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'commands' && <CommandPalette onClose={close} />}
      {dialog === 'examples' && <ExamplesDialog onClose={close} />}
      {dialog === 'labs' && <LabsDialog onClose={close} />}
      {dialog === 'open' && <OpenDialog onClose={close} />}
      {dialog === 'share' && <ShareDialog onClose={close} />}
      {dialog === 'shortcuts' && <ShortcutSheet onClose={close} />}
    </Suspense>
  );
}

function close(): void {
  setView({ dialog: undefined });
}
