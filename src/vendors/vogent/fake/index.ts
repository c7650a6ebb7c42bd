import { randomUUID } from 'node:crypto';
import type { OperationName } from '../../../sandbox/faults.ts';
import { type Answer, type Call, Refusal } from '../../../sandbox/http.ts';
import { findForSale, isForSale } from '../../../sandbox/market.ts';
import type { RoutedCall, VendorApi } from '../../../sandbox/routes.ts';
import { vogentAgents } from '../../../sandbox/seed.ts';
import type { SandboxState, VogentNumber } from '../../../sandbox/state.ts';
import type { StateStore } from '../../../sandbox/state-store.ts';
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

const vendor = 'VOGENT';

/**
 * The fake Vogent. Agents are not checked to exist, since no page says that they are. Bodies of errors are invented:
 * no page describes them.
 */
export function createVogentApi(store: StateStore, now: () => Date): VendorApi {
  function purchase(number: string): Answer {
    return store.change((state) => {
      if (!isForSale(state, vendor, number)) throw refuse(400, 'number not available');
      state.sales.push({ vendor, number, at: now().toISOString() });
      return { status: 200, body: addVogentNumber(state, { number, type: 'PSTN' }) };
    });
  }

  function importSip({ phoneNumber: number }: SipImportInput): Answer {
    return store.change((state) => {
      if (isLeased(state, number)) throw refuse(400, 'number already imported');
      return { status: 200, body: addVogentNumber(state, { number, type: 'PSTN' }) };
    });
  }

  function createSip({ sipPrefix: number }: SipUserInput): Answer {
    return store.change((state) => {
      if (isLeased(state, number)) throw refuse(400, 'sip prefix already taken');
      return { status: 200, body: addVogentNumber(state, { number, type: 'SIP_USERNAME' }) };
    });
  }

  function create(call: Call): Answer {
    const input = readVogentBody(createInput, call);
    if (input.type === 'purchase') return purchase(input.purchase.number);
    return input.type === 'sip_import' ? importSip(input.sipImport) : createSip(input.vogentSip);
  }

  function search(call: Call): Answer {
    const { country, prefix, limit } = readVogentBody(searchInput, call);
    const found = findForSale(store.read(), { vendor, country, prefix, contains: null, limit });
    return { status: 200, body: found.map((number) => ({ number })) };
  }

  function update(call: RoutedCall): Answer {
    const { agentId } = readVogentBody(updateInput, call);
    return store.change((state) => {
      const number = find(state, call);
      if (agentId !== undefined) number.agentId = agentId === '' ? null : agentId;
      return { status: 200, body: number };
    });
  }

  function release(call: RoutedCall): Answer {
    return store.change((state) => {
      const number = find(state, call);
      state.vogent = state.vogent.filter((row) => row.number !== number);
      return { status: 200, body: number };
    });
  }

  function list(call: Call): Answer {
    const entries = store.read().vogent.map(({ order, number }) => ({ order, entry: number }));
    return { status: 200, body: page(entries, readListQuery(call.query)) };
  }

  const numberPath = '/phone_numbers/:id';
  return {
    vendor,
    basePath: '/vogent/api',
    problem: vogentProblem,
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
        handle: (call) => ({ status: 200, body: find(store.read(), call) }),
      },
      { method: 'PUT', path: numberPath, operation: 'update', handle: update },
      { method: 'DELETE', path: numberPath, operation: 'release', handle: release },
      { method: 'GET', path: '/agents', operation: 'agents', handle: listAgents },
    ],
  };
}

/** Puts a number into the account, at the end of its list. */
export function addVogentNumber(
  state: SandboxState,
  facts: Pick<VogentNumber, 'number' | 'type'> & Partial<VogentNumber>,
): VogentNumber {
  const number = { id: randomUUID(), agentId: null, ...facts };
  state.lastOrder += 1;
  state.vogent.push({ order: state.lastOrder, number });
  return number;
}

function operationOfCreate(call: Call): OperationName {
  const operations: Record<string, OperationName> = {
    sip_import: 'import',
    vogent_sip: 'createSip',
  };
  return operations[typeOnly(call)] ?? 'purchase';
}

function isLeased(state: SandboxState, number: string): boolean {
  return state.vogent.some((row) => row.number.number === number);
}

function find(state: SandboxState, call: RoutedCall): VogentNumber {
  const row = state.vogent.find(({ number }) => number.id === call.params['id']);
  if (row === undefined) throw refuse(404, 'not found');
  return row.number;
}

function listAgents(call: Call): Answer {
  const entries = vogentAgents.map((entry, index) => ({ order: index + 1, entry }));
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
