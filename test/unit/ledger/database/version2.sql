-- A ledger as Tierwise with schema 2 wrote it: a cascade whose second attempt was accepted.
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
PRAGMA user_version = 2;

INSERT INTO request VALUES (1, 'old', 'session-1', 1000, 'shop', 'src/cart.ts:10-24', 'refactor', 'Rule 2.', NULL);
INSERT INTO reservation VALUES
  (1, 'old/0', 'old', 1001, 'fast', 'practice/small', 'Small', NULL, 0, 9000),
  (2, 'old/1', 'old', 2001, 'balanced', 'practice/medium', 'Medium', 'low', 0, 90000);
INSERT INTO settlement VALUES
  (1, 'old/0', 1900, 'complete', NULL, 100, NULL, NULL, NULL, 20, NULL, 'reported', 5, 'Large', 40, 300, 900),
  (2, 'old/1', 2900, 'complete', NULL, 100, NULL, NULL, NULL, 20, NULL, 'reported', 70, 'Large', 50, 300, 800);
INSERT INTO verdict VALUES (1, 'old/0', 1950, 'syntax', 'fail'), (2, 'old/1', 2950, 'syntax', 'pass');
INSERT INTO outcome VALUES (1, 'old', 3000, 'accepted');
