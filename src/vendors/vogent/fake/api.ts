import { randomUUID } from 'node:crypto';
import type { AccountNumber, FakeAccount, FakeApi, NumberToAdd } from '../../fake-kit/fake-vendor.ts';
import { type Answer, type Call, hasBearerToken, Refusal } from '../../fake-kit/http.ts';
import type { OperationName, RoutedCall } from '../../fake-kit/routes.ts';
import {
  createInput,
  type ListQuery,
  purchaseInput,
  readListQuery,
  readVogentBody,
  type SipImportInput,
  type SipUserInput,
  searchInput,
  typeOnly,
  updateInput,
  vogentProblem,
} from './input.ts';
import { agents } from './seed.ts';
import type { NumberRecord, WorkspaceState } from './state.ts';

/**
 * The API of the fake Vogent. Agents are not checked to exist, since no page says that they are. Bodies of errors are
 * invented: no page describes them.
 */
export function createApi(account: FakeAccount<WorkspaceState>): FakeApi {
  function purchase(number: string): Answer {
    return account.change((state) => {
      if (!account.isForSale(number)) throw refuse(400, 'number not available');
      account.recordSale(number);
      return { status: 200, body: addNumber(state, { number, type: 'PSTN' }) };
    });
  }

  function importSip({ phoneNumber: number }: SipImportInput): Answer {
    return account.change((state) => {
      if (hasNumber(state, number)) throw refuse(400, 'number already imported');
      return { status: 200, body: addNumber(state, { number, type: 'PSTN' }) };
    });
  }

  function createSip({ sipPrefix: number }: SipUserInput): Answer {
    return account.change((state) => {
      if (hasNumber(state, number)) throw refuse(400, 'sip prefix already taken');
      return { status: 200, body: addNumber(state, { number, type: 'SIP_USERNAME' }) };
    });
  }

  function create(call: Call): Answer {
    const input = readVogentBody(createInput, call);
    if (input.type === 'purchase') return purchase(input.purchase.number);
    return input.type === 'sip_import' ? importSip(input.sipImport) : createSip(input.vogentSip);
  }

  function search(call: Call): Answer {
    const { country, prefix, limit } = readVogentBody(searchInput, call);
    const found = account.findForSale({ country, prefix, contains: null, limit });
    return { status: 200, body: found.map((number) => ({ number })) };
  }

  function update(call: RoutedCall): Answer {
    const { agentId } = readVogentBody(updateInput, call);
    return account.change((state) => {
      const number = find(state, call);
      if (agentId !== undefined) number.agentId = agentId === '' ? null : agentId;
      return { status: 200, body: number };
    });
  }

  function release(call: RoutedCall): Answer {
    return account.change((state) => {
      const number = find(state, call);
      state.rows = state.rows.filter((row) => row.number !== number);
      return { status: 200, body: number };
    });
  }

  function list(call: Call): Answer {
    const entries = account.read().rows.map(({ order, number }) => ({ order, entry: number }));
    return { status: 200, body: page(entries, readListQuery(call.query)) };
  }

  function add({ number, id, agentId }: NumberToAdd): AccountNumber {
    const type = number.startsWith('+') ? 'PSTN' : 'SIP_USERNAME';
    const facts = { number, type, agentId: agentId ?? null, ...(id !== undefined && { id }) } as const;
    return toAccountNumber(account.change((state) => addNumber(state, facts)));
  }

  const numberPath = '/phone_numbers/:id';
  return {
    isAuthorized: hasBearerToken,
    problem: vogentProblem,
    numbers: () => account.read().rows.map(({ number }) => toAccountNumber(number)),
    add,
    remove: (id) =>
      account.change((state) => {
        state.rows = state.rows.filter(({ number }) => number.id !== id);
      }),
    routes: [
      { method: 'GET', path: '/phone_numbers', operation: 'list', handle: list },
      { method: 'POST', path: '/phone_numbers', operation: operationOfCreate, handle: create },
      { method: 'POST', path: '/phone_numbers/search', operation: 'search', handle: search },
      {
        method: 'POST',
        path: '/phone_numbers/purchase',
        operation: 'purchase',
        handle: (call) => purchase(readVogentBody(purchaseInput, call).number),
      },
      {
        method: 'GET',
        path: numberPath,
        operation: 'get',
        handle: (call) => ({ status: 200, body: find(account.read(), call) }),
      },
      { method: 'PUT', path: numberPath, operation: 'update', handle: update },
      { method: 'DELETE', path: numberPath, operation: 'release', handle: release },
      { method: 'GET', path: '/agents', operation: 'agents', handle: listAgents },
    ],
  };
}

/** Puts a number at the end of the list. */
function addNumber(
  state: WorkspaceState,
  facts: Pick<NumberRecord, 'number' | 'type'> & Partial<NumberRecord>,
): NumberRecord {
  const number = { id: randomUUID(), agentId: null, ...facts };
  state.lastOrder += 1;
  state.rows.push({ order: state.lastOrder, number });
  return number;
}

function toAccountNumber({ id, number, type, agentId }: NumberRecord): AccountNumber {
  return { id, number, kind: type === 'PSTN' ? 'PSTN' : 'SIP', agentId, label: null };
}

function operationOfCreate(call: Call): OperationName {
  const operations: Record<string, OperationName> = {
    sip_import: 'import',
    vogent_sip: 'createSip',
  };
  return operations[typeOnly(call)] ?? 'purchase';
}

function hasNumber(state: WorkspaceState, number: string): boolean {
  return state.rows.some((row) => row.number.number === number);
}

function find(state: WorkspaceState, call: RoutedCall): NumberRecord {
  const row = state.rows.find(({ number }) => number.id === call.params['id']);
  if (row === undefined) throw refuse(404, 'not found');
  return row.number;
}

function listAgents(call: Call): Answer {
  const entries = agents.map((entry, index) => ({ order: index + 1, entry }));
  return { status: 200, body: page(entries, readListQuery(call.query)) };
}

function page<Entry>(
  entries: readonly { readonly order: number; readonly entry: Entry }[],
  { limit, after }: ListQuery,
): { data: Entry[]; cursor: string | null } {
  const rest = entries.filter(({ order }) => order > after);
  const shown = rest.slice(0, limit);
  const last = rest.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown.map(({ entry }) => entry),
    cursor: last === undefined ? null : Buffer.from(`after:${last.order}`).toString('base64url'),
  };
}

function refuse(status: number, message: string): Refusal {
  return new Refusal(vogentProblem(status, message));
}
