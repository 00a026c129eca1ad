/** What somebody reckons with on the back of the envelope: personal, kept in this browser as long as it allows, never in a design. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type EnvelopeField, type EnvelopeInput, readEnvelope } from '../../src/theory/envelope.ts';

const KEPT = 'loadbearing.envelope';
const store = createStore<{ readonly input: EnvelopeInput }>(() => ({ input: recall() }));

export function useEnvelope(): EnvelopeInput {
  return useStore(store, ({ input }) => input);
}

export function getEnvelope(): EnvelopeInput {
  return store.getState().input;
}

export function setEnvelopeField(field: EnvelopeField, value: number): void {
  setEnvelope({ ...getEnvelope(), [field]: value });
}

export function setEnvelope(input: EnvelopeInput): void {
  store.setState({ input: readEnvelope({ ...input }) });
  try {
    localStorage.setItem(KEPT, JSON.stringify(getEnvelope()));
  } catch {
    // Storage is blocked or full: the figures last as long as the page.
  }
}

function recall(): EnvelopeInput {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return readEnvelope(typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {});
  } catch {
    return readEnvelope({});
  }
}
