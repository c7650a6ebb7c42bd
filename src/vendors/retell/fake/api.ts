import type { AccountNumber, FakeAccount, FakeApi, NumberToAdd } from '../../fake-kit/fake-vendor.ts';
import { type Answer, type Call, hasBearerToken, Refusal } from '../../fake-kit/http.ts';
import type { RoutedCall } from '../../fake-kit/routes.ts';
import { createInput, importInput, readBody, readListQuery, retellProblem, updateInput } from './input.ts';
import { addRecord, createRecord } from './records.ts';
import type { AccountState, NumberRecord } from './state.ts';

/**
 * The API of the fake Retell. Agents are not checked to exist, since no page says that they are. What it sells and what
 * it refuses an import for is invented where no page says it.
 */
export function createApi(account: FakeAccount<AccountState>): FakeApi {
  function purchase(call: Call): Answer {
    const input = readBody(createInput, call);
    return account.change((state) => {
      const prefix = String(input.area_code ?? '');
      const [first] = account.findForSale({ country: input.country_code, prefix, contains: null, limit: 1 });
      const number = input.phone_number ?? first;
      if (number === undefined || !account.isForSale(number))
        throw refuse(404, `No phone numbers of this ${prefix === '' ? 'country' : 'area code'}`);
      account.recordSale(number);
      const type = `retell-${input.number_provider}` as const;
      return created(
        state,
        createRecord({ ...commonOf(input), number, type, fallback: input.fallback_number ?? null }),
      );
    });
  }

  function importSip(call: Call): Answer {
    const input = readBody(importInput, call);
    const { phone_number: number, termination_uri: trunk } = input;
    if (!input.ignore_e164_validation && !/^\+[1-9]\d{6,14}$/.test(number))
      throw refuse(400, 'phone_number is not a valid E.164 number');
    return account.change((state) => {
      if (state.rows.some((row) => row.number.phone_number === number))
        throw refuse(400, 'Phone number already exists');
      return created(state, createRecord({ ...commonOf(input), number, trunk }));
    });
  }

  const commonOf = (input: Common) => ({
    nickname: input.nickname ?? null,
    inboundAgents: input.inbound_agents ?? null,
    outboundAgents: input.outbound_agents ?? null,
    at: account.now(),
  });

  function update(call: RoutedCall): Answer {
    const input = readBody(updateInput, call);
    return account.change((state) => {
      const number = find(state, call);
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      Object.assign(number, given, { last_modification_timestamp: Date.parse(account.now()) });
      return { status: 200, body: number };
    });
  }

  function remove(number: string): void {
    account.change((state) => {
      state.rows = state.rows.filter((row) => row.number.phone_number !== number);
    });
  }

  function release(call: RoutedCall): Answer {
    remove(find(account.read(), call).phone_number);
    return { status: 204 };
  }

  function list(call: Call): Answer {
    const { limit, descending, after } = readListQuery(call.query);
    const { rows } = account.read();
    const inOrder = descending ? rows.toReversed() : rows;
    const rest = inOrder.filter(({ order }) => after === null || (descending ? order < after : order > after));
    const shown = rest.slice(0, limit);
    const has_more = rest.length > limit;
    const pagination_key = has_more ? `row-${shown.at(-1)?.order}` : undefined;
    return { status: 200, body: { items: shown.map(({ number }) => number), has_more, pagination_key } };
  }

  function add({ number, agentId, label }: NumberToAdd): AccountNumber {
    const shares = agentId === undefined ? {} : { [agentId]: 1 };
    const record = createRecord({ number, nickname: label ?? null, shares, at: account.now() });
    return toAccountNumber(account.change((state) => addRecord(state, record)));
  }

  return {
    isAuthorized: hasBearerToken,
    problem: retellProblem,
    numbers: () => account.read().rows.map(({ number }) => toAccountNumber(number)),
    add,
    remove,
    routes: [
      { method: 'POST', path: '/create-phone-number', operation: 'purchase', handle: purchase },
      { method: 'POST', path: '/import-phone-number', operation: 'import', handle: importSip },
      { method: 'GET', path: '/v2/list-phone-numbers', operation: 'list', handle: list },
      {
        method: 'GET',
        path: '/list-phone-numbers',
        operation: 'list',
        handle: () => ({ status: 200, body: account.read().rows.map(({ number }) => number) }),
      },
      {
        method: 'GET',
        path: '/get-phone-number/:number',
        operation: 'get',
        handle: (call) => ({ status: 200, body: find(account.read(), call) }),
      },
      { method: 'PATCH', path: '/update-phone-number/:number', operation: 'update', handle: update },
      { method: 'DELETE', path: '/delete-phone-number/:number', operation: 'release', handle: release },
    ],
  };
}

type Common = {
  readonly nickname?: string | undefined;
  readonly inbound_agents?: NumberRecord['inbound_agents'] | undefined;
  readonly outbound_agents?: NumberRecord['outbound_agents'] | undefined;
};

function created(state: AccountState, number: NumberRecord): Answer {
  return { status: 201, body: addRecord(state, number) };
}

function toAccountNumber({ phone_number: number, nickname, inbound_agents }: NumberRecord): AccountNumber {
  const [first, ...others] = inbound_agents ?? [];
  const agentId = others.length === 0 ? (first?.agent_id ?? null) : null;
  return { id: number, number, kind: 'PSTN', agentId, label: nickname };
}

function find({ rows }: AccountState, { params }: RoutedCall): NumberRecord {
  const row = rows.find(({ number }) => number.phone_number === params['number']);
  if (row === undefined) throw refuse(422, 'Cannot find requested asset under given api key.');
  return row.number;
}

function refuse(status: number, message: string): Refusal {
  return new Refusal(retellProblem(status, message));
}
