import { type Operation, userError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import { parentKeyOf } from '../../domain/steps.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { ImportSource } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';
import { failOperation } from '../shared/fail-operation.ts';
import { toCarrierOf } from './allowed.ts';
import { connect } from './connect.ts';
import { disconnect } from './disconnect.ts';
import type { Going } from './going.ts';
import { move } from './move.ts';
import { findStep } from './run-step.ts';

type How = {
  /** What only the caller has: the login of the trunk; null, or left out, where it is to come from the settings. */
  readonly source?: ImportSource | null;
  readonly isRepeat?: boolean;
};

/**
 * Goes on with an operation that is done in steps, from what the ledger has of it: the steps that were made are not made
 * again. Callers do, and reconciliation after them.
 */
export async function carryOn(context: OperationContext, leased: LeasedOperation, how: How = {}): Promise<Finished> {
  const going = await findGoing(context, leased, how);
  // An API key was taken away since it was asked for; perhaps it comes back.
  if (going === null) return context.ledger.postpone(leased);
  switch (leased.kind) {
    case 'MOVE':
      return move(going);
    case 'CONNECT':
      return connect(going);
    case 'DISCONNECT':
      return disconnect(going);
    default:
      throw new Error(`Operation ${leased.id} has no steps.`);
  }
}

/** The same where nobody waits for it any more: what was asked for long ago, and not begun, is not begun now. */
export async function carryOnLater(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  const { ledger, whyNotToBuy } = context;
  // A ledger that has lost calls may have lost those of the steps.
  if ((await whyNotToBuy())?.charged === 'UNKNOWN') return ledger.postpone(leased);
  const going = await findGoing(context, leased, {});
  if (going === null) return ledger.postpone(leased);
  if (leased.status === 'FAILED') return tellLate(going);
  const first = (await findStep(going, 'SIP_IMPORT')) ?? (await findStep(going, 'REROUTE'));
  const isOld = context.now().getTime() - Date.parse(leased.createdAt) > context.patienceMs;
  if (first === null && isOld) {
    const message = 'The service stopped before anything was sent. The same call may be sent again.';
    return failOperation(context, leased, userError({ code: 'VENDOR_UNAVAILABLE', message, retryable: true }));
  }
  return carryOn(context, leased);
}

/** Lets reconciliation go on, now, with what an operation is a step of. */
export async function wakeWhole({ ledger }: Pick<OperationContext, 'ledger'>, step: Operation): Promise<void> {
  const key = parentKeyOf(step.idempotencyKey);
  const whole = key === null ? null : await ledger.findByKey(step.account, key);
  if (!whole || whole.status === 'SUCCEEDED') return;
  // Where all had failed, only that a step was done after all is news.
  if (whole.status !== 'FAILED' || step.status === 'SUCCEEDED') await ledger.wake(whole.id);
}

/** It had failed, as its first step had; and now that was done after all. A person decides what is to be done. */
async function tellLate(going: Going): Promise<Finished> {
  const { context, leased, number, vendor, other } = going;
  const imported = await findStep(going, 'SIP_IMPORT');
  if (imported?.status !== 'SUCCEEDED') return context.ledger.leave(leased);
  const message =
    `${other.title} has taken ${number.address} in after all, while ${vendor.title} holds it. Repeat the key to go on, or give ` +
    `it up at ${other.title} with releaseNumber.`;
  context.logger.warn({ operationId: leased.id, kind: leased.kind }, 'a step was done after all');
  return context.ledger.finish(leased, {
    status: 'NEEDS_ATTENTION',
    note: message,
    errors: [userError({ code: 'HELD_TWICE', message })],
  });
}

async function findGoing(
  context: OperationContext,
  leased: LeasedOperation,
  { source = null, isRepeat = false }: How,
): Promise<Going | null> {
  const { fromNumberId = '', carrierNumberId = '', otherVendor = '' } = leased.request;
  const numbers = await context.registry.byIds([fromNumberId, carrierNumberId]);
  const begun = withVendor(context, numbers.get(fromNumberId));
  const other = context.vendors.get(otherVendor);
  if (begun === null || other === undefined) return null;
  const atCarrier = withVendor(context, numbers.get(carrierNumberId));
  const whose = leased.kind === 'CONNECT' ? begun : atCarrier;
  return {
    ...{ context, leased, ...begun, other, atCarrier, isRepeat },
    source: source ?? (whose && toSource(whose, other, leased.request.trunkId ?? null)),
  };
}

function withVendor(context: OperationContext, number: PhoneNumber | undefined) {
  const vendor = number && context.vendors.get(number.vendor);
  return number && vendor ? { number, vendor } : null;
}

/** The login of a trunk as the operator has set it up; null where that is another trunk by now. */
function toSource(
  atCarrier: { readonly number: PhoneNumber; readonly vendor: VoiceVendor },
  other: VoiceVendor,
  trunkId: string | null,
): ImportSource | null {
  const trunk = atCarrier.vendor.connecting?.trunks.get(other.name);
  const carried = toCarrierOf(other, atCarrier);
  if (trunk === undefined || trunk.id !== trunkId || 'code' in carried) return null;
  const { terminationUri, username, password } = trunk;
  return { kind: 'SIP_TRUNK', terminationUri, username, password, ...carried };
}
