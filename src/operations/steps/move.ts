import { type UserError, userError } from '../../domain/operation.ts';
import type { Finished } from '../../ledger/ledger.ts';
import { failOperation } from '../shared/fail-operation.ts';
import { whyNotGivenUp } from './allowed.ts';
import { giveUp } from './give-up.ts';
import type { Going } from './going.ts';
import { halt } from './halt.ts';
import { checkThere, importThere } from './import-there.ts';
import { reroute } from './reroute.ts';
import { findStep } from './run-step.ts';

/** The other platform takes the number in, and shows it with its agent; the carrier's calls go there; the first one gives it up. */
export async function move(begun: Going): Promise<Finished> {
  const { context, number, vendor, other, atCarrier } = begun;
  const { ledger } = context;
  const isBegun = (await findStep(begun, 'SIP_IMPORT')) !== null;
  const wrong = isBegun ? null : whyNotGivenUp(number, vendor);
  if (wrong) return failOperation(context, begun.leased, wrong);

  // From here on both may hold it: that is told before it may be so.
  const both = heldTwice(begun);
  const note = `From here on ${vendor.title} and ${other.title} may both hold ${number.address}.`;
  const told =
    isBegun || begun.source === null
      ? begun.leased
      : await ledger.advance(begun.leased, { status: 'PENDING', note, errors: [both] });
  const going = { ...begun, leased: told };
  const imported = await importThere(going);
  if (imported.state !== 'done') {
    const isOpen = imported.state !== 'failed';
    return halt(going, imported, { isBegun: isOpen, beside: isOpen ? [both] : [] });
  }
  const isThere = () => checkThere(going, imported.operation);
  const missing = await isThere();
  if (missing) return halt(going, missing, { isBegun: true, beside: [both] });

  if (atCarrier) {
    const rerouted = await reroute(going, atCarrier, going.leased.request.trunkId ?? null);
    const gone = rerouted.state === 'done' ? await isThere() : rerouted;
    if (gone) return halt(going, gone, { isBegun: true, beside: [both] });
  }
  const released = await giveUp(going, { number, vendor });
  if (released.state !== 'done') return halt(going, released, { isBegun: true, beside: [both] });
  return ledger.finish(going.leased, {
    status: 'SUCCEEDED',
    note: `${other.title} has ${number.address}, and ${vendor.title} has given it up.`,
    errors: [],
    phoneNumberId: imported.operation.phoneNumberId,
  });
}

function heldTwice({ number, vendor, other }: Going): UserError {
  const message =
    `${vendor.title} and ${other.title} may both hold ${number.address}, and each may bill for it, until this operation has ` +
    `succeeded: ${vendor.title} gives it up once ${other.title} shows it with its agent. \`steps\` tells how far it is.`;
  return userError({ code: 'HELD_TWICE', message, retryable: true });
}
