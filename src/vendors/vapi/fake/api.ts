import { randomUUID } from 'node:crypto';
import type { AccountNumber, FakeAccount, FakeApi, NumberToAdd } from '../../fake-kit/fake-vendor.ts';
import { type Answer, type Call, hasBearerToken, Refusal } from '../../fake-kit/http.ts';
import type { OperationName, RoutedCall } from '../../fake-kit/routes.ts';
import {
  type ByoInput,
  createInput,
  credentialInput,
  kindOnly,
  listInput,
  readVapiBody,
  readVapiValue,
  updateInput,
  type VapiInput,
  vapiProblem,
} from './input.ts';
import { ORG_ID } from './seed.ts';
import type { AccountState, NumberRecord } from './state.ts';

/** Area codes that a refusal may name, up to three that have stock (field notes, 2026-08). */
const hinted = ['415', '212', '312', '305', '206', '617', '512'] as const;

/**
 * The API of the fake Vapi. It sells what comes first in its stock, more than the five numbers that the vendor gives an
 * account, and each is active at once. Assistants are not checked to exist, since no page says that they are.
 */
export function createApi(account: FakeAccount<AccountState>): FakeApi {
  type Facts = Pick<NumberRecord, 'provider'> & Partial<NumberRecord>;

  function add(state: AccountState, facts: Facts): NumberRecord {
    const now = account.now();
    const identity = { id: randomUUID(), orgId: ORG_ID, createdAt: now, updatedAt: now, status: 'active' } as const;
    const number = { ...identity, ...facts };
    state.numbers.push(number);
    return number;
  }

  const inStock = (prefix: string) => account.findForSale({ country: 'US', prefix, contains: null, limit: 1 })[0];

  function purchase({ name, assistantId, numberDesiredAreaCode = '' }: VapiInput): Answer {
    return account.change((state) => {
      const number = inStock(numberDesiredAreaCode);
      if (number === undefined) throw refuse(400, noStock());
      account.recordSale(number);
      return created(add(state, { provider: 'vapi', number, name, assistantId }));
    });
  }

  function noStock(): string {
    const others = hinted.filter((code) => inStock(code) !== undefined).slice(0, 3);
    const hint = others.length === 0 ? '' : ` Hint: Try one of ${others.join(', ')}.`;
    return `This area code is currently not available.${hint}`;
  }

  function createSip({ name, assistantId }: VapiInput, sipUri: string): Answer {
    return account.change((state) => {
      const isTaken = state.numbers.some((number) => number.sipUri?.toLowerCase() === sipUri.toLowerCase());
      if (isTaken) throw refuse(409, 'This sipUri is already in use.');
      return created(add(state, { provider: 'vapi', sipUri, name, assistantId }));
    });
  }

  function importNumber({ number, credentialId, name, assistantId }: ByoInput): Answer {
    return account.change((state) => {
      if (!state.credentials.some(({ id }) => id === credentialId))
        throw refuse(400, 'credentialId: no such credential');
      if (number !== undefined && state.numbers.some((each) => each.number === number)) {
        throw refuse(409, 'This number is already imported.');
      }
      return created(add(state, { provider: 'byo-phone-number', number, credentialId, name, assistantId }));
    });
  }

  function create(call: Call): Answer {
    const input = readVapiBody(createInput, call);
    if (input.provider === 'byo-phone-number') return importNumber(input);
    return input.sipUri === undefined ? purchase(input) : createSip(input, input.sipUri);
  }

  function createCredential(call: Call): Answer {
    const input = readVapiBody(credentialInput, call);
    const now = account.now();
    const credential = { ...input, id: randomUUID(), orgId: ORG_ID, createdAt: now, updatedAt: now };
    return account.change(({ credentials }) => {
      credentials.push(credential);
      return { status: 201, body: credential };
    });
  }

  function updateCredential(call: RoutedCall): Answer {
    const input = readVapiBody(credentialInput, call);
    return account.change(({ credentials }) => {
      const credential = credentials.find(({ id }) => id === call.params['id']);
      if (credential === undefined) throw refuse(404, "Couldn't find this credential.");
      return { status: 200, body: Object.assign(credential, input, { updatedAt: account.now() }) };
    });
  }

  function update(call: RoutedCall): Answer {
    const { provider, ...change } = readVapiBody(updateInput, call);
    return account.change((state) => {
      const number = find(state, call);
      if (provider !== undefined && provider !== number.provider) throw refuse(400, 'provider: cannot be changed');
      return { status: 200, body: shown(Object.assign(number, change, { updatedAt: account.now() })) };
    });
  }

  function release(call: RoutedCall): Answer {
    return account.change((state) => {
      const number = find(state, call);
      remove(state, number.id);
      return { status: 200, body: shown(number) };
    });
  }

  function sorted(call: Call): { found: NumberRecord[]; page: number; limit: number; sortOrder: string } {
    const { page, limit, sortOrder, search } = readVapiValue(listInput, Object.fromEntries(call.query));
    const wanted = search.toLowerCase();
    const found = account
      .read()
      .numbers.filter(({ name, number, sipUri }) =>
        [name, number, sipUri].some((text) => (text ?? '').toLowerCase().includes(wanted)),
      );
    return { found: sortOrder === 'ASC' ? found : found.toReversed(), page, limit, sortOrder };
  }

  function listPage(call: Call): Answer {
    const { found, page, limit, sortOrder } = sorted(call);
    const itemsPerPage = limit;
    const results = found.slice((page - 1) * limit, page * limit).map(shown);
    return {
      status: 200,
      body: { results, metadata: { itemsPerPage, totalItems: found.length, currentPage: page, sortOrder } },
    };
  }

  function listFlat(call: Call): Answer {
    const { found, limit } = sorted(call);
    return { status: 200, body: found.slice(0, limit).map(shown) };
  }

  const numberPath = '/phone-number/:id';
  return {
    isAuthorized: hasBearerToken,
    problem: vapiProblem,
    numbers: () => account.read().numbers.map(toAccountNumber),
    add({ number, id, agentId, label }: NumberToAdd) {
      const address = number.startsWith('+') ? { number } : { sipUri: `sip:${number}@sip.vapi.ai` };
      const facts = { ...address, ...(id !== undefined && { id }), name: label, assistantId: agentId };
      return toAccountNumber(account.change((state) => add(state, { provider: 'vapi', ...facts })));
    },
    remove: (id) => account.change((state) => remove(state, id)),
    routes: [
      { method: 'GET', path: '/v2/phone-number', operation: 'list', handle: listPage },
      { method: 'GET', path: '/phone-number', operation: 'list', handle: listFlat },
      { method: 'POST', path: '/phone-number', operation: operationOfCreate, handle: create },
      {
        method: 'GET',
        path: numberPath,
        operation: 'get',
        handle: (call) => ({ status: 200, body: shown(find(account.read(), call)) }),
      },
      { method: 'PATCH', path: numberPath, operation: 'update', handle: update },
      { method: 'DELETE', path: numberPath, operation: 'release', handle: release },
      { method: 'POST', path: '/credential', operation: 'trunk', handle: createCredential },
      { method: 'PATCH', path: '/credential/:id', operation: 'trunk', handle: updateCredential },
    ],
  };
}

function operationOfCreate(call: Call): OperationName {
  const { provider, isSip } = kindOnly(call);
  if (provider !== 'vapi') return provider === '' ? 'purchase' : 'import';
  return isSip ? 'createSip' : 'purchase';
}

/** The vendor shows tokens of the carrier that a number was imported from (reference, 2026-08). */
function shown(number: NumberRecord): NumberRecord & { readonly twilioAuthToken?: string } {
  return number.provider === 'twilio' ? { ...number, twilioAuthToken: 'sandbox-carrier-token' } : number;
}

function created(number: NumberRecord): Answer {
  return { status: 201, body: shown(number) };
}

function find({ numbers }: AccountState, { params }: RoutedCall): NumberRecord {
  const found = numbers.find(({ id }) => id === params['id']);
  if (found === undefined) throw refuse(404, "Couldn't find this phone number.");
  return found;
}

function remove(state: AccountState, id: string): void {
  state.numbers = state.numbers.filter((number) => number.id !== id);
}

function toAccountNumber({ id, number, sipUri, assistantId, name }: NumberRecord): AccountNumber {
  const user = sipUri?.replace(/^sip:|@.*$/g, '') ?? '';
  const line = number === undefined ? { number: user, kind: 'SIP' as const } : { number, kind: 'PSTN' as const };
  return { id, ...line, agentId: assistantId ?? null, label: name || null };
}

function refuse(status: number, message: string): Refusal {
  return new Refusal(vapiProblem(status, message));
}
