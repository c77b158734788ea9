import { keyNames, measureNames } from './measures.ts';

/** Where sums are kept: what a sum is of, and the sums of its days and months. */
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

/** For a file whose sums have other columns: the facts are there, so everything is summed up again. */
export const emptySumTables = `
  DELETE FROM summed;
  DROP TABLE sum_of;
  DROP TABLE sum_key;
  ${sumTables}`;
