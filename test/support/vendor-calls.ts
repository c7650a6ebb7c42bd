import type { SentCall } from '../../src/domain/sent-call.ts';
import type { BuyingExact, Vendor } from '../../src/vendors/vendor.ts';
import { VendorError } from '../../src/vendors/vendor-error.ts';
import type { VendorNumber } from '../../src/vendors/vendor-number.ts';

let calls = 0;

/** The proof that a call is on record, where no ledger is under test. */
export function recordCall(): SentCall {
  calls += 1;
  const times = { recordedAtMs: performance.now(), recordedAt: Date.now() };
  return { operationId: `operation-${calls}`, attempt: 1, ...times } as SentCall;
}

/** What a call failed with; fails the test if it went well or failed with anything but a `VendorError`. */
export async function failureOf(call: Promise<unknown>): Promise<VendorError> {
  const failure: unknown = await call.catch((error: unknown) => error);
  if (failure instanceof VendorError) return failure;
  throw new Error(`Expected a VendorError, got ${String(failure)}`);
}

/** A member that the vendor under test has; fails the test if it has not. */
export function present<Member>(member: Member | undefined): Member {
  if (member === undefined) throw new Error('The vendor has no such member.');
  return member;
}

/** How a vendor sells that has its numbers chosen by the caller; fails the test if it picks them itself. */
export function exactBuying({ buying }: Pick<Vendor, 'buying'>): BuyingExact {
  if (buying?.choice !== 'exact') throw new Error('The vendor picks its numbers itself.');
  return buying;
}

/** All numbers of the account, for a vendor that can list them. */
export async function listAll({ list }: Pick<Vendor, 'list'>): Promise<VendorNumber[]> {
  const listed: VendorNumber[] = [];
  for await (const page of present(list)()) listed.push(...page);
  return listed;
}
