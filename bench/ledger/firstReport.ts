import { openDatabase } from '../../src/ledger/database/openDatabase.ts';
import { makeReport } from '../../src/ledger/report/makeReport.ts';
import type { ReportQuery } from '../../src/ledger/reports.ts';

// Runs in a separate process. Prints how many milliseconds the first report of a ledger file takes.

const [file = '', query = '', now = ''] = process.argv.slice(2);
const { database } = openDatabase(file);
const startedAt = performance.now();
makeReport(database, JSON.parse(query) as ReportQuery, Number(now));
console.log(performance.now() - startedAt);
database.close();
