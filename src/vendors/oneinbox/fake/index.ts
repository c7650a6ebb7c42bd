import { detailAnswer, readBody, readValue } from '../../../sandbox/fastapi.ts';
import { type Answer, Refusal } from '../../../sandbox/http.ts';
import { findForSale, isForSale } from '../../../sandbox/market.ts';
import type { RoutedCall, VendorApi } from '../../../sandbox/routes.ts';
import { oneInboxAgents } from '../../../sandbox/seed.ts';
import type { OneInboxNumber, SandboxState } from '../../../sandbox/state.ts';
import type { StateStore } from '../../../sandbox/state-store.ts';
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

const vendor = 'ONEINBOX';

/** What the body of a search looks like: no page tells, so clients have to take both. */
export type SearchShape = 'items' | 'array';

type Parts = {
  readonly store: StateStore;
  readonly now: () => Date;
  readonly searchShape: SearchShape;
};

/**
 * The fake OneInbox. It has no list of numbers and no way to give one back, as the real one documents none. Agents are
 * not checked to exist, since no page says that they are.
 */
export function createOneInboxApi({ store, now, searchShape }: Parts): VendorApi {
  const timestamp = () => now().toISOString();

  function search(call: RoutedCall): Answer {
    const query = readValue(searchInput, Object.fromEntries(call.query), 'query');
    const items = findForSale(store.read(), {
      vendor,
      country: query.country,
      prefix: query.area_code ?? '',
      contains: query.contains ?? null,
      limit: query.limit,
    }).map((number) => ({ phone_number: number }));
    return { status: 200, body: searchShape === 'array' ? items : { items } };
  }

  function purchase(call: RoutedCall): Answer {
    const input = readBody(purchaseInput, call);
    return store.change((state) => {
      const number = input.phone_number ?? pick(state, input);
      if (!isForSale(state, vendor, number)) throw refuse(409, 'Phone number is not available');
      const record = createRecord({
        number,
        provider: 'twilio',
        agentId: input.agent_id,
        friendlyName: input.friendly_name ?? null,
        routing: input.inbound_routing ?? null,
        at: timestamp(),
      });
      state.oneInbox.push(record);
      state.sales.push({ vendor, number, at: timestamp() });
      return { status: 201, body: record };
    });
  }

  function register(call: RoutedCall): Answer {
    const input = readBody(registerInput, call);
    return store.change((state) => {
      if (state.oneInbox.some((held) => held.phone_number === input.phone_number)) {
        throw refuse(409, 'Phone number is already registered');
      }
      const record = createRecord({
        number: input.phone_number,
        provider: input.provider,
        agentId: input.agent_id,
        friendlyName: input.friendly_name ?? null,
        routing: input.inbound_routing ?? null,
        at: timestamp(),
      });
      state.oneInbox.push(record);
      return { status: 201, body: record };
    });
  }

  function update(call: RoutedCall): Answer {
    const { phone_id: id } = readValue(phonePath, call.params, 'path');
    const input = readBody(updateInput, call);
    return store.change((state) => {
      const record = find(state, id);
      if (input.friendly_name !== undefined) record.friendly_name = input.friendly_name;
      // No page says what a null does here; a number cannot be without an agent, so it stays.
      record.agent_id = input.agent_id ?? record.agent_id;
      if (input.inbound_routing) routeInbound(record, input.inbound_routing);
      record.updated_at = timestamp();
      return { status: 200, body: record };
    });
  }

  function enableInbound(call: RoutedCall): Answer {
    const { phone_id: id } = readValue(phonePath, call.params, 'path');
    const input = readBody(inboundRoutingInput, call);
    return store.change((state) => {
      const record = find(state, id);
      record.inbound_routing = null;
      routeInbound(record, input);
      record.updated_at = timestamp();
      return { status: 201, body: record };
    });
  }

  function get(call: RoutedCall): OneInboxNumber {
    const { phone_id: id } = readValue(phonePath, call.params, 'path');
    return find(store.read(), id);
  }

  const numberPath = '/v1/phone-numbers/:phone_id';
  return {
    vendor,
    basePath: '/oneinbox',
    problem: detailAnswer,
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

type Wishes = {
  country: string;
  area_code?: string | null | undefined;
  contains?: string | null | undefined;
};

function pick(state: SandboxState, wishes: Wishes): string {
  const [number] = findForSale(state, {
    vendor,
    country: wishes.country,
    prefix: wishes.area_code ?? '',
    contains: wishes.contains ?? null,
    limit: 1,
  });
  if (number === undefined) throw refuse(409, 'Phone number is not available');
  return number;
}

function find(state: SandboxState, id: string): OneInboxNumber {
  const record = state.oneInbox.find((held) => held.id === id.toLowerCase());
  if (record === undefined) throw refuse(404, 'Phone number not found');
  return record;
}

function listAgents(call: RoutedCall): Answer {
  const { limit, offset } = readValue(agentsInput, Object.fromEntries(call.query), 'query');
  const items = oneInboxAgents.slice(offset, offset + limit);
  return { status: 200, body: { items, total: oneInboxAgents.length, limit, offset } };
}

function getAgent(call: RoutedCall): Answer {
  const { agent_id: id } = readValue(agentPath, call.params, 'path');
  const agent = oneInboxAgents.find((known) => known.id === id.toLowerCase());
  if (agent === undefined) throw refuse(404, 'Agent not found');
  return { status: 200, body: agent };
}

function refuse(status: number, message: string): Refusal {
  return new Refusal(detailAnswer(status, message));
}
