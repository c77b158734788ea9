import { emptySumTables } from '../rollups/sumTables.ts';
import { addOnly, forgets } from '../sql/schemaParts.ts';

/**
 * Turns of agents' loops and what became of them. The index finds the newest turns among many other
 * requests. Sums get a key for the kind of turn, and measures for what worked.
 */
export const turns = `
  ALTER TABLE request ADD COLUMN turn TEXT CHECK (turn <> '');
  CREATE INDEX request_of_turn ON request (seq) WHERE turn IS NOT NULL;
  ALTER TABLE evidence_reset ADD COLUMN turn TEXT CHECK (turn <> '');
  CREATE TABLE turn_outcome (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE REFERENCES request (request_id),
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('worked', 'failed'))
  ) STRICT;
  ${addOnly('turn_outcome')}
  ${forgets('turn_outcome', 'new.request_id')}
  ${emptySumTables}
`;
