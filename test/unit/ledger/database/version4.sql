-- A ledger as Tierwise with schema 4 wrote it: a cascade with a judge, and an orphan that was corrected.
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
  , purpose TEXT NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'judge')), window_id TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE settlement (
seq INTEGER PRIMARY KEY,

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
  CHECK ((baseline_name IS NULL) = (baseline_nano_usd IS NULL))
  ) STRICT;
CREATE TABLE outcome (
seq INTEGER PRIMARY KEY,
request_id TEXT NOT NULL REFERENCES request (request_id),
at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
outcome TEXT NOT NULL CHECK (outcome <> ''),
UNIQUE (request_id, at_ms, outcome)
  ) STRICT;
CREATE TRIGGER request_no_update BEFORE UPDATE ON request
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER request_no_delete BEFORE DELETE ON request
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER reservation_no_update BEFORE UPDATE ON reservation
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER reservation_no_delete BEFORE DELETE ON reservation
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER outcome_no_update BEFORE UPDATE ON outcome
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER outcome_no_delete BEFORE DELETE ON outcome
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TABLE verdict (
seq INTEGER PRIMARY KEY,
attempt_id TEXT NOT NULL REFERENCES reservation (attempt_id),
at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
gate TEXT NOT NULL CHECK (gate <> ''),
verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'couldNotRun')),
UNIQUE (attempt_id, gate)
  ) STRICT;
CREATE TRIGGER verdict_no_update BEFORE UPDATE ON verdict
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER verdict_no_delete BEFORE DELETE ON verdict
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
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
CREATE TRIGGER chosen_no_update BEFORE UPDATE ON chosen
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER chosen_no_delete BEFORE DELETE ON chosen
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER statement_no_update BEFORE UPDATE ON statement
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE INDEX reservation_at ON reservation (at_ms);
CREATE TABLE lease (
window_id TEXT PRIMARY KEY CHECK (window_id <> ''),
until_ms INTEGER NOT NULL CHECK (until_ms >= 0)
  ) STRICT;
CREATE TABLE correction (
seq INTEGER PRIMARY KEY,

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
  CHECK ((baseline_name IS NULL) = (baseline_nano_usd IS NULL))
  ) STRICT;
CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction
     BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TABLE unsettled (
attempt_id TEXT PRIMARY KEY REFERENCES reservation (attempt_id)
  ) STRICT, WITHOUT ROWID;
CREATE TRIGGER reservation_opens AFTER INSERT ON reservation
BEGIN INSERT INTO unsettled VALUES (new.attempt_id); END;
CREATE TRIGGER settlement_closes AFTER INSERT ON settlement
BEGIN DELETE FROM unsettled WHERE attempt_id = new.attempt_id; END;
CREATE VIEW attempt AS
SELECT
  reservation.*,
  settlement.seq IS NOT NULL AS is_settled,
  iif(correction.seq IS NULL, settlement.outcome, correction.outcome) AS outcome,
  iif(correction.seq IS NULL, settlement.input_tokens, correction.input_tokens) AS input_tokens,
  iif(correction.seq IS NULL, settlement.output_tokens, correction.output_tokens) AS output_tokens,
  iif(correction.seq IS NULL, settlement.cost_source, correction.cost_source) AS cost_source,
  iif(correction.seq IS NULL, settlement.cost_nano_usd, correction.cost_nano_usd) AS cost_nano_usd,
  iif(correction.seq IS NULL, settlement.baseline_name, correction.baseline_name) AS baseline_name,
  iif(correction.seq IS NULL, settlement.baseline_nano_usd, correction.baseline_nano_usd) AS baseline_nano_usd,
  iif(correction.seq IS NULL, settlement.latency_ms, correction.latency_ms) AS latency_ms,
  iif(correction.seq IS NULL, settlement.at_ms, correction.at_ms) AS ended_at_ms
FROM reservation
LEFT JOIN settlement ON settlement.attempt_id = reservation.attempt_id
LEFT JOIN correction ON correction.attempt_id = reservation.attempt_id;
PRAGMA user_version = 4;

INSERT INTO request VALUES (1, 'old', 'session-1', 1000, 'shop', 'src/cart.ts:10-24', 'refactor', 'Rule 2.', NULL);
INSERT INTO reservation VALUES
  (1, 'old/0', 'old', 1001, 'fast', 'practice/small', 'Small', NULL, 0, 9000, 'answer', 'window-1'),
  (2, 'old/1', 'old', 1901, 'balanced', 'practice/medium', 'Medium', 'low', 0, 900, 'judge', 'window-1'),
  (3, 'old/2', 'old', 2001, 'balanced', 'practice/medium', 'Medium', 'low', 0, 90000, 'answer', 'window-1');
INSERT INTO settlement VALUES
  (1, 'old/0', 1900, 'complete', NULL, 100, NULL, NULL, NULL, 20, NULL, 'reported', 5, 'Large', 40, 300, 900),
  (2, 'old/1', 1950, 'complete', NULL, 50, NULL, NULL, NULL, 2, NULL, 'reported', 3, 'Large', 40, 300, 40),
  (3, 'old/2', 2900, 'orphaned', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'estimated', 90000, NULL, NULL, NULL, 0);
INSERT INTO correction VALUES
  (1, 'old/2', 2950, 'complete', NULL, 100, NULL, NULL, NULL, 20, NULL, 'reported', 70, 'Large', 50, 300, 800);
INSERT INTO verdict VALUES (1, 'old/0', 1950, 'judge', 'fail'), (2, 'old/2', 2950, 'syntax', 'pass');
INSERT INTO chosen VALUES (1, 'old', 'old/2', 2990);
INSERT INTO outcome VALUES (1, 'old', 3000, 'accepted');
