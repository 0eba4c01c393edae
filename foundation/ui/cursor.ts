import { useState } from 'react';

/** The cursors of a list paged forward only, so that one can also go back to pages already seen. */
export function useCursor() {
  const [trail, setTrail] = useState<readonly string[]>([]);
  return {
    /** The cursor to send as `after`; undefined on the first page. */
    after: trail.at(-1),
    /** For `Pager`: undefined when there is no such page. */
    previous: trail.length > 0 ? () => setTrail(trail.slice(0, -1)) : undefined,
    next: (cursor: string | null | undefined) =>
      cursor ? () => setTrail([...trail, cursor]) : undefined,
    /** Back to the first page, when filter or order changed. */
    reset: () => setTrail([]),
  };
}
