import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Operation,
  type OperationKind,
  type OperationRequest,
  type UserError,
  userError,
} from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import { type Advance, type LeasedOperation, NumberBusyError, NumberLockedError } from '../../ledger/ledger.ts';
import type { LocalFacts } from '../../registry/registry.ts';
import type { VendorNumber, VoiceVendor } from '../../vendors/vendor.ts';
import type { Caller, ChangeResult, OperationContext } from './context.ts';
import { fingerprint } from './fingerprint.ts';
import { endWithout, POLL_MS, runIdempotently } from './run-idempotently.ts';
import { attempt } from './vendor-result.ts';

type NumberChanging = {
  readonly kind: OperationKind;
  readonly number: PhoneNumber;
  readonly vendor: VoiceVendor;
  readonly idempotencyKey?: string | null;
  readonly request: OperationRequest;
  /** What is done, for the history, e.g. "link agent …". */
  readonly deed: string;
  /** The call to the vendor; null where the registry alone changes. The answer is the number as it is afterwards, if told. */
  readonly send: ((sent: SentCall) => Promise<VendorNumber | null>) | null;
  /** What changes in the registry besides what the vendor tells. */
  readonly local?: LocalFacts;
};

/** Changes a number of the account: at its vendor, then in the registry. */
export function changeNumber(
  context: OperationContext,
  caller: Caller,
  changing: NumberChanging,
): Promise<ChangeResult> {
  const { kind, number, request, idempotencyKey = null } = changing;
  const intent = {
    kind,
    vendor: number.vendor,
    ...caller,
    idempotencyKey,
    fingerprint: fingerprint({ kind, phoneNumberId: number.id, ...request }),
    request,
    phoneNumberId: number.id,
  };
  return runIdempotently(context, intent, (leased) => change(context, leased, changing));
}

/** Waits for calls that change the same number at this moment. Gives the end of the operation where it may not be sent. */
async function recordTurn(context: OperationContext, leased: LeasedOperation, note: string) {
  const giveUpAt = performance.now() + context.waitMs;
  for (;;) {
    try {
      return await context.ledger.recordSent(leased, { note });
    } catch (error) {
      if (error instanceof NumberLockedError) return failed(isLocked);
      if (!(error instanceof NumberBusyError)) throw error;
    }
    if (performance.now() > giveUpAt) return failed(isBusy);
    await sleep(POLL_MS);
  }
}

function failed(error: UserError): Advance {
  return { status: 'FAILED', note: error.message, errors: [error] };
}

const isBusy = userError({
  code: 'VENDOR_UNAVAILABLE',
  message: 'Another change of this number is under way. Nothing was sent.',
  field: ['input', 'phoneNumberId'],
  retryable: true,
});

/** The complaint about the release of a number that somebody has locked. */
export const isLocked = userError({
  code: 'NUMBER_LOCKED',
  message: 'This number is locked. Unlock it with updateNumber (locked: false) first.',
  field: ['input', 'phoneNumberId'],
});

async function change(
  context: OperationContext,
  leased: LeasedOperation,
  changing: NumberChanging,
): Promise<Operation> {
  const { vendor, number, deed, send, local = {} } = changing;
  const write = { vendor: number.vendor, vendorId: number.vendorId, local };
  if (!send) {
    return context.ledger.advance(leased, {
      status: 'SUCCEEDED',
      note: `Done here: ${deed}.`,
      errors: [],
      number: write,
    });
  }
  const recorded = await recordTurn(context, leased, `Asking ${vendor.title} to ${deed}.`);
  if (!('sent' in recorded)) return context.ledger.advance(leased, recorded);
  const { sent, operation } = recorded;
  const outcome = await attempt(vendor.name, () => send(sent));
  if ('answer' in outcome) {
    return context.ledger.advance(operation, {
      status: 'SUCCEEDED',
      note: `${vendor.title} has done it.`,
      errors: [],
      number: outcome.answer === null ? write : { ...write, reported: outcome.answer },
    });
  }
  const { error } = outcome;
  if (error.reason !== 'not-found') return endWithout(context, operation, error);
  const message = `${vendor.title} does not know this number any more.`;
  return context.ledger.advance(operation, {
    status: 'FAILED',
    note: message,
    errors: [userError({ code: 'NOT_FOUND', message, field: ['input', 'phoneNumberId'] })],
  });
}
