import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { normaliseE164, parseNumber } from '../domain/e164.ts';
import { denotes } from '../domain/spelling.ts';
import { toTime } from './texts.ts';
import type { VendorNumber } from './vendor-number.ts';

/** When a number was obtained and changed, as far as these texts tell; one without an offset is UTC, as many services write it. */
export function timesOf(
  created: string | null | undefined,
  updated: string | null | undefined,
): Pick<VendorNumber, 'createdAt' | 'updatedAt'> {
  const [createdAt, updatedAt] = [toTime(created), toTime(updated)];
  return { ...(createdAt !== null && { createdAt }), ...(updatedAt !== null && { updatedAt }) };
}

type Told = Pick<VendorNumber, 'address' | 'spelling'>;

const NORTH_AMERICAN = /^1?[2-9]\d\d[2-9]\d{6}$/;

/**
 * The address of a telephone number as a vendor writes it. What was asked for is recognised however it is written; a text
 * without a calling code, where nothing was asked for, is read as North American if it can be.
 */
export function readAddress(text: string, asked?: string): Pick<VendorNumber, 'spelling'> & { address: string } {
  const spelling = normaliseE164(text);
  if (asked !== undefined && denotes(spelling, asked)) return { address: asked };
  if (spelling.startsWith('+')) {
    const parsed = parseNumber(spelling);
    return { address: parsed?.isPossible() ? parsed.number : spelling };
  }
  if (NORTH_AMERICAN.test(spelling)) return { address: `+1${spelling.slice(-10)}`, spelling };
  return { address: spelling };
}

/** A number for sale as E.164, from a search in this country; null if it is none that is possible. */
export function readCandidate(text: string, country: string): string | null {
  const parsed = text.startsWith('+') ? parseNumber(text) : parseWithin(text, country);
  return parsed?.isPossible() ? parsed.number : null;
}

function parseWithin(text: string, country: string) {
  return isSupportedCountry(country) ? parsePhoneNumberFromString(text, country) : undefined;
}

/** Whether a number that a vendor reports is the one at this address, however the vendor writes it. */
export function isNumber({ address, spelling }: Told, target: string): boolean {
  if (address === undefined) return false;
  if (address === target) return true;
  if (!target.startsWith('+')) return address.toLowerCase() === target.toLowerCase();
  return denotes(spelling ?? address, target);
}

/** The number under the address that it was asked for by, where it is that number; as it came where it is not. */
export function underAddress(reported: VendorNumber, target: string): VendorNumber {
  if (!isNumber(reported, target)) return reported;
  const { spelling: _spelling, ...known } = reported;
  return { ...known, address: target };
}
