/** The error of one small input inside a larger field: its words, and the id by which the input names them. */
import { useState } from 'react';

export interface OwnError {
  readonly error: string | undefined;
  readonly onError: (why: string | undefined) => void;
  readonly describedBy: string | undefined;
}

export function useOwnError(id: string): OwnError {
  const [error, onError] = useState<string>();
  return { error, onError, describedBy: error === undefined ? undefined : `${id}-error` };
}
