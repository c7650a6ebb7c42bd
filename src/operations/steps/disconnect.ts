import { userError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { Finished } from '../../ledger/ledger.ts';
import { isReached } from '../reconciliation/reconcile-change.ts';
import { failOperation } from '../shared/fail-operation.ts';
import { toUserError } from '../shared/vendor-result.ts';
import { whyNotGivenUp } from './allowed.ts';
import { giveUp } from './give-up.ts';
import type { Going } from './going.ts';
import { halt } from './halt.ts';
import { readAtCarrier, reroute } from './reroute.ts';
import { findStep } from './run-step.ts';

/** The carrier sends the calls of its number there no more; then the platform gives it up. */
export async function disconnect(going: Going): Promise<Finished> {
  const { context, leased, number, vendor, other } = going;
  const atCarrier = { number, vendor };
  const taken = await findTaken(going);
  const wrong = taken === null ? notThere(going) : whyNotGivenUp(taken, other);
  if (taken === null || wrong) return failOperation(context, leased, wrong ?? notThere(going));

  const isBegun = (await findStep(going, 'REROUTE')) !== null;
  const isElsewhere = isBegun ? false : await isConnectedElsewhere(going);
  if (typeof isElsewhere !== 'boolean') return halt(going, isElsewhere, { isBegun: false });
  if (!isElsewhere) {
    const rerouted = await reroute(going, atCarrier, null);
    if (rerouted.state !== 'done') return halt(going, rerouted, { isBegun: rerouted.state !== 'failed' });
  }
  const released = await giveUp(going, { number: taken, vendor: other });
  if (released.state !== 'done') return halt(going, released, { isBegun: true });
  return context.ledger.finish(leased, {
    status: 'SUCCEEDED',
    note: `${other.title} has given ${number.address} up; ${vendor.title} keeps it.`,
    errors: [],
    phoneNumberId: number.id,
  });
}

/** The number at the platform, as the registry has it; where it was given up by this operation before, all the same. */
async function findTaken(going: Going): Promise<PhoneNumber | null> {
  const { context, leased, number, other } = going;
  const released = await findStep(going, 'RELEASE');
  const { held } = await context.registry.idsAt(other.name, number.address);
  const id = released?.phoneNumberId ?? leased.request.takenNumberId ?? held[0];
  return id === undefined ? null : ((await context.registry.byIds([id])).get(id) ?? null);
}

/** Whether its calls go over another trunk than the one to this platform: then they are left as they are. */
async function isConnectedElsewhere(going: Going) {
  const { leased, number, vendor } = going;
  const read = await readAtCarrier(going, { number, vendor });
  if ('error' in read)
    return { state: 'failed', errors: [toUserError(read.error, 'READ')], mayPass: read.error.retryable } as const;
  const { trunkId = null } = leased.request;
  return read.answer?.trunk !== undefined && trunkId !== null && !isReached(read.answer, trunkId);
}

function notThere({ number, other }: Going) {
  const message = `${number.address} is not in the account at ${other.title}. Nothing was sent.`;
  return userError({ code: 'NOT_FOUND', message, field: ['input', 'vendor'] });
}
