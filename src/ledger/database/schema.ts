import type { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '../ledger.ts';
import { emptySumTables } from '../rollups/sumTables.ts';
import { addOnly, allowPurposes, corrected } from '../sql/schemaParts.ts';
import { inWriteTransaction } from '../sql/statements.ts';
import { reportsAndLearning } from './schemaVersion5.ts';
import { turns } from './schemaVersion8.ts';

const tables = ['request', 'reservation', 'settlement', 'outcome'];

/** How an attempt ended and what it cost. */
const columnsOfEnd = `
  attempt_id TEXT NOT NULL UNIQUE REFERENCES reservation (attempt_id),
  at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
  outcome TEXT NOT NULL CHECK (outcome <> ''),
  error_kind TEXT,
  input_tokens INTEGER CHECK (input_tokens >= 0),
  cache_read_tokens INTEGER CHECK (cache_read_tokens >= 0),
  cache_write_tokens INTEGER CHECK (cache_write_tokens >= 0),
  cache_write_long_tokens INTEGER CHECK (cache_write_long_tokens >= 0),
  output_tokens INTEGER CHECK (output_tokens >= 0),
  reasoning_tokens INTEGER CHECK (reasoning_tokens >= 0),
  cost_source TEXT NOT NULL
    CHECK (cost_source IN ('reported', 'computed', 'estimated', 'unknown')),
  cost_nano_usd INTEGER CHECK (cost_nano_usd >= 0),
  baseline_name TEXT,
  baseline_nano_usd INTEGER CHECK (baseline_nano_usd >= 0),
  first_text_ms INTEGER CHECK (first_text_ms >= 0),
  latency_ms INTEGER NOT NULL CHECK (latency_ms >= 0),
  CHECK ((cost_source = 'unknown') = (cost_nano_usd IS NULL)),
  CHECK ((baseline_name IS NULL) = (baseline_nano_usd IS NULL))`;

/**
 * The file holds facts, which are added and never changed. Money is in whole nano-dollars, times are in
 * whole milliseconds, and anything unknown is NULL.
 */
const firstVersion = `
  CREATE TABLE request (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE CHECK (request_id <> ''),
    session_id TEXT NOT NULL CHECK (session_id <> ''),
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    workspace TEXT NOT NULL,
    subject TEXT NOT NULL,
    task_type TEXT NOT NULL,
    reason TEXT NOT NULL,
    escalated_from TEXT
  ) STRICT;
  CREATE INDEX request_of_session ON request (session_id, at_ms);

  CREATE TABLE reservation (
    seq INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL UNIQUE CHECK (attempt_id <> ''),
    request_id TEXT NOT NULL REFERENCES request (request_id),
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    tier TEXT NOT NULL,
    model TEXT NOT NULL,
    model_name TEXT NOT NULL,
    effort TEXT,
    simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
    worst_case_nano_usd INTEGER CHECK (worst_case_nano_usd >= 0)
  ) STRICT;
  CREATE INDEX reservation_of_request ON reservation (request_id);

  CREATE TABLE settlement (
    seq INTEGER PRIMARY KEY,
    ${columnsOfEnd}
  ) STRICT;

  CREATE TABLE outcome (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES request (request_id),
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    UNIQUE (request_id, at_ms, outcome)
  ) STRICT;

  ${tables.map(addOnly).join('\n')}
`;

const verdicts = `
  CREATE TABLE verdict (
    seq INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES reservation (attempt_id),
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    gate TEXT NOT NULL CHECK (gate <> ''),
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'couldNotRun')),
    UNIQUE (attempt_id, gate)
  ) STRICT;
  ${addOnly('verdict')}
`;

/** The foreign key stops a request from choosing another request's attempt. */
const purposesAndChoices = `
  ALTER TABLE reservation ADD COLUMN
    purpose TEXT NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'judge'));
  DROP INDEX reservation_of_request;
  CREATE UNIQUE INDEX reservation_of_request ON reservation (request_id, attempt_id);
  CREATE INDEX reservation_of_model ON reservation (model);
  CREATE INDEX request_of_escalated ON request (escalated_from) WHERE escalated_from IS NOT NULL;

  CREATE TABLE chosen (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE,
    attempt_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    FOREIGN KEY (request_id, attempt_id) REFERENCES reservation (request_id, attempt_id)
  ) STRICT;

  CREATE TABLE statement (
    seq INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL UNIQUE REFERENCES reservation (attempt_id),
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100)
  ) STRICT;

  ${['chosen', 'statement'].map(addOnly).join('\n')}
`;

/**
 * A window that is alive holds a lease. Only rows of `lease` and `unsettled` ever change; both can be
 * derived from the facts. A correction holds the real cost of an attempt that was settled as orphaned.
 */
const budgetsAndLeases = `
  ALTER TABLE reservation ADD COLUMN window_id TEXT NOT NULL DEFAULT '';
  CREATE INDEX reservation_at ON reservation (at_ms);

  CREATE TABLE lease (
    window_id TEXT PRIMARY KEY CHECK (window_id <> ''),
    until_ms INTEGER NOT NULL CHECK (until_ms >= 0)
  ) STRICT;

  CREATE TABLE correction (
    seq INTEGER PRIMARY KEY,
    ${columnsOfEnd}
  ) STRICT;
  ${addOnly('correction')}

  CREATE TABLE unsettled (
    attempt_id TEXT PRIMARY KEY REFERENCES reservation (attempt_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO unsettled
    SELECT attempt_id FROM reservation
    WHERE NOT EXISTS (SELECT 1 FROM settlement WHERE attempt_id = reservation.attempt_id);
  CREATE TRIGGER reservation_opens AFTER INSERT ON reservation
    BEGIN INSERT INTO unsettled VALUES (new.attempt_id); END;
  CREATE TRIGGER settlement_closes AFTER INSERT ON settlement
    BEGIN DELETE FROM unsettled WHERE attempt_id = new.attempt_id; END;

  CREATE VIEW attempt AS
    SELECT
      reservation.*,
      settlement.seq IS NOT NULL AS is_settled,
      ${[
        'outcome',
        'input_tokens',
        'output_tokens',
        'cost_source',
        'cost_nano_usd',
        'baseline_name',
        'baseline_nano_usd',
        'latency_ms',
      ]
        .map((column) => corrected(column))
        .join(',\n      ')},
      ${corrected('at_ms', 'ended_at_ms')}
    FROM reservation
    LEFT JOIN settlement ON settlement.attempt_id = reservation.attempt_id
    LEFT JOIN correction ON correction.attempt_id = reservation.attempt_id;
`;

/** A call may measure a model. The index finds the few such requests, which most reports pass over. */
const evaluations = `
  ${allowPurposes(['answer', 'judge', 'classify', 'evaluate'])}
  CREATE INDEX reservation_of_evaluation ON reservation (request_id) WHERE purpose = 'evaluate';
`;

/** One step per schema version; a file's version is the number of steps it has been through. */
const migrations = [
  firstVersion,
  verdicts,
  purposesAndChoices,
  budgetsAndLeases,
  reportsAndLearning,
  // Roll-ups get a column for the kind of money.
  emptySumTables,
  // Sums get a role and a measure for evaluations, and only an answer stands for its request.
  evaluations + emptySumTables,
  turns,
  // A call that nobody billed is no longer one whose comparison is missing.
  emptySumTables,
];

/** Throws LedgerError `fromTheFuture` when a newer Tierwise wrote the file. Changes nothing. */
export function refuseFutureSchema(database: DatabaseSync, file: string): void {
  const version = schemaVersion(database);
  if (version <= migrations.length) return;
  throw new LedgerError(
    'fromTheFuture',
    `The ledger ${file} was written by a newer Tierwise (schema ${version}; this Tierwise reads schema ${migrations.length}). Update Tierwise to use it. The file was not changed.`,
  );
}

/** Throws LedgerError unless the file is a ledger of this version. Changes nothing. */
export function refuseOtherSchema(database: DatabaseSync, file: string): void {
  refuseFutureSchema(database, file);
  const reservations = database
    .prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'reservation'`)
    .get();
  const version = schemaVersion(database);
  if (!reservations || version === 0) {
    throw new LedgerError(
      'broken',
      `${file} is not a Tierwise ledger. Give the path of a ledger file.`,
    );
  }
  if (version === migrations.length) return;
  throw new LedgerError(
    'broken',
    `The ledger ${file} was written by an older Tierwise (schema ${version}; this Tierwise reads schema ${migrations.length}). Open it once in the editor, which brings it up to date.`,
  );
}

/** Brings the file up to the newest schema; several processes may try at once. */
export function migrate(database: DatabaseSync): void {
  if (schemaVersion(database) === migrations.length) return;
  inWriteTransaction(database, () => {
    for (const migration of migrations.slice(schemaVersion(database))) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}
