import { addOnly, allowPurposes, forgets } from '../sql/schemaParts.ts';
import { sumTables } from '../rollups/sumTables.ts';

/** A call may find the task type. */
const purposes = allowPurposes(['answer', 'judge', 'classify']);

const learning = `
  ALTER TABLE request ADD COLUMN language TEXT;
  ALTER TABLE request ADD COLUMN origin TEXT;
  ALTER TABLE request ADD COLUMN planned_loss INTEGER CHECK (planned_loss >= 0);
  ALTER TABLE request ADD COLUMN planned_strongest_nano_usd INTEGER
    CHECK (planned_strongest_nano_usd >= 0);
  CREATE TABLE evidence_reset (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    task_type TEXT,
    model TEXT
  ) STRICT;
  ${addOnly('evidence_reset')}
`;

/**
 * The roll-ups of past days and months. `summed` lists the valid ones: the write that adds a fact also
 * removes the fact's day and month from the list, and sums of days that are not listed are ignored.
 * A window that rolls up a day writes a `token` first; a missing token later means that a fact of the day
 * came in meanwhile.
 */
const rollUps = `
  CREATE INDEX request_at ON request (at_ms);

  CREATE TABLE summed_zone (time_zone TEXT NOT NULL) STRICT;
  CREATE TABLE summed (
    from_ms INTEGER NOT NULL,
    period TEXT NOT NULL CHECK (period IN ('begun', 'day', 'month')),
    until_ms INTEGER NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (from_ms, period, token)
  ) STRICT, WITHOUT ROWID;
  ${sumTables}

  ${forgets('request', 'new.request_id')}
  ${forgets('request', 'new.escalated_from', 'WHEN new.escalated_from IS NOT NULL')}
  ${['reservation', 'chosen', 'outcome'].map((table) => forgets(table, 'new.request_id')).join('\n')}
  ${['settlement', 'correction', 'verdict']
    .map((table) =>
      forgets(table, '(SELECT request_id FROM reservation WHERE attempt_id = new.attempt_id)'),
    )
    .join('\n')}
`;

export const reportsAndLearning = purposes + learning + rollUps;
