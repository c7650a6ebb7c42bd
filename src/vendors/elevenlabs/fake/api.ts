import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { AccountNumber, FakeAccount, FakeApi, NumberToAdd } from '../../fake-kit/fake-vendor.ts';
import { readBody, readValue } from '../../fake-kit/fastapi.ts';
import { type Answer, Refusal } from '../../fake-kit/http.ts';
import type { RoutedCall } from '../../fake-kit/routes.ts';
import { type Filter, importInput, listInput, pageInput, toCursor, updateInput } from './input.ts';
import { agents } from './seed.ts';
import type { NumberRecord, WorkspaceState } from './state.ts';

const root = '/v1/convai/phone-numbers';
const numberPath = `${root}/:phone_number_id`;

/**
 * The API of the fake ElevenLabs. Agents are not checked to exist, since no page says that they are. That a number cannot
 * be imported twice is invented, and so are the words of what it refuses.
 */
export function createApi(account: FakeAccount<WorkspaceState>): FakeApi {
  const shown = (filter: Filter) => account.read().rows.filter(({ number }) => fits(number, filter));

  function list(call: RoutedCall): Answer {
    return ok(shown(readQuery(listInput, call)).map(({ number }) => toBody(number)));
  }

  function listPage(call: RoutedCall): Answer {
    const { page_size, cursor, ...filter } = readQuery(pageInput, call);
    const rest = shown(filter).filter(({ order }) => order > cursor);
    const page = rest.slice(0, page_size);
    const last = rest.length > page_size ? page.at(-1) : undefined;
    return ok({
      phone_numbers: page.map(({ number }) => toBody(number)),
      next_cursor: last === undefined ? null : toCursor(last.order),
      has_more: last !== undefined,
    });
  }

  function importNumber(call: RoutedCall): Answer {
    const input = readBody(importInput, call);
    const trunk = input.provider === 'sip_trunk' ? input.outbound_trunk_config : undefined;
    return account.change((state) => {
      if (state.rows.some(({ number }) => number.phone_number === input.phone_number)) {
        throw refuse(400, 'Phone number already exists.', 'phone_number_already_exists');
      }
      const { phone_number_id } = addNumber(state, {
        phone_number: input.phone_number,
        label: input.label,
        provider: input.provider,
        agentId: input.agent_id || null,
        trunkAddress: trunk?.address ?? null,
        hasLogin: trunk?.credentials !== undefined,
      });
      return ok({ phone_number_id });
    });
  }

  function update(call: RoutedCall): Answer {
    const { agent_id, label, outbound_trunk_config: trunk } = readBody(updateInput, call);
    return account.change((state) => {
      const number = find(state, call);
      if (agent_id !== undefined) number.agentId = agent_id || null;
      if (label != null) number.label = label;
      if (trunk) number.trunkAddress = trunk.address;
      return ok(toBody(number));
    });
  }

  function add({ number, id, agentId, label }: NumberToAdd): AccountNumber {
    const facts = {
      phone_number: number,
      label: label ?? number,
      provider: 'sip_trunk',
      agentId: agentId ?? null,
      trunkAddress: 'trunk.example.net',
      hasLogin: false,
      ...(id !== undefined && { phone_number_id: id }),
    } as const;
    return toAccountNumber(account.change((state) => addNumber(state, facts)));
  }

  const remove = (id: string) =>
    account.change((state) => {
      state.rows = state.rows.filter(({ number }) => number.phone_number_id !== id);
    });

  return {
    isAuthorized: (call) => call.header('xi-api-key') !== '',
    problem: (status, message) => ({ status, body: { detail: { status: 'refused', message } } }),
    numbers: () => account.read().rows.map(({ number }) => toAccountNumber(number)),
    add,
    remove,
    routes: [
      { method: 'GET', path: '/v1/convai/v2/phone-numbers', operation: 'list', handle: listPage },
      { method: 'GET', path: root, operation: 'list', handle: list },
      { method: 'POST', path: root, operation: 'import', handle: importNumber },
      {
        method: 'GET',
        path: numberPath,
        operation: 'get',
        handle: (call) => ok(toBody(find(account.read(), call))),
      },
      { method: 'PATCH', path: numberPath, operation: 'update', handle: update },
      {
        method: 'DELETE',
        path: numberPath,
        operation: 'release',
        handle(call) {
          remove(find(account.read(), call).phone_number_id);
          return ok({});
        },
      },
      {
        method: 'GET',
        path: `${numberPath}/sip-messages`,
        operation: 'get',
        handle(call) {
          find(account.read(), call);
          return ok({ sip_messages: [], next_cursor: null, has_more: false });
        },
      },
    ],
  };
}

type Facts = Omit<NumberRecord, 'phone_number_id'> & Partial<NumberRecord>;

/** Puts a number at the end of the list. */
function addNumber(state: WorkspaceState, facts: Facts): NumberRecord {
  const number = { phone_number_id: `phnum_${randomUUID().replaceAll('-', '')}`, ...facts };
  state.lastOrder += 1;
  state.rows.push({ order: state.lastOrder, number });
  return number;
}

/** A number as it is answered. The user's name of a login is not kept, and so not told. */
function toBody({ agentId, trunkAddress, hasLogin, ...number }: NumberRecord) {
  const agent = agents.find(({ id }) => id === agentId);
  const common = {
    ...number,
    assigned_agent: agentId === null ? null : { agent_id: agentId, agent_name: agent?.name ?? '' },
    supports_inbound: true,
    supports_outbound: trunkAddress !== null || number.provider !== 'sip_trunk',
  };
  if (number.provider !== 'sip_trunk') return common;
  const outbound_trunk = {
    address: trunkAddress,
    transport: 'auto',
    media_encryption: 'allowed',
    has_auth_credentials: hasLogin,
    username: null,
  };
  return { ...common, outbound_trunk: trunkAddress === null ? null : outbound_trunk, livekit_stack: 'standard' };
}

function toAccountNumber({ phone_number_id, phone_number, agentId, label }: NumberRecord): AccountNumber {
  return { id: phone_number_id, number: phone_number, kind: 'PSTN', agentId, label };
}

function fits(number: NumberRecord, { provider, agent_id, label, phone_number }: Filter): boolean {
  return (
    (provider === undefined || number.provider === provider) &&
    (agent_id === undefined || number.agentId === agent_id) &&
    (label === undefined || number.label === label) &&
    (phone_number === undefined || number.phone_number === phone_number)
  );
}

function find(state: WorkspaceState, { params }: RoutedCall): NumberRecord {
  const row = state.rows.find(({ number }) => number.phone_number_id === params['phone_number_id']);
  if (row === undefined) throw refuse(404, 'Phone number was not found.', 'phone_number_not_found');
  return row.number;
}

function readQuery<Value>(schema: z.ZodType<Value>, call: RoutedCall): Value {
  return readValue(schema, Object.fromEntries(call.query), 'query');
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function refuse(status: number, message: string, word: string): Refusal {
  return new Refusal({ status, body: { detail: { status: word, message } } });
}
