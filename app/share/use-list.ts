/** A list that is fetched when it is first shown and again when asked. */
import { useCallback, useEffect, useState } from 'react';

/** @returns the list (undefined until it is there) and what fetches it anew. */
export function useList<T>(fetch: () => Promise<readonly T[]>): readonly [readonly T[] | undefined, () => void] {
  const [list, setList] = useState<readonly T[]>();
  const again = useCallback(() => {
    fetch().then(setList, () => setList([]));
  }, [fetch]);
  useEffect(again, [again]);
  return [list, again];
}
