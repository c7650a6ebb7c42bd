import type { Operation, UserError } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { ImportSource } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';

/** An operation that is done in steps, as far as somebody goes on with it now. */
export type Going = {
  readonly context: OperationContext;
  /** The operation itself, which sends nothing. */
  readonly leased: LeasedOperation;
  /** The number that it began with, and its vendor. */
  readonly number: PhoneNumber;
  readonly vendor: VoiceVendor;
  /** The platform that the number goes to, or is taken from. */
  readonly other: VoiceVendor;
  /** The number at its carrier, and the carrier, where this service holds it there. */
  readonly atCarrier: { readonly number: PhoneNumber; readonly vendor: VoiceVendor } | null;
  /** The trunk's login: null where only the caller has it, who does not ask now. */
  readonly source: ImportSource | null;
  /** Whether a caller asks again after a person was needed: then what was refused for good is tried anew. */
  readonly isRepeat: boolean;
};

/** What came of a step. */
export type StepEnd =
  | { readonly state: 'done'; readonly operation: Operation }
  /** Not known yet, or waiting for something that passes: somebody comes back to it. */
  | { readonly state: 'open'; readonly errors: readonly UserError[] }
  /** Certainly not done; `mayPass` says whether the same may be tried again. */
  | { readonly state: 'failed'; readonly errors: readonly UserError[]; readonly mayPass: boolean }
  /** A person has to look at the step, or to decide. */
  | { readonly state: 'person'; readonly errors: readonly UserError[] };

/** Anything but that it is done. */
export type Halt = Exclude<StepEnd, { readonly state: 'done' }>;
