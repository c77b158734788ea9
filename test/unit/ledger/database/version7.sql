-- A ledger as Tierwise with schema 7 wrote it: one real call, a reset of what was learnt from it, and one call of
-- practice, with the sums of their days.
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
  , language TEXT, origin TEXT, planned_loss INTEGER CHECK (planned_loss >= 0), planned_strongest_nano_usd INTEGER
    CHECK (planned_strongest_nano_usd >= 0)) STRICT;
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
  , window_id TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL DEFAULT 'answer'
    CHECK (purpose IN ('answer', 'judge', 'classify', 'evaluate'))) STRICT;
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
CREATE TABLE evidence_reset (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    task_type TEXT,
    model TEXT
  ) STRICT;
CREATE TRIGGER evidence_reset_no_update BEFORE UPDATE ON evidence_reset
         BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE TRIGGER evidence_reset_no_delete BEFORE DELETE ON evidence_reset
         BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE INDEX request_at ON request (at_ms);
CREATE TABLE summed_zone (time_zone TEXT NOT NULL) STRICT;
CREATE TABLE summed (
    from_ms INTEGER NOT NULL,
    period TEXT NOT NULL CHECK (period IN ('begun', 'day', 'month')),
    until_ms INTEGER NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (from_ms, period, token)
  ) STRICT, WITHOUT ROWID;
CREATE TRIGGER request_forgets_sums AFTER INSERT ON request
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = new.request_id
      );
    END;
CREATE TRIGGER request_forgets_lower AFTER INSERT ON request WHEN new.escalated_from IS NOT NULL
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = new.escalated_from
      );
    END;
CREATE TRIGGER reservation_forgets_sums AFTER INSERT ON reservation
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = new.request_id
      );
    END;
CREATE TRIGGER chosen_forgets_sums AFTER INSERT ON chosen
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = new.request_id
      );
    END;
CREATE TRIGGER outcome_forgets_sums AFTER INSERT ON outcome
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = new.request_id
      );
    END;
CREATE TRIGGER settlement_forgets_sums AFTER INSERT ON settlement
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = (SELECT request_id FROM reservation WHERE attempt_id = new.attempt_id)
      );
    END;
CREATE TRIGGER correction_forgets_sums AFTER INSERT ON correction
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = (SELECT request_id FROM reservation WHERE attempt_id = new.attempt_id)
      );
    END;
CREATE TRIGGER verdict_forgets_sums AFTER INSERT ON verdict
    BEGIN
      DELETE FROM summed WHERE (from_ms, period, token) IN (
        SELECT from_ms, period, token
        FROM request
        CROSS JOIN summed ON from_ms <= at_ms AND from_ms > at_ms - 2764800000 AND until_ms > at_ms
        WHERE request_id = (SELECT request_id FROM reservation WHERE attempt_id = new.attempt_id)
      );
    END;
CREATE TRIGGER reservation_no_update BEFORE UPDATE ON reservation
    BEGIN SELECT RAISE(ABORT, 'facts in the ledger are never changed'); END;
CREATE VIEW attempt AS
    SELECT
      reservation.*,
      settlement.seq IS NOT NULL AS is_settled,
      iif(correction.seq IS NULL, settlement.outcome, correction.outcome) AS outcome,
      iif(correction.seq IS NULL, settlement.error_kind, correction.error_kind) AS error_kind,
      iif(correction.seq IS NULL, settlement.input_tokens, correction.input_tokens) AS input_tokens,
      iif(correction.seq IS NULL, settlement.cache_read_tokens, correction.cache_read_tokens) AS cache_read_tokens,
      iif(correction.seq IS NULL, settlement.cache_write_tokens, correction.cache_write_tokens) AS cache_write_tokens,
      iif(correction.seq IS NULL, settlement.cache_write_long_tokens, correction.cache_write_long_tokens) AS cache_write_long_tokens,
      iif(correction.seq IS NULL, settlement.output_tokens, correction.output_tokens) AS output_tokens,
      iif(correction.seq IS NULL, settlement.reasoning_tokens, correction.reasoning_tokens) AS reasoning_tokens,
      iif(correction.seq IS NULL, settlement.cost_source, correction.cost_source) AS cost_source,
      iif(correction.seq IS NULL, settlement.cost_nano_usd, correction.cost_nano_usd) AS cost_nano_usd,
      iif(correction.seq IS NULL, settlement.baseline_name, correction.baseline_name) AS baseline_name,
      iif(correction.seq IS NULL, settlement.baseline_nano_usd, correction.baseline_nano_usd) AS baseline_nano_usd,
      iif(correction.seq IS NULL, settlement.first_text_ms, correction.first_text_ms) AS first_text_ms,
      iif(correction.seq IS NULL, settlement.latency_ms, correction.latency_ms) AS latency_ms,
      iif(correction.seq IS NULL, settlement.at_ms, correction.at_ms) AS ended_at_ms
    FROM reservation
    LEFT JOIN settlement ON settlement.attempt_id = reservation.attempt_id
    LEFT JOIN correction ON correction.attempt_id = reservation.attempt_id;
CREATE INDEX reservation_of_evaluation ON reservation (request_id) WHERE purpose = 'evaluate';
CREATE TABLE sum_key (
    key_id INTEGER PRIMARY KEY,
    money TEXT NOT NULL, workspace TEXT NOT NULL, taskType TEXT NOT NULL, tier TEXT NOT NULL, model TEXT NOT NULL, modelName TEXT NOT NULL, role TEXT NOT NULL, baselineName TEXT NOT NULL, gate TEXT NOT NULL,
    UNIQUE (money, workspace, taskType, tier, model, modelName, role, baselineName, gate)
  ) STRICT;
CREATE TABLE sum_of (
    period TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    attempts INTEGER, nanoUsd INTEGER, estimatedNanoUsd INTEGER, unknownAttempts INTEGER, requests INTEGER, requestsOfTier INTEGER, requestsOfModel INTEGER, requestsOfBoth INTEGER, requestsWithoutCall INTEGER, baselineNanoUsd INTEGER, compared INTEGER, spentNanoUsd INTEGER, leftOut INTEGER, evaluationNanoUsd INTEGER, usageTold INTEGER, inputTokens INTEGER, cacheReadTokens INTEGER, cacheWriteTokens INTEGER, cacheWriteLongTokens INTEGER, outputTokens INTEGER, reasoningTokens INTEGER, answered INTEGER, escalated INTEGER, wrongAccepts INTEGER, wholeAnswers INTEGER, priced INTEGER, pricedNanoUsd INTEGER, judged INTEGER, passed INTEGER, taken INTEGER, takenNanoUsd INTEGER, gatePass INTEGER, gateFail INTEGER, gateCouldNotRun INTEGER,
    PRIMARY KEY (period, from_ms, key_id)
  ) STRICT, WITHOUT ROWID;
PRAGMA user_version = 7;
INSERT INTO request VALUES
  (1, 'real', 'session-1', 1000, 'shop', 'src/cart.ts:10-24', 'refactor', 'Rule 2 sends refactor to balanced.', NULL, NULL, NULL, NULL, NULL),
  (2, 'practice', 'session-1', 90000000, 'shop', 'src/cart.ts:10-24', 'docs', 'Rule 2 sends refactor to balanced.', NULL, NULL, NULL, NULL, NULL);
INSERT INTO reservation VALUES
  (1, 'real/0', 'real', 1001, 'fast', 'p/small', 'Small', NULL, 0, 9000, '', 'answer'),
  (2, 'practice/0', 'practice', 90000001, 'fast', 'practice/small', 'Small', NULL, 1, 9000, '', 'answer');
INSERT INTO settlement VALUES
  (1, 'real/0', 1900, 'complete', NULL, 100, NULL, NULL, NULL, 20, NULL, 'reported', 5, 'Large', 40, 300, 900),
  (2, 'practice/0', 90001900, 'complete', NULL, 100, NULL, NULL, NULL, 20, NULL, 'reported', 9000, NULL, NULL, 300, 900);
INSERT INTO evidence_reset VALUES
  (1, 2000, 'refactor', NULL);
INSERT INTO summed_zone VALUES
  ('UTC');
INSERT INTO summed VALUES
  (0, 'day', 86400000, '3094dede-3506-46ce-b480-7a174ce9b76a'),
  (86400000, 'day', 172800000, 'fb199e00-57e4-4857-b85a-1c3784652b85');
INSERT INTO sum_key VALUES
  (1, 'real', 'shop', 'refactor', 'fast', 'p/small', 'Small', 'answer', 'Large', ''),
  (2, 'real', 'shop', 'refactor', 'fast', 'p/small', '', 'chart', '', ''),
  (3, 'real', '', '', '', '', '', 'chart', '', ''),
  (4, 'practice', 'shop', 'docs', 'fast', 'practice/small', 'Small', 'answer', '', ''),
  (5, 'practice', 'shop', 'docs', 'fast', 'practice/small', '', 'chart', '', ''),
  (6, 'practice', '', '', '', '', '', 'chart', '', '');
INSERT INTO sum_of VALUES
  ('chart', 0, 2, 1, 5, NULL, 0, NULL, NULL, NULL, NULL, 0, 40, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('chart', 86400000, 5, 1, 9000, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('day', 0, 1, 1, 5, NULL, 0, 1, 1, 1, 1, 0, 40, 1, 5, 0, NULL, 1, 100, NULL, NULL, NULL, 20, NULL, 1, 0, 0, 1, 1, 5, 0, 0, 1, 5, NULL, NULL, NULL),
  ('day', 86400000, 4, 1, 9000, NULL, 0, 1, 1, 1, 1, 0, NULL, 0, NULL, 1, NULL, 1, 100, NULL, NULL, NULL, 20, NULL, 1, 0, 0, 1, 1, 9000, 0, 0, 1, 9000, NULL, NULL, NULL),
  ('total', 0, 3, 1, 5, NULL, 0, NULL, NULL, NULL, NULL, 0, 40, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('total', 86400000, 6, 1, 9000, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
