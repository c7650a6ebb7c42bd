import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type Answer, Refusal } from '../../fake-kit/http.ts';
import { trunk } from './seed.ts';
import type { NumberRecord } from './state.ts';

/** Codes of the vendor that go with a status where nothing else is known. */
const codes: Readonly<Record<number, number>> = { 401: 20003, 403: 70051, 404: 20404, 429: 20429 };

/** An error in the vendor's shape. */
export function problem(status: number, message: string, code = codes[status] ?? null): Answer {
  const info = code === null ? null : `https://www.twilio.com/docs/errors/${code}`;
  return { status, body: { code, message, more_info: info, status } };
}

/** The same, to be thrown. */
export function refuse(status: number, message: string, code?: number): Refusal {
  return new Refusal(problem(status, message, code));
}

/** A number as it is written where nobody has named it: within North America as people write it. */
export function formatted(number: string): string {
  return number.startsWith('+1') ? (parsePhoneNumberFromString(number)?.formatNational() ?? number) : number;
}

/** A number of the account, as it is answered. */
export function toBody(record: NumberRecord, account: string) {
  return {
    sid: record.sid,
    account_sid: account,
    phone_number: record.number,
    friendly_name: record.friendlyName,
    capabilities: { voice: true, sms: true, mms: record.number.startsWith('+1'), fax: false },
    date_created: toRfc2822(record.createdAt),
    date_updated: toRfc2822(record.updatedAt),
    status: 'in-use',
    type: 'local',
    origin: 'twilio',
    beta: false,
    voice_url: record.voiceUrl,
    voice_method: 'POST',
    voice_application_sid: record.voiceApplicationSid,
    trunk_sid: record.trunkSid || null,
    sms_url: '',
    status_callback: '',
    address_requirements: 'none',
    address_sid: null,
    bundle_sid: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    uri: `/2010-04-01/Accounts/${account}/IncomingPhoneNumbers/${record.sid}.json`,
  };
}

/** A number for sale, as it is answered: with capitals where the reference has none, as in the wild. */
export function toCandidate(number: string, country: string, requirements: string) {
  return {
    phone_number: number,
    friendly_name: formatted(number),
    iso_country: country,
    region: null,
    locality: null,
    rate_center: null,
    postal_code: null,
    lata: null,
    latitude: null,
    longitude: null,
    address_requirements: requirements,
    beta: false,
    capabilities: { voice: true, SMS: true, MMS: false },
  };
}

/** The trunk of the account, as it is answered. */
export const trunkBody = {
  sid: trunk.sid,
  friendly_name: 'Agents',
  domain_name: trunk.domain,
  auth_type: 'CREDENTIAL_LIST',
  secure: false,
  date_created: '2026-07-01T09:00:00Z',
};

/** A list with one page, as the trunks' host answers it. */
export function onlyPage(key: string, items: readonly object[], path: string): Answer {
  const url = `https://trunking.twilio.com${path}?PageSize=50&Page=0`;
  const meta = {
    key,
    page: 0,
    page_size: 50,
    url,
    first_page_url: url,
    next_page_url: null,
    previous_page_url: null,
  };
  return { status: 200, body: { [key]: items, meta } };
}

function toRfc2822(time: string): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}
