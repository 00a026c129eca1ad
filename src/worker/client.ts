/**
 * The page's end of the worker: starts it, wraps its commands, and carries frames over a port of their own. It knows
 * nothing about screens or stores. A worker that broke is thrown away as a whole; whoever holds the client starts a new one.
 */
import { type Remote, transfer, wrap } from 'comlink';
import type { EngineFailure, EngineService } from './protocol.ts';

/** What a running worker tells the page without being asked. */
export interface EngineListener {
  /** A pulled frame came back in the buffer that was sent (or a larger one). */
  readonly onFrame: (buffer: ArrayBuffer) => void;
  /** The simulation itself broke; the worker still answers. */
  readonly onFailure: (failure: EngineFailure) => void;
  /** The worker is gone or unreadable: it must be stopped and started anew. */
  readonly onBroken: (reason: string) => void;
}

export interface EngineClient {
  readonly service: Remote<EngineService>;
  /** Sends a buffer to be filled. `have` is how many chart windows of this epoch the page holds already, `at` the past moment looked at (ms). */
  readonly pull: (buffer: ArrayBuffer, have: number, at?: number) => void;
  /** Ends the worker at once, in the middle of whatever it does. */
  readonly stop: () => void;
}

export type StartEngine = (listener: EngineListener) => EngineClient;

/** Starts a worker and connects the frame port. Commands sent before it is up are kept by the browser. */
export function startEngine(listener: EngineListener): EngineClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'simulation' });
  const { port1: port, port2: far } = new MessageChannel();
  const service = wrap<EngineService>(worker);
  port.onmessage = ({ data }: MessageEvent<unknown>) => receive(data, listener);
  port.onmessageerror = () => listener.onBroken('A frame could not be read.');
  worker.onmessageerror = () => listener.onBroken('An answer of the simulation could not be read.');
  worker.onerror = (event) => {
    event.preventDefault();
    listener.onBroken(event.message === '' ? 'The simulation could not be loaded.' : event.message);
  };
  service.connect(transfer(far, [far])).catch((error: unknown) => listener.onBroken(String(error)));
  return {
    service,
    pull: (buffer, have, at) => port.postMessage({ buffer, have, at }, [buffer]),
    stop: () => {
      port.onmessage = null;
      port.close();
      worker.onerror = null;
      worker.terminate();
    },
  };
}

function receive(data: unknown, listener: EngineListener): void {
  if (data instanceof ArrayBuffer) listener.onFrame(data);
  else if (isFailure(data)) listener.onFailure(data);
}

function isFailure(data: unknown): data is EngineFailure {
  return typeof data === 'object' && data !== null && 'failure' in data;
}
