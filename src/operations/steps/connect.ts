import type { Finished } from '../../ledger/ledger.ts';
import type { Going } from './going.ts';
import { halt } from './halt.ts';
import { checkThere, importThere } from './import-there.ts';
import { reroute } from './reroute.ts';

/** The platform takes the number in, and shows it with its agent; then the carrier's calls go there. */
export async function connect(going: Going): Promise<Finished> {
  const { context, leased, number, vendor, other } = going;
  const imported = await importThere(going);
  if (imported.state !== 'done') return halt(going, imported, { isBegun: imported.state !== 'failed' });
  const missing = await checkThere(going, imported.operation);
  if (missing) return halt(going, missing, { isBegun: true });
  const rerouted = await reroute(going, { number, vendor }, leased.request.trunkId ?? null);
  const gone = rerouted.state === 'done' ? await checkThere(going, imported.operation) : rerouted;
  if (gone) return halt(going, gone, { isBegun: true });
  return context.ledger.finish(leased, {
    status: 'SUCCEEDED',
    note: `${other.title} has ${number.address}, and ${vendor.title} sends its calls there.`,
    errors: [],
    phoneNumberId: imported.operation.phoneNumberId,
  });
}
