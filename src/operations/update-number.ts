import { invalidInput, type UserError } from '../domain/operation.ts';
import type { InboundRoutingChange } from '../domain/phone-number.ts';
import type { NumberChange, VoiceVendor } from '../vendors/vendor.ts';
import { changeNumber } from './change-number.ts';
import { checkInboundRouting, checkLabel, complaints, notSupported } from './check-input.ts';
import { findNumber, isComplaint, isReleased } from './known-parties.ts';
import { type Caller, type ChangeResult, type OperationParts, refuse } from './parts.ts';

/** See `UpdateNumberInput` of the schema: members left out stay as they are, `label: null` takes the name away. */
export type UpdateNumberWish = {
  readonly phoneNumberId: string;
  readonly label?: string | null;
  readonly inboundRouting?: InboundRoutingChange;
  readonly locked?: boolean;
};

/** Renames a number, changes where its calls go, or locks it. */
export async function updateNumber(
  parts: OperationParts,
  caller: Caller,
  { phoneNumberId, ...wish }: UpdateNumberWish,
): Promise<ChangeResult> {
  const found = await findNumber(parts, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  if (number.status === 'RELEASED') return refuse(isReleased);
  const wrong = check(vendor, wish);
  if (wrong.length > 0) return refuse(...wrong);

  const keepsLabel = vendor.capabilities.includes('LABEL');
  const change = toVendorChange(wish, keepsLabel);
  return changeNumber(parts, caller, {
    kind: 'UPDATE',
    number,
    vendor,
    request: wish,
    deed: `change ${Object.keys(wish).join(', ')} of ${number.address}`,
    send: Object.keys(change).length === 0 ? null : (sent) => vendor.update(sent, number.vendorId, change),
    own: {
      ...(!keepsLabel && wish.label !== undefined && { label: wish.label }),
      ...(wish.locked !== undefined && { locked: wish.locked }),
    },
  });
}

function check(vendor: VoiceVendor, wish: Omit<UpdateNumberWish, 'phoneNumberId'>): UserError[] {
  if (Object.keys(wish).length === 0) {
    return [invalidInput([], 'Say what to change: label, inboundRouting or locked.')];
  }
  // OneInbox does not say what a null for its name does, and a client should not send it (seen 2026-11-22).
  const cannotClear = wish.label === null && vendor.capabilities.includes('LABEL');
  return [
    ...complaints(
      cannotClear ? notSupported(vendor, 'has no way to take a label away; give another one.', 'label') : null,
      checkLabel(wish.label ?? null),
    ),
    ...checkInboundRouting(vendor, wish.inboundRouting ?? null),
  ];
}

function toVendorChange(wish: Omit<UpdateNumberWish, 'phoneNumberId'>, keepsLabel: boolean): NumberChange {
  return {
    ...(keepsLabel && typeof wish.label === 'string' && { label: wish.label }),
    ...(wish.inboundRouting && { inboundRouting: wish.inboundRouting }),
  };
}
