import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { changeNumber } from '../shared/change-number.ts';
import { isReleasedHere, releasing } from '../shared/releasing.ts';
import type { Going, StepEnd } from './going.ts';
import { runStep } from './run-step.ts';

/** A platform gives up what it took in; its owner keeps the number at the carrier. */
export async function giveUp(
  going: Going,
  { number, vendor }: { readonly number: PhoneNumber; readonly vendor: VoiceVendor },
): Promise<StepEnd> {
  const { context } = going;
  const ended = await runStep(going, 'RELEASE', async (idempotencyKey, caller) => {
    const isReleased = await isReleasedHere(context, number);
    return changeNumber(context, caller, { ...releasing(number, vendor, { isReleased }), idempotencyKey });
  });
  return ended ?? { state: 'open', errors: [] };
}
