import type { AccountNumber, FakeAccount, FakeApi, NumberToAdd, SaleSearch } from '../../fake-kit/fake-vendor.ts';
import { detailAnswer, readBody, readValue } from '../../fake-kit/fastapi.ts';
import { type Answer, hasBearerToken, Refusal } from '../../fake-kit/http.ts';
import type { RoutedCall } from '../../fake-kit/routes.ts';
import {
  agentPath,
  agentsInput,
  inboundRoutingInput,
  phonePath,
  purchaseInput,
  registerInput,
  searchInput,
  updateInput,
} from './input.ts';
import { createRecord, routeInbound } from './records.ts';
import { agents } from './seed.ts';
import type { AccountState, NumberRecord } from './state.ts';

/** What the body of a search looks like: no page tells, so clients have to take both. */
export type SearchShape = 'items' | 'array';

/**
 * The API of the fake OneInbox. It has no list of numbers and no way to give one back, as the real one documents none.
 * Agents are not checked to exist, since no page says that they are.
 */
export function createApi(account: FakeAccount<AccountState>, searchShape: SearchShape): FakeApi {
  function search(call: RoutedCall): Answer {
    const query = readValue(searchInput, Object.fromEntries(call.query), 'query');
    const found = account.findForSale(toSearch(query, query.limit));
    const items = found.map((number) => ({ phone_number: number }));
    return { status: 200, body: searchShape === 'array' ? items : { items } };
  }

  function purchase(call: RoutedCall): Answer {
    const input = readBody(purchaseInput, call);
    return account.change((state) => {
      const number = input.phone_number ?? account.findForSale(toSearch(input, 1))[0] ?? '';
      if (!account.isForSale(number)) throw refuse(409, 'Phone number is not available');
      const record = createRecord({
        number,
        provider: 'twilio',
        agentId: input.agent_id,
        friendlyName: input.friendly_name ?? null,
        routing: input.inbound_routing ?? null,
        at: account.now(),
      });
      state.numbers.push(record);
      account.recordSale(number);
      return { status: 201, body: record };
    });
  }

  function register(call: RoutedCall): Answer {
    const input = readBody(registerInput, call);
    return account.change((state) => {
      if (state.numbers.some((record) => record.phone_number === input.phone_number)) {
        throw refuse(409, 'Phone number is already registered');
      }
      const record = createRecord({
        number: input.phone_number,
        provider: input.provider,
        agentId: input.agent_id,
        friendlyName: input.friendly_name ?? null,
        routing: input.inbound_routing ?? null,
        at: account.now(),
      });
      state.numbers.push(record);
      return { status: 201, body: record };
    });
  }

  function update(call: RoutedCall): Answer {
    const { phone_id: id } = readValue(phonePath, call.params, 'path');
    const input = readBody(updateInput, call);
    return account.change((state) => {
      const record = find(state, id);
      if (input.friendly_name !== undefined) record.friendly_name = input.friendly_name;
      // No page says what a null does here; a number cannot be without an agent, so it stays.
      record.agent_id = input.agent_id ?? record.agent_id;
      if (input.inbound_routing) routeInbound(record, input.inbound_routing);
      record.updated_at = account.now();
      return { status: 200, body: record };
    });
  }

  function enableInbound(call: RoutedCall): Answer {
    const { phone_id: id } = readValue(phonePath, call.params, 'path');
    const input = readBody(inboundRoutingInput, call);
    return account.change((state) => {
      const record = find(state, id);
      record.inbound_routing = null;
      routeInbound(record, input);
      record.updated_at = account.now();
      return { status: 201, body: record };
    });
  }

  function get(call: RoutedCall): NumberRecord {
    const { phone_id: id } = readValue(phonePath, call.params, 'path');
    return find(account.read(), id);
  }

  function add({ number, id, agentId, label }: NumberToAdd): AccountNumber {
    const record = createRecord({
      number,
      provider: 'twilio',
      agentId: agentId ?? agents[0].id,
      friendlyName: label ?? null,
      routing: null,
      at: account.now(),
    });
    const added = { ...record, ...(id !== undefined && { id }) };
    account.change((state) => state.numbers.push(added));
    return toAccountNumber(added);
  }

  const numberPath = '/v1/phone-numbers/:phone_id';
  return {
    isAuthorized: hasBearerToken,
    problem: detailAnswer,
    numbers: () => account.read().numbers.map(toAccountNumber),
    add,
    remove: (id) =>
      account.change((state) => {
        state.numbers = state.numbers.filter((record) => record.id !== id);
      }),
    routes: [
      { method: 'GET', path: '/v1/phone-numbers/search', operation: 'search', handle: search },
      {
        method: 'POST',
        path: '/v1/phone-numbers/purchase',
        operation: 'purchase',
        handle: purchase,
      },
      { method: 'POST', path: '/v1/phone-numbers', operation: 'import', handle: register },
      {
        method: 'GET',
        path: numberPath,
        operation: 'get',
        handle: (call) => ({ status: 200, body: get(call) }),
      },
      { method: 'PATCH', path: numberPath, operation: 'update', handle: update },
      {
        method: 'GET',
        path: `${numberPath}/inbound-routing`,
        operation: 'get',
        handle: (call) => ({ status: 200, body: get(call).inbound_routing ?? noRouting }),
      },
      {
        method: 'POST',
        path: `${numberPath}/inbound-routing`,
        operation: 'update',
        handle: enableInbound,
      },
      { method: 'GET', path: '/v1/agents', operation: 'agents', handle: listAgents },
      { method: 'GET', path: '/v1/agents/:agent_id', operation: 'agents', handle: getAgent },
    ],
  };
}

const noRouting = { agent_id: null, fallback: null, voicemail_message: null };

type Wanted = {
  country: string;
  area_code?: string | null | undefined;
  contains?: string | null | undefined;
};

function toSearch({ country, area_code, contains }: Wanted, limit: number): SaleSearch {
  return { country, prefix: area_code ?? '', contains: contains ?? null, limit };
}

function toAccountNumber(record: NumberRecord): AccountNumber {
  return {
    id: record.id,
    number: record.phone_number,
    kind: 'PSTN',
    agentId: record.agent_id,
    label: record.friendly_name,
  };
}

function find(state: AccountState, id: string): NumberRecord {
  const record = state.numbers.find((known) => known.id === id.toLowerCase());
  if (record === undefined) throw refuse(404, 'Phone number not found');
  return record;
}

function listAgents(call: RoutedCall): Answer {
  const { limit, offset } = readValue(agentsInput, Object.fromEntries(call.query), 'query');
  const items = agents.slice(offset, offset + limit);
  return { status: 200, body: { items, total: agents.length, limit, offset } };
}

function getAgent(call: RoutedCall): Answer {
  const { agent_id: id } = readValue(agentPath, call.params, 'path');
  const agent = agents.find((known) => known.id === id.toLowerCase());
  if (agent === undefined) throw refuse(404, 'Agent not found');
  return { status: 200, body: agent };
}

function refuse(status: number, message: string): Refusal {
  return new Refusal(detailAnswer(status, message));
}
