import { randomUUID } from 'node:crypto';
import type { FakeAccount, NumberToAdd } from '../../fake-kit/fake-vendor.ts';
import { type Answer, readForm } from '../../fake-kit/http.ts';
import type { RoutedCall } from '../../fake-kit/routes.ts';
import { formatted, refuse, toBody } from './answers.ts';
import type { AccountState, NumberRecord } from './state.ts';

const E164 = /^\+[1-9]\d{1,14}$/;
const MAX_NAME = 64;
const DEFAULT_PAGE = 50;
const MAX_PAGE = 1_000;

/** Countries whose numbers are sold with papers only; the search does not say so. */
const BUNDLE_COUNTRIES = ['+49', '+61'];

/** The numbers of the fake account: what its API does with them, and what is done by hand. */
export function createNumbers(account: FakeAccount<AccountState>) {
  /** To create what the account holds is to change it, and is answered in the same way (a customer, 2019). */
  function create(call: RoutedCall): Answer {
    const form = readForm(call);
    checkName(form);
    return account.change((state) => {
      const number = form['PhoneNumber'] ?? pick(form['AreaCode']);
      if (!E164.test(number))
        throw refuse(400, `The phone number you are attempting to purchase, ${number}, is not valid.`, 21421);
      const held = state.rows.find((row) => row.number.number === number)?.number;
      if (held !== undefined) return { status: 201, body: toBody(change(held, form), accountOf(call)) };
      if (BUNDLE_COUNTRIES.some((code) => number.startsWith(code)) && !form['BundleSid'])
        throw refuse(400, 'Bundle required', 21649);
      if (!account.isForSale(number)) throw refuse(400, `${number} is not available.`, 21422);
      account.recordSale(number);
      const bought = change(addRecord(state, { number }), form);
      return { status: 201, body: toBody(bought, accountOf(call)) };
    });
  }

  /** What the vendor picks: of the US or of Canada, whichever has the area code. */
  function pick(areaCode: string | undefined): string {
    if (areaCode === undefined) throw refuse(400, 'PhoneNumber or AreaCode is required');
    if (!/^\d{3}$/.test(areaCode)) throw refuse(400, `${areaCode} is not a North American area code`, 21451);
    const prefix = areaCode;
    const search = (country: string) => account.findForSale({ country, prefix, contains: null, limit: 1 });
    const [found] = [...search('US'), ...search('CA')];
    if (found === undefined) throw refuse(400, `No phone numbers found in area code ${areaCode}`, 21452);
    return found;
  }

  function change(record: NumberRecord, form: Readonly<Record<string, string>>): NumberRecord {
    record.friendlyName = form['FriendlyName'] || record.friendlyName;
    record.voiceUrl = form['VoiceUrl'] ?? record.voiceUrl;
    // Each of the two takes the other's place (reference, 2026-07).
    if (form['TrunkSid'] !== undefined) Object.assign(record, { trunkSid: form['TrunkSid'], voiceApplicationSid: '' });
    else if (form['VoiceApplicationSid'] !== undefined)
      Object.assign(record, { voiceApplicationSid: form['VoiceApplicationSid'], trunkSid: '' });
    record.updatedAt = account.now();
    return record;
  }

  function update(call: RoutedCall): Answer {
    const form = readForm(call);
    checkName(form);
    return account.change(() => ({ status: 200, body: toBody(change(find(call), form), accountOf(call)) }));
  }

  function addRecord(state: AccountState, { number, id, label }: NumberToAdd): NumberRecord {
    const record: NumberRecord = {
      sid: id ?? `PN${randomUUID().replaceAll('-', '')}`,
      number,
      friendlyName: label ?? formatted(number),
      voiceUrl: '',
      voiceApplicationSid: '',
      trunkSid: '',
      createdAt: account.now(),
      updatedAt: account.now(),
    };
    state.lastOrder += 1;
    state.rows.push({ order: state.lastOrder, number: record });
    return record;
  }

  function find({ params }: RoutedCall): NumberRecord {
    const found = account.read().rows.find(({ number }) => number.sid === params['sid'])?.number;
    if (found === undefined) throw refuse(404, `The requested resource ${params['sid']} was not found`);
    return found;
  }

  function list(call: RoutedCall): Answer {
    const { query } = call;
    const size = Math.min(Number(query.get('PageSize') ?? DEFAULT_PAGE), MAX_PAGE);
    const part = query.get('PhoneNumber') ?? '';
    const name = query.get('FriendlyName');
    const after = orderAfter(query.get('PageToken'));
    const rest = account.read().rows.filter(({ order, number }) => order > after && fits(number, { part, name }));
    const shown = rest.slice(0, size);
    const last = rest.length > size ? shown.at(-1) : undefined;
    const page = Number(query.get('Page') ?? 0);
    const own = `/2010-04-01/Accounts/${accountOf(call)}/IncomingPhoneNumbers.json`;
    const address = (number: number, token?: string) =>
      `${own}?${new URLSearchParams({
        ...(part !== '' && { PhoneNumber: part }),
        ...(name !== null && { FriendlyName: name }),
        PageSize: String(size),
        Page: String(number),
        ...(token !== undefined && { PageToken: token }),
      })}`;
    return {
      status: 200,
      body: {
        incoming_phone_numbers: shown.map(({ number }) => toBody(number, accountOf(call))),
        next_page_uri: last === undefined ? null : address(page + 1, `PA${last.order}`),
        previous_page_uri: null,
        first_page_uri: address(0),
        uri: address(page),
        page,
        page_size: size,
        start: page * size,
        end: page * size + Math.max(shown.length - 1, 0),
      },
    };
  }

  function remove(id: string): void {
    account.change((state) => {
      state.rows = state.rows.filter(({ number }) => number.sid !== id);
    });
  }

  return {
    create,
    update,
    list,
    get: (call: RoutedCall): Answer => ({ status: 200, body: toBody(find(call), accountOf(call)) }),
    release(call: RoutedCall): Answer {
      remove(find(call).sid);
      return { status: 204 };
    },
    add: (number: NumberToAdd): NumberRecord => account.change((state) => addRecord(state, number)),
    remove,
  };
}

/** The account that a path names: any will do. */
function accountOf({ params }: RoutedCall): string {
  return params['account'] ?? '';
}

function checkName({ FriendlyName: name = '' }: Readonly<Record<string, string>>): void {
  if (name.length > MAX_NAME) throw refuse(400, `FriendlyName has more than ${MAX_NAME} characters`);
}

function fits({ number, friendlyName }: NumberRecord, asked: { part: string; name: string | null }): boolean {
  const pattern = asked.part.replace(/[^\d*]/g, '').replaceAll('*', '\\d');
  return new RegExp(pattern).test(number) && (asked.name === null || friendlyName === asked.name);
}

function orderAfter(token: string | null): number {
  if (token === null) return 0;
  const [, order] = /^PA(\d+)$/.exec(token) ?? [];
  if (order === undefined) throw refuse(400, 'Page token is invalid', 21481);
  return Number(order);
}
