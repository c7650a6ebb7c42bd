import { invalidInput, type UserError } from '../domain/operation.ts';
import type { InboundRoutingChange } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { NumberChange } from '../vendors/vendor.ts';
import { canonicalLabel, canonicalRouting } from './shared/canonical-input.ts';
import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumberInUse, isComplaint } from './shared/lookups.ts';
import { checkInboundRouting, checkLabel, complaints, notSupported } from './shared/validate.ts';

/** See `UpdateNumberInput` of the schema: members left out stay as they are, `label: null` takes the name away. */
export type UpdateNumberInput = {
  readonly phoneNumberId: string;
  readonly label?: string | null;
  readonly inboundRouting?: InboundRoutingChange;
  readonly locked?: boolean;
};

type Changes = Omit<UpdateNumberInput, 'phoneNumberId'>;

/** Renames a number, changes where its calls go, or locks it. */
export async function updateNumber(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId, ...given }: UpdateNumberInput,
): Promise<ChangeResult> {
  const found = await findNumberInUse(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const input = toCanonical(vendor, given);
  const wrong = validate(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const { updating } = vendor;
  const keepsLabel = vendor.capabilities.includes('LABEL');
  const change = toVendorChange(input, keepsLabel);
  const isAtVendor = updating !== undefined && Object.keys(change).length > 0;
  return changeNumber(context, caller, {
    kind: 'UPDATE',
    number,
    vendor,
    request: input,
    inWords: `change ${Object.keys(input).join(', ')} of ${number.address}`,
    send: isAtVendor ? (sent) => updating.run(sent, number.vendorId, change) : null,
    local: {
      ...(!keepsLabel && input.label !== undefined && { label: input.label }),
      ...(input.locked !== undefined && { locked: input.locked }),
    },
  });
}

function toCanonical(vendor: VoiceVendor, { label, inboundRouting, locked }: Changes): Changes {
  return {
    ...(label !== undefined && { label: canonicalLabel(label) }),
    ...(inboundRouting && { inboundRouting: canonicalRouting(vendor, inboundRouting) }),
    ...(locked !== undefined && { locked }),
  };
}

function validate(vendor: VoiceVendor, input: Changes): UserError[] {
  if (Object.keys(input).length === 0) {
    return [invalidInput([], 'Say what to change: label, inboundRouting or locked.')];
  }
  const cannotClear = input.label === null && !vendor.rules.labelCanBeCleared;
  return [
    ...complaints(
      cannotClear ? notSupported(vendor, 'has no way to take a label away; give another one.', 'label') : null,
      checkLabel(vendor, input.label ?? null),
    ),
    ...checkInboundRouting(vendor, input.inboundRouting ?? null),
  ];
}

function toVendorChange({ label, inboundRouting }: Changes, keepsLabel: boolean): NumberChange {
  return {
    ...(keepsLabel && label !== undefined && { label }),
    ...(inboundRouting && { inboundRouting }),
  };
}
