import type {
  NumberAcquisition,
  NumberErrorCode,
  NumberOperationKind,
  NumberRowFragment,
  NumberVendorCapability,
  OperationFragment,
  VendorFragment,
} from './generated/documents.ts';

/** How an operation stands, as a glyph and a few words. */
export type State = { readonly glyph: Glyph; readonly tone: Tone; readonly words: string };
export type Glyph = 'done' | 'wait' | 'warn' | 'fail' | 'on' | 'off' | 'ask' | 'lock' | 'fold' | 'find';
/** What is as it should be is quiet. */
export type Tone = 'quiet' | 'wait' | 'warn' | 'fail';

/** What was asked for, as a noun. */
export const kindWords: Readonly<Record<NumberOperationKind, string>> = {
  PURCHASE: 'Purchase',
  SIP_IMPORT: 'SIP import',
  SIP_CREATE: 'SIP address',
  ADOPT: 'Adoption',
  LINK: 'Link',
  UNLINK: 'Unlink',
  UPDATE: 'Change',
  RELEASE: 'Release',
  REROUTE: 'Rerouting',
  CONNECT: 'Connection',
  DISCONNECT: 'Disconnection',
  MOVE: 'Move',
};

/** What was done last, as a participle. */
export const kindDone: Readonly<Record<NumberOperationKind, string>> = {
  PURCHASE: 'bought',
  SIP_IMPORT: 'imported',
  SIP_CREATE: 'created',
  ADOPT: 'adopted',
  LINK: 'linked',
  UNLINK: 'unlinked',
  UPDATE: 'changed',
  RELEASE: 'released',
  REROUTE: 'rerouted',
  CONNECT: 'connected',
  DISCONNECT: 'disconnected',
  MOVE: 'moved',
};

/** How a number came into the account. */
export const acquisitionWords: Readonly<Record<NumberAcquisition, string>> = {
  PURCHASED: 'bought',
  SIP_IMPORTED: 'imported',
  SIP_CREATED: 'created',
  DISCOVERED: 'found at the vendor',
};

const failureWords: Readonly<Record<NumberErrorCode, string>> = {
  INVALID_INPUT: 'the input was wrong',
  NOT_FOUND: 'not found',
  NUMBER_UNAVAILABLE: 'no longer available',
  NO_MATCHING_NUMBER: 'nothing in stock',
  NOT_SUPPORTED_BY_VENDOR: 'not supported',
  VENDOR_REJECTED: 'the vendor refused',
  VENDOR_UNAVAILABLE: 'nothing happened',
  OUTCOME_UNKNOWN: 'outcome unknown',
  AGENT_LINK_FAILED: 'not linked',
  HELD_TWICE: 'held by two vendors',
  IDEMPOTENCY_KEY_REUSED: 'the key was used before',
  CONFIRMATION_MISMATCH: 'not confirmed',
  NUMBER_LOCKED: 'the number is locked',
  LIMIT_REACHED: 'the limit is reached',
  FORBIDDEN: 'not allowed',
};

const SETTLED = /^Settled by (.+?): /;
const ADDRESS = /\+\d{7,15}|sip:[^\s,;]+@[^\s,;]*\w/;

/** How it stands. `vendor` is null where the service no longer has an account there. */
export function stateOf(operation: OperationFragment, vendor: VendorFragment | null): State {
  const { status, userErrors, history } = operation;
  const [, settledBy] = SETTLED.exec(history.findLast(({ note }) => SETTLED.test(note ?? ''))?.note ?? '') ?? [];
  const settled = settledBy === undefined ? '' : `Settled by ${settledBy === 'hand' ? 'hand' : settledBy}: `;
  switch (status) {
    case 'PENDING':
      return { glyph: 'wait', tone: 'wait', words: wordsOfOpen(operation, vendor) };
    case 'NEEDS_ATTENTION':
      return { glyph: 'warn', tone: 'warn', words: 'Needs a person' };
    case 'FAILED': {
      if (settled !== '') return { glyph: 'done', tone: 'quiet', words: `${settled}nothing came of it` };
      const [error] = userErrors;
      return { glyph: 'fail', tone: 'fail', words: error ? `Failed: ${failureWords[error.code]}` : 'Failed' };
    }
    case 'SUCCEEDED': {
      if (settled !== '') return { glyph: 'done', tone: 'quiet', words: `${settled}${kindDone[operation.kind]}` };
      const isLinking = userErrors.some(({ code }) => code === 'AGENT_LINK_FAILED');
      if (isLinking) return { glyph: 'wait', tone: 'wait', words: 'Done, not linked yet' };
      return { glyph: 'done', tone: 'quiet', words: 'Done' };
    }
  }
}

function wordsOfOpen({ userErrors }: OperationFragment, vendor: VendorFragment | null): string {
  if (vendor?.available === false) return `Waiting for ${vendor.title}`;
  const isUnknown = userErrors.some(({ code }) => code === 'OUTCOME_UNKNOWN');
  return isUnknown ? 'Outcome unknown, being reconciled' : 'Under way';
}

/** The number that it is about: the one that came of it, or the one that the vendor was asked for, as its history says. */
export function targetOf({ phoneNumber, history, userErrors }: OperationFragment): string | null {
  if (phoneNumber !== null) return phoneNumber.address;
  const notes = history.map(({ note }) => note ?? '').toReversed();
  const asked = notes.filter((note) => note.startsWith('Asking '));
  const texts = [...asked, ...notes, ...userErrors.map(({ message }) => message)];
  return texts.map((text) => ADDRESS.exec(text)?.[0]).find((found) => found !== undefined) ?? null;
}

/** Has money moved, for all that is known? */
export function chargeOf({ status, userErrors, kind }: OperationFragment): string {
  if (userErrors.some(({ charged }) => charged === 'UNKNOWN')) return 'not known yet';
  if (userErrors.some(({ charged }) => charged === 'YES')) return 'charged';
  return status === 'SUCCEEDED' && kind === 'PURCHASE' ? 'charged' : 'nothing charged';
}

const verbs: readonly (readonly [NumberVendorCapability, string])[] = [
  ['PURCHASE', 'sell'],
  ['LIST', 'list'],
  ['LINK', 'link'],
  ['UNLINK', 'unlink'],
  ['RELEASE', 'release'],
];
const choices = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const all = new Intl.ListFormat('en-GB');

/** What differs from vendor to vendor, in a line. */
export function describeVendor({ capabilities, rules }: VendorFragment): string {
  const lacks = verbs.filter(([capability]) => !capabilities.includes(capability)).map(([, verb]) => verb);
  const needs = [
    ...(rules.agentRequired ? ['an agent'] : []),
    ...(rules.areaCode === 'REQUIRED' ? ['an area code'] : []),
  ];
  return [
    ...(lacks.length > 0 ? [`Cannot ${choices.format(lacks)}.`] : []),
    ...(capabilities.includes('INBOUND_ROUTING') ? [] : ['No inbound routing.']),
    ...(needs.length > 0 ? [`Needs ${all.format(needs)}.`] : []),
    ...(rules.choosesNumber || !capabilities.includes('PURCHASE') ? [] : ['Picks the number itself.']),
  ].join(' ');
}

/** Who shares the calls of a number, and how; null where one agent has them all, or none. */
export function sharedBy({ agents }: Pick<NumberRowFragment, 'agents'>): { count: string; names: string } | null {
  if (agents.length < 2) return null;
  const names = agents.map(({ agent, weight }) => `${agent?.id ?? 'unknown'} ${Math.round(weight * 100)} %`);
  return { count: `${agents.length} agents`, names: all.format(names) };
}

/** Names in a sentence: `OneInbox and Vogent`. */
export function listNames(names: readonly string[]): string {
  return all.format(names);
}

/** The first part of a UUID is enough to tell agents apart; the full id is in the opened row. */
export function shorten(id: string): string {
  return id.length > 12 ? id.slice(0, 8) : id;
}
