const unasked = () => Promise.reject(new Error('not asked here'));

/** The ledger methods that no run calls. */
export const unaskedLedger = {
  report: unasked,
  total: unasked,
  requestStory: unasked,
  changedElsewhere: unasked,
  exportRows: unasked,
  settledSince: unasked,
  deleteHistory: unasked,
  experiences: unasked,
  turnRecords: unasked,
  recordEvidenceReset: unasked,
};
