import { isSupportedCountry } from 'libphonenumber-js/max';
import { isPossibleE164 } from '../../domain/e164.ts';
import { invalidInput, type UserError, userError } from '../../domain/operation.ts';
import type { InboundRoutingChange } from '../../domain/phone-number.ts';
import { type Price, toPrice } from '../../domain/price.ts';
import type { Secret } from '../../domain/secret.ts';
import { whyNoTrunkHost } from '../../domain/trunk-host.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';

const LABEL_MAX_LENGTH = 255;
const CARRIER_MAX_LENGTH = 255;
const VOICEMAIL_MAX_LENGTH = 1000;
/** Line breaks and the like: a list shows none, and SIP ends a header with one. */
const CONTROL = /\p{Cc}/u;
const LINE_BREAK = /[\p{Zl}\p{Zp}]/u;
/** Marks of direction and the like, which by themselves show nothing. */
const INVISIBLE = /[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** What a program writes in place of what it could not read. */
const UNREADABLE = '\ufffd';
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const NORTH_AMERICAN_AREA_CODE = /^[2-9]\d{2}$/;
const AREA_CODE = /^\d{1,6}$/;
const SIP_USER = /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/i;

/** A check of one thing: what is wrong with it, if anything. */
type Complaint = UserError | null;

/** The complaints among the checks. */
export function complaints(...checks: readonly Complaint[]): UserError[] {
  return checks.filter((check) => check !== null);
}

/** The complaint that the vendor has no way to do this, with what to do instead. */
export function notSupported(vendor: VoiceVendor, sentence: string, member?: string): UserError {
  return userError({
    code: 'NOT_SUPPORTED_BY_VENDOR',
    message: `${vendor.title} ${sentence}`,
    field: member === undefined ? null : ['input', member],
  });
}

export function checkKey(key: string | null): Complaint {
  if (key === null || VISIBLE_ASCII.test(key)) return null;
  return invalidInput('idempotencyKey', 'An idempotency key is 1 to 255 visible ASCII characters, without spaces.');
}

export function checkNumber(number: string | null): Complaint {
  if (number === null || isPossibleE164(number)) return null;
  return invalidInput(
    'number',
    'This is not a possible telephone number. Write + and the country code first, e.g. +14155550123.',
  );
}

/** Whether there is such a country, and whether the vendor sells numbers of it. */
export function checkCountry({ title, rules: { countries } }: VoiceVendor, country: string): Complaint {
  if (!isSupportedCountry(country)) {
    return invalidInput('country', `"${country}" is no ISO 3166-1 country code, such as US.`);
  }
  if (countries === null || countries.includes(country)) return null;
  return invalidInput('country', `${title} sells numbers of ${countries.join(', ')} only.`);
}

/** Whether the area code can be one, and whether there is one where the vendor cannot search without. */
export function checkAreaCode(vendor: VoiceVendor, country: string, areaCode: string | null): Complaint {
  const { areaCode: rule, areaCodeCountries } = vendor.rules;
  // A country that is none has been complained of, and has no area codes to judge by.
  if (!isSupportedCountry(country)) return null;
  if (areaCode === null) {
    return rule === 'REQUIRED'
      ? invalidInput('areaCode', `${vendor.title} searches by area code only: give one, such as 415.`)
      : null;
  }
  if (rule === 'NONE') return notSupported(vendor, 'does not use area codes: leave it out.', 'areaCode');
  if (areaCodeCountries && !areaCodeCountries.includes(country)) {
    return invalidInput(
      'areaCode',
      `${vendor.title} supports area codes in ${areaCodeCountries.join(' and ')} only; leave it out.`,
    );
  }
  const isNorthAmerican = country === 'US' || country === 'CA';
  if ((isNorthAmerican ? NORTH_AMERICAN_AREA_CODE : AREA_CODE).test(areaCode)) return null;
  const shape = isNorthAmerican ? 'three digits, the first 2 to 9' : '1 to 6 digits';
  return invalidInput('areaCode', `An area code in ${country} is ${shape}.`);
}

export function checkContains(vendor: VoiceVendor, contains: string | null): Complaint {
  if (contains === null) return null;
  const rule = vendor.rules.contains;
  if (rule === null) return notSupported(vendor, 'picks the number itself: leave this out.', 'contains');
  return rule.pattern.test(contains)
    ? null
    : invalidInput('contains', `${vendor.title} searches numbers for ${rule.looksLike}.`);
}

export function checkMostPrice(vendor: VoiceVendor, most: Price | null): Complaint {
  if (most === null) return null;
  if (!vendor.rules.tellsPrices) {
    return notSupported(vendor, 'does not tell what a number costs: leave this out.', 'maxMonthlyPrice');
  }
  if (toPrice(most) !== null) return null;
  return invalidInput('maxMonthlyPrice', 'A price is a decimal amount such as 1.15, and a currency such as USD.');
}

const NO_AGENTS = 'has no agents: leave it out.';

/** Whether numbers can have an agent at the vendor; a carrier has none. */
function hasAgents({ capabilities, rules: { linksWhenObtaining } }: VoiceVendor): boolean {
  return capabilities.includes('LINK') || linksWhenObtaining.bought || linksWhenObtaining.imported;
}

/** Whether an agent's id can be one of this vendor's. */
export function checkAgent(vendor: VoiceVendor, agentId: string | null, member = 'agentId'): Complaint {
  const path = member.split('.');
  if (agentId === null) return null;
  if (!hasAgents(vendor)) return notSupported(vendor, NO_AGENTS, member);
  if (!VISIBLE_ASCII.test(agentId)) return invalidInput(path, 'An agent id is 1 to 255 visible ASCII characters.');
  const { agentId: rule } = vendor.rules;
  if (rule === null || rule.pattern.test(agentId)) return null;
  return invalidInput(path, `An agent id of ${vendor.title} is ${rule.looksLike}.`);
}

/** Whether a vendor's own id of a number can be one of this vendor's. */
export function checkVendorId(vendor: VoiceVendor, vendorId: string): Complaint {
  const { numberId: rule } = vendor.rules;
  if (VISIBLE_ASCII.test(vendorId) && (rule === null || rule.pattern.test(vendorId))) return null;
  const shape = rule?.looksLike ?? '1 to 255 visible ASCII characters';
  return invalidInput('vendorId', `${vendor.title}'s own id of a number is ${shape}.`);
}

export function checkAgentGiven(vendor: VoiceVendor, agentId: string | null): Complaint {
  if (agentId !== null || !vendor.rules.agentRequired) return checkAgent(vendor, agentId);
  return invalidInput('agentId', `${vendor.title} needs an agent for every number: say which.`);
}

export function checkLabel({ rules }: VoiceVendor, label: string | null): Complaint {
  const maxLength = Math.min(rules.labelMaxLength ?? LABEL_MAX_LENGTH, LABEL_MAX_LENGTH);
  if (label === null || (isVisible(label) && label.length <= maxLength && isOneLine(label))) return null;
  return invalidInput('label', `A label is 1 to ${maxLength} characters on one line.`);
}

function isVisible(text: string): boolean {
  return text.replace(INVISIBLE, '') !== '';
}

function isOneLine(text: string): boolean {
  return !CONTROL.test(text) && !LINE_BREAK.test(text);
}

export function checkInboundRouting(vendor: VoiceVendor, routing: InboundRoutingChange | null): UserError[] {
  if (routing === null) return [];
  if (!vendor.capabilities.includes('INBOUND_ROUTING')) {
    const linked = 'sends every inbound call to the linked agent; use agentId or linkNumberToAgent.';
    return [notSupported(vendor, hasAgents(vendor) ? linked : NO_AGENTS, 'inboundRouting')];
  }
  const isLong = (routing.voicemailMessage?.length ?? 0) > VOICEMAIL_MAX_LENGTH;
  return complaints(
    checkAgent(vendor, routing.agentId, 'inboundRouting.agentId'),
    checkAgent(vendor, routing.fallbackAgentId ?? null, 'inboundRouting.fallbackAgentId'),
    isLong
      ? invalidInput(
          ['inboundRouting', 'voicemailMessage'],
          `A voicemail message has at most ${VOICEMAIL_MAX_LENGTH} characters.`,
        )
      : null,
  );
}

export function checkTrunkHost(host: string): Complaint {
  const why = whyNoTrunkHost(host);
  if (why === null) return null;
  return invalidInput('terminationUri', `The host of the SIP trunk ${why}. E.g. example.pstn.twilio.com.`);
}

export function checkCarrier(vendor: VoiceVendor, carrier: string | null): Complaint {
  const { importCarriers } = vendor.rules;
  if (importCarriers === null) {
    const length = { minLength: 1, maxLength: CARRIER_MAX_LENGTH };
    return carrier === null || isSipText(carrier, length)
      ? null
      : invalidInput('carrier', sipTextRule('A carrier', length));
  }
  if (carrier !== null && importCarriers.includes(carrier)) return null;
  return invalidInput('carrier', `${vendor.title} imports numbers from ${importCarriers.join(' and ')}: say which.`);
}

export function checkSipPrefix(prefix: string): Complaint {
  if (SIP_USER.test(prefix)) return null;
  return invalidInput('sipPrefix', 'The part before the @ is 1 to 64 letters, digits, dots, dashes and underscores.');
}

/** Characters that a text has at least and at most. */
type Length = { readonly minLength: number; readonly maxLength: number };

/** Of a trunk's login, whoever hosts the trunk. */
export const trunkLogin: Length = { minLength: 1, maxLength: 255 };

/** Never repeats what was given: one of the two is a password. */
export function checkLogin(login: { username: string; password: Secret<string> }, length: Length): UserError[] {
  return complaints(
    checkSipText(login.username, { member: 'username', name: 'A username', length }),
    login.password.judge((text) => checkSipText(text, { member: 'password', name: 'A password', length })),
  );
}

function checkSipText(
  text: string,
  { member, name, length }: { readonly member: string; readonly name: string; readonly length: Length },
): Complaint {
  if (!isSipText(text, length)) return invalidInput(member, sipTextRule(name, length));
  if (!text.includes(UNREADABLE)) return null;
  return invalidInput(member, `${name} has a character in it that was not readable on its way here: send it as UTF-8.`);
}

function isSipText(text: string, { minLength, maxLength }: Length): boolean {
  return text.length >= minLength && text.length <= maxLength && !CONTROL.test(text);
}

function sipTextRule(name: string, { minLength, maxLength }: Length): string {
  return `${name} is ${minLength} to ${maxLength} characters, none of them a line break or another control character.`;
}
