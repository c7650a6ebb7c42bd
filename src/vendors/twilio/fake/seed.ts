import type { AccountState, NumberRecord } from './state.ts';

/** The trunk of the account, which its first number is tied to. */
export const trunk = {
  sid: 'TK0a3d5f7c9b1e4628a0c2e4f6081a3c5e',
  domain: 'acme.pstn.twilio.com',
  credentialList: 'CL5e3c1a08f6e4c2a0826e4b1e9c7f5d3a',
  originationUrl: 'OU7b9d1f3a5c7e90b2d4f6a8c0e2143658',
} as const;

const seeded = (sid: string, number: string, friendlyName: string, trunkSid = ''): NumberRecord => ({
  sid,
  number,
  friendlyName,
  voiceUrl: '',
  voiceApplicationSid: '',
  trunkSid,
  createdAt: '2026-07-01T09:00:00Z',
  updatedAt: '2026-07-01T09:00:00Z',
});

/** The account when nobody has done anything yet; the second number is called as the vendor calls them. */
export function createSeed(): AccountState {
  const numbers = [
    seeded('PN2a0747eba6abf96b7e3c3ff0b4530160', '+14155580160', 'Front desk', trunk.sid),
    seeded('PN2a0747eba6abf96b7e3c3ff0b4530175', '+12125580175', '(212) 558-0175'),
    seeded('PN2a0747eba6abf96b7e3c3ff0b4530171', '+442079460176', 'London'),
  ];
  return { rows: numbers.map((number, index) => ({ order: index + 1, number })), lastOrder: numbers.length };
}
