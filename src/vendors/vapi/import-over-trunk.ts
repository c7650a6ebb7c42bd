import type { SentCall } from '../../domain/sent-call.ts';
import { createMarker } from '../marker.ts';
import type { Import } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { VapiApi } from './api.ts';
import { MAX_NAME, toImportBody, toImportedNumber, toTrunkBody } from './mapping.ts';

/**
 * Brings a number in by two calls under one record: the first makes the trunk known, the second brings the number. What became
 * of the first decides nothing about the number, which the second alone obtains. The vendor keeps the trunk's login even
 * where the second fails, and no page says how to take it away: so the trunk has the operation's marker for a name, by which
 * people find it.
 */
export async function importOverTrunk(api: VapiApi, sent: SentCall, order: Import): Promise<VendorNumber> {
  const name = createMarker(sent.operationId, MAX_NAME);
  const login = [order.source.username, order.source.password];
  const trunk = await api.createTrunk(sent, toTrunkBody(order, name), login).catch((error: unknown) => {
    throw notImported(error, name);
  });
  try {
    // Its answer, and the words of a refusal, may tell of the login that the trunk was given.
    const body = await api.create(sent, toImportBody(order, trunk.id), { login });
    return toImportedNumber(body, order, trunk.id);
  } catch (error) {
    throw error instanceof VendorError ? error.saying(inWords('keeps', name)) : error;
  }
}

/** Without a trunk nothing was imported, for certain, whatever became of the trunk. */
function notImported(error: unknown, name: string): unknown {
  if (!(error instanceof VendorError) || error.outcome !== 'unknown') return error;
  const { vendor, message } = error;
  const certain = `${message} The number was not imported. ${inWords('may keep', name)}`;
  return new VendorError({ vendor, outcome: 'unreachable', reason: 'no-answer', message: certain });
}

function inWords(keeps: string, name: string): string {
  return `Vapi ${keeps} the trunk's login as the credential ${name}: where no number uses it, delete it there.`;
}
