/** All examples. The design that is open stays kept. */
import { EXAMPLES } from '../../../src/design/examples/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ExampleCards } from '../examples/ExampleCards.tsx';

export function ExamplesDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Examples" lead="Each opens as a design of your own, ready to play and to break." open size="wide" onClose={onClose}>
      <ExampleCards examples={EXAMPLES} onOpen={onClose} />
    </Dialog>
  );
}
