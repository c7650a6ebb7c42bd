import { type OperationKind, type OperationRequest, type UserError, userError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { LocalFacts } from '../../registry/registry.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { VendorNumber } from '../../vendors/vendor-number.ts';
import { checkAccount } from './check-account.ts';
import type { OperationContext } from './context.ts';
import { endWithVendorError, failOperation } from './fail-operation.ts';
import { attempt } from './vendor-result.ts';

/** A change of a number, and how it is made. */
export type NumberChanging = {
  readonly kind: OperationKind;
  readonly number: PhoneNumber;
  readonly vendor: VoiceVendor;
  readonly request: OperationRequest;
  /** What is done, for the history, e.g. "link agent …". */
  readonly inWords: string;
  /** The call to the vendor; null where the registry alone changes. The answer is the number as it is afterwards, if the vendor reports it. */
  readonly send: ((sent: SentCall) => Promise<VendorNumber | null>) | null;
  /** What changes in the registry besides what the vendor reports. */
  readonly local?: LocalFacts;
};

/** Makes a change that is on record: at the vendor, then in the registry. */
export async function carryOutChange(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, number, inWords, send, local = {} }: NumberChanging,
): Promise<Finished> {
  const { ledger } = context;
  const write = { vendor: number.vendor, vendorId: number.vendorId, local };
  if (!send) {
    return ledger.finish(leased, { status: 'SUCCEEDED', note: `Done here: ${inWords}.`, errors: [], number: write });
  }
  // An account that does not have the number would say that it is gone.
  const notConfirmed = await checkAccount(context, vendor);
  if (notConfirmed !== null) return failOperation(context, leased, notConfirmed);
  const recorded = await context.ledger.recordSent(leased, {
    account: vendor.account,
    note: `Asking ${vendor.title} to ${inWords}.`,
  });
  if (recorded.state !== 'sent') {
    return failOperation(context, leased, recorded.state === 'number-locked' ? isLocked : isBusy);
  }
  const { sent, operation } = recorded;
  const outcome = await attempt(vendor.name, () => send(sent));
  if ('answer' in outcome) {
    return ledger.finish(operation, {
      status: 'SUCCEEDED',
      note: `${vendor.title} has done it.`,
      errors: [],
      outcome: 'done',
      // As old as its call, where it does not show the number: one that obtained it meanwhile may have come after it.
      number: outcome.answer === null ? { ...write, readAt: recorded.seq } : { ...write, reported: outcome.answer },
    });
  }
  if (outcome.error.reason !== 'not-found') return endWithVendorError(context, operation, outcome.error);
  return failOperation(context, operation, noSuchNumber(vendor));
}

/** The complaint about the release of a number that somebody has locked. */
export const isLocked: UserError = userError({
  code: 'NUMBER_LOCKED',
  message: 'This number is locked. Unlock it with updateNumber (locked: false) first.',
  field: ['input', 'phoneNumberId'],
});

const isBusy = userError({
  code: 'VENDOR_UNAVAILABLE',
  message: 'Another change of this number is under way. Nothing was sent.',
  field: ['input', 'phoneNumberId'],
  retryable: true,
});

function noSuchNumber({ title }: VoiceVendor): UserError {
  const message = `${title} does not know this number any more.`;
  return userError({ code: 'NOT_FOUND', message, field: ['input', 'phoneNumberId'] });
}
