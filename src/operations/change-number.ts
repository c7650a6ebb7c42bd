import { type Operation, type OperationKind, type OperationRequest, userError } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { OwnFacts } from '../registry/registry.ts';
import type { VendorNumber, VoiceVendor } from '../vendors/vendor.ts';
import { fingerprint } from './fingerprint.ts';
import type { HeldOperation } from './ledger.ts';
import type { Caller, ChangeResult, OperationParts } from './parts.ts';
import { endWithout, runOperation } from './run-operation.ts';
import { observe } from './vendor-failure.ts';

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
  readonly own?: OwnFacts;
};

/** Changes a number of the account: at its vendor, then in the registry. */
export function changeNumber(parts: OperationParts, caller: Caller, changing: NumberChanging): Promise<ChangeResult> {
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
  return runOperation(parts, intent, (held) => change(parts, held, changing));
}

async function change(parts: OperationParts, held: HeldOperation, changing: NumberChanging): Promise<Operation> {
  const { vendor, number, deed, send, own = {} } = changing;
  const write = { vendor: number.vendor, vendorId: number.vendorId, own };
  if (!send) {
    return parts.ledger.advance(held, { status: 'SUCCEEDED', note: `Done here: ${deed}.`, errors: [], number: write });
  }
  const { sent, operation } = await parts.ledger.recordSent(held, { note: `Asking ${vendor.title} to ${deed}.` });
  const outcome = await observe(vendor.name, () => send(sent));
  if ('answer' in outcome) {
    return parts.ledger.advance(operation, {
      status: 'SUCCEEDED',
      note: `${vendor.title} has done it.`,
      errors: [],
      number: outcome.answer === null ? write : { ...write, told: outcome.answer },
    });
  }
  const { error } = outcome;
  if (error.reason !== 'not-found') return endWithout(parts, operation, error);
  const message = `${vendor.title} does not know this number any more.`;
  return parts.ledger.advance(operation, {
    status: 'FAILED',
    note: message,
    errors: [userError({ code: 'NOT_FOUND', message, field: ['input', 'phoneNumberId'] })],
  });
}
