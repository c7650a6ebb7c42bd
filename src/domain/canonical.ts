import { normaliseE164 } from './e164.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A text for people in its one spelling: without blanks around it, as NFC composes it; one without characters is none. */
export function canonicalText(text: string | null): string | null {
  const canonical = text?.normalize('NFC').trim() ?? '';
  return canonical === '' ? null : canonical;
}

/** Whether two texts for people are the same; one without characters is none. */
export function isSameText(one: string | null, other: string | null): boolean {
  return canonicalText(one) === canonicalText(other);
}

/** Whether a text is a UUID, in letters of either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Whether two ids are those of one agent: UUIDs are the same in letters of either case. */
export function isSameAgent(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return one === other || (isUuid(one) && one.toLowerCase() === other.toLowerCase());
}

/** The spellings under which an agent may be on record: as it is asked for, and as a UUID is written. */
export function spellingsOfAgent(agentId: string): readonly string[] {
  return isUuid(agentId) ? [...new Set([agentId, agentId.toLowerCase()])] : [agentId];
}

/** What a caller dials in its one spelling: E.164, or the SIP address in lower case. */
export function canonicalAddress(address: string): string {
  return /^sips?:|@/i.test(address) ? address.toLowerCase() : normaliseE164(address);
}
