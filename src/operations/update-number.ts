import { invalidInput, type UserError } from '../domain/operation.ts';
import type { InboundRoutingChange } from '../domain/phone-number.ts';
import type { NumberChange, VoiceVendor } from '../vendors/vendor.ts';
import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, isComplaint, isReleased } from './shared/lookups.ts';
import { checkInboundRouting, checkLabel, complaints, notSupported } from './shared/validate.ts';

/** See `UpdateNumberInput` of the schema: members left out stay as they are, `label: null` takes the name away. */
export type UpdateNumberInput = {
  readonly phoneNumberId: string;
  readonly label?: string | null;
  readonly inboundRouting?: InboundRoutingChange;
  readonly locked?: boolean;
};

/** Renames a number, changes where its calls go, or locks it. */
export async function updateNumber(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId, ...input }: UpdateNumberInput,
): Promise<ChangeResult> {
  const found = await findNumber(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  if (number.status === 'RELEASED') return refuse(isReleased);
  const wrong = check(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const keepsLabel = vendor.capabilities.includes('LABEL');
  const change = toVendorChange(input, keepsLabel);
  return changeNumber(context, caller, {
    kind: 'UPDATE',
    number,
    vendor,
    request: input,
    deed: `change ${Object.keys(input).join(', ')} of ${number.address}`,
    send: Object.keys(change).length === 0 ? null : (sent) => vendor.update(sent, number.vendorId, change),
    local: {
      ...(!keepsLabel && input.label !== undefined && { label: input.label }),
      ...(input.locked !== undefined && { locked: input.locked }),
    },
  });
}

function check(vendor: VoiceVendor, input: Omit<UpdateNumberInput, 'phoneNumberId'>): UserError[] {
  if (Object.keys(input).length === 0) {
    return [invalidInput([], 'Say what to change: label, inboundRouting or locked.')];
  }
  // OneInbox does not say what a null for its name does, and a client should not send it (seen 2026-11-22).
  const cannotClear = input.label === null && vendor.capabilities.includes('LABEL');
  return [
    ...complaints(
      cannotClear ? notSupported(vendor, 'has no way to take a label away; give another one.', 'label') : null,
      checkLabel(input.label ?? null),
    ),
    ...checkInboundRouting(vendor, input.inboundRouting ?? null),
  ];
}

function toVendorChange(input: Omit<UpdateNumberInput, 'phoneNumberId'>, keepsLabel: boolean): NumberChange {
  return {
    ...(keepsLabel && typeof input.label === 'string' && { label: input.label }),
    ...(input.inboundRouting && { inboundRouting: input.inboundRouting }),
  };
}
