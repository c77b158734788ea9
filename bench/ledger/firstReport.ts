import { makeReport } from '../../src/ledger/makeReport.ts';
import { openDatabase } from '../../src/ledger/openDatabase.ts';
import type { ReportQuery } from '../../src/ledger/report.ts';

// A process of its own: prints how many milliseconds its first report of a file takes.

const [file = '', query = '', now = ''] = process.argv.slice(2);
const { database } = openDatabase(file);
const startedAt = performance.now();
makeReport(database, JSON.parse(query) as ReportQuery, Number(now));
console.log(performance.now() - startedAt);
database.close();
