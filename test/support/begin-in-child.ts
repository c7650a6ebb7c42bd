import { openSqlite } from '../../src/database/sqlite.ts';
import { newOperation, openLedger } from './ledger-harness.ts';

// Begins the same operation as often as the second argument says, on the ledger in the file that the first one names, and
// prints how each was met.
const [file = '', times] = process.argv.slice(2);
const database = openSqlite(file, () => {});
const { ledger, close } = await openLedger(async () => ({ database, close: () => database.destroy() }));
const begun = await Promise.all(Array.from({ length: Number(times) }, () => ledger.begin(newOperation())));
process.stdout.write(begun.map(({ state }) => state).join(' '));
await close();
