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
