import { keyNames, measureNames } from './measures.ts';

/** The tables of the roll-ups: `sum_key` holds the keys of cells, `sum_of` their measures per day and month. */
export const sumTables = `
  CREATE TABLE sum_key (
    key_id INTEGER PRIMARY KEY,
    ${keyNames.map((name) => `${name} TEXT NOT NULL`).join(', ')},
    UNIQUE (${keyNames.join(', ')})
  ) STRICT;
  CREATE TABLE sum_of (
    period TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    ${measureNames.map((name) => `${name} INTEGER`).join(', ')},
    PRIMARY KEY (period, from_ms, key_id)
  ) STRICT, WITHOUT ROWID;`;

/** For a file whose roll-ups have other columns: they are dropped and made again from the facts. */
export const emptySumTables = `
  DELETE FROM summed;
  DROP TABLE sum_of;
  DROP TABLE sum_key;
  ${sumTables}`;
