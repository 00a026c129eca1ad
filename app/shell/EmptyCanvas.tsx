/** What an empty canvas says: three systems to watch at once, or a start of one's own. */
import { useState } from 'react';
import { useDesign } from '../state/design-store.ts';

export function EmptyCanvas() {
  const empty = useDesign((state) => state.design.nodes.length === 0);
  const [dismissed, setDismissed] = useState(false);
  if (!empty || dismissed) return null;
  return (
    <button type="button" onClick={() => setDismissed(true)}>
      Start empty
    </button>
  );
}
