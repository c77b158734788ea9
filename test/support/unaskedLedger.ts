const unasked = () => Promise.reject(new Error('not asked here'));

/** What no run asks of a ledger. */
export const unaskedLedger = {
  report: unasked,
  requestStory: unasked,
  changedElsewhere: unasked,
  exportRows: unasked,
  settledSince: unasked,
  deleteHistory: unasked,
  experiences: unasked,
  recordEvidenceReset: unasked,
};
