/** A trouble that can end, and come again. */
export type Trouble = 'ledger' | 'spendExport';

/** What the developer has been told in this window, so that nothing is said twice. */
export interface MessageHistory {
  /** Whether a message is news. Said of a trouble, it is news again once that was over. */
  isNews(message: string, trouble?: Trouble): boolean;
  ended(trouble: Trouble): void;
}

export function emptyMessageHistory(): MessageHistory {
  const forGood = new Set<string>();
  const whileItLasts = new Map<Trouble, Set<string>>();
  return {
    isNews(message, trouble) {
      const told = trouble ? (whileItLasts.get(trouble) ?? new Set()) : forGood;
      if (trouble) whileItLasts.set(trouble, told);
      const isNew = !told.has(message);
      told.add(message);
      return isNew;
    },
    ended: (trouble) => void whileItLasts.delete(trouble),
  };
}
