/** A trouble that can end, and come back. */
export type Trouble = 'ledger' | 'spendExport' | 'standIn';

/** The messages that the developer has seen in this window, so that none is shown twice. */
export interface MessageHistory {
  /**
   * Whether a message has not been shown yet; remembers it. A message about a trouble counts as new
   * again once that trouble has ended.
   */
  isNew(message: string, trouble?: Trouble): boolean;
  ended(trouble: Trouble): void;
}

export function emptyMessageHistory(): MessageHistory {
  const shownForGood = new Set<string>();
  const shownDuring = new Map<Trouble, Set<string>>();
  return {
    isNew(message, trouble) {
      const shown = trouble ? (shownDuring.get(trouble) ?? new Set()) : shownForGood;
      if (trouble) shownDuring.set(trouble, shown);
      const isNew = !shown.has(message);
      shown.add(message);
      return isNew;
    },
    ended: (trouble) => void shownDuring.delete(trouble),
  };
}
