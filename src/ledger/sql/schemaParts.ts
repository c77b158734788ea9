/** Triggers that refuse to change what a table holds. */
export function addOnly(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (verb) =>
        `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
         BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;`,
    )
    .join('\n');
}

/** A column of an attempt's end: from its correction where there is one, else from its settlement. */
export function corrected(column: string, name = column): string {
  return `iif(correction.seq IS NULL, settlement.${column}, correction.${column}) AS ${name}`;
}

/** Reservations with their ends; where an end was corrected, with the corrected one. */
const viewOfAttempts = `
  CREATE VIEW attempt AS
    SELECT
      reservation.*,
      settlement.seq IS NOT NULL AS is_settled,
      ${[
        'outcome',
        'error_kind',
        'input_tokens',
        'cache_read_tokens',
        'cache_write_tokens',
        'cache_write_long_tokens',
        'output_tokens',
        'reasoning_tokens',
        'cost_source',
        'cost_nano_usd',
        'baseline_name',
        'baseline_nano_usd',
        'first_text_ms',
        'latency_ms',
      ]
        .map((column) => corrected(column))
        .join(',\n      ')},
      ${corrected('at_ms', 'ended_at_ms')}
    FROM reservation
    LEFT JOIN settlement ON settlement.attempt_id = reservation.attempt_id
    LEFT JOIN correction ON correction.attempt_id = reservation.attempt_id;`;

/**
 * Lets calls have these purposes, and makes the view of attempts again. A new column takes the old one's
 * place, so that no index of a large file is built again.
 */
export function allowPurposes(purposes: readonly string[]): string {
  return `
  DROP VIEW attempt;
  DROP TRIGGER reservation_no_update;
  ALTER TABLE reservation RENAME COLUMN purpose TO old_purpose;
  ALTER TABLE reservation ADD COLUMN
    purpose TEXT NOT NULL DEFAULT 'answer'
    CHECK (purpose IN (${purposes.map((purpose) => `'${purpose}'`).join(', ')}));
  UPDATE reservation SET purpose = old_purpose WHERE old_purpose <> purpose;
  ALTER TABLE reservation DROP COLUMN old_purpose;
  CREATE TRIGGER reservation_no_update BEFORE UPDATE ON reservation
    BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;

  ${viewOfAttempts}
`;
}

/** A trigger that removes a fact's day and month from the valid roll-ups. 2764800000 ms are 32 days: no month is longer. */
export function forgets(table: string, requestId: string, when = ''): string {
  return `CREATE TRIGGER ${table}_forgets_${when ? 'lower' : 'sums'} AFTER INSERT ON ${table} ${when}
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = ${requestId}
      );
    END;`;
}
