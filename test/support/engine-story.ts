import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase, type Engine } from './databases.ts';
import { mutate, type ShownPayload } from './mutations.ts';
import { addressesOf, dataOf, type ListedPage, listNumbers } from './numbers.ts';
import { startTestApp, type TestApp } from './test-app.ts';
import { vendorThat, vendorWith } from './vendors.ts';

/** What a service answered to the same questions, without what differs from run to run. */
export type Story = Readonly<Record<'changes' | 'orders' | 'filters' | 'agents' | 'operations', unknown>>;

const orders = ['CREATED_AT', 'ADDRESS', 'LABEL'].flatMap((column) => [`${column}_ASC`, `${column}_DESC`]);

/** One whose account can be listed and has a SIP domain, and one that keeps labels and has no list. */
const first = vendorWith('LIST', 'SIP_CREATE', 'RELEASE', 'LINK');
const second = vendorThat('keeps labels and has no list', ({ can }) => can('LABEL') && !can('LIST'));

/** Labels that engines are fond of disagreeing about. */
const labels = [
  ...['apfel', 'Apfel 2', 'Äpfel', 'äpfel 2', 'Zürich', 'ZÜRICH 2', 'zebra', 'Éclair', 'éclair 2', 'eclair'],
  ...['Straße', 'STRASSE', 'İzmir', 'ı', 'ﬀ', '😀', '～', '10', '9', ' 9', '_', '%', 'a%b_c\\d', "O'Hara", 'Ω', 'ω 2'],
];

const filters: readonly object[] = [
  ...['ä', 'Ä', 'ZÜR', 'zür', '%', '_', '\\', "'", 'ß', 'SS', 'ω', '😀', '+1212', '555'].map((contains) => ({
    contains,
  })),
  ...['+1', '+1 (415) 555', 'sip:', 'SIP:ACME', '', '%', '+_'].map((startsWith) => ({ startsWith })),
  ...['PSTN', 'SIP'].map((kind) => ({ kind })),
  ...[true, false].map((linked) => ({ linked })),
  ...['US', 'GB', 'DE'].map((country) => ({ country })),
  ...[[first.name], [second.name], [second.name, first.name], []].map((vendors) => ({ vendors })),
  ...[['ACTIVE'], ['RELEASED'], ['ACTIVE', 'RELEASED', 'UNKNOWN'], []].map((statuses) => ({ statuses })),
  { agentId: second.agents.first },
  { agentId: 'nobody', linked: true },
  { vendors: [first.name], kind: 'PSTN', linked: false, country: 'US', startsWith: '+1', contains: '5' },
];

/** Does the same on either engine, under a clock that never stands still, so that no two things tie. */
export async function tellStory(engine: Engine): Promise<Story> {
  let time = Date.parse('2026-07-01T09:00:00Z');
  const now = () => {
    time += 1;
    return new Date(time);
  };
  const sandbox = await startSandbox({ vendors: builtInVendors, now });
  const database = engine === 'PostgreSQL' ? await createPostgresDatabase({ icuLocale: 'de-DE' }) : null;
  const { accounts } = sandbox;
  const app = await startTestApp({ databaseUrl: database?.url ?? null, sandbox: false, accounts, now });
  const { control } = sandbox;
  try {
    for (const [index, label] of labels.entries()) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      control.addNumber({ vendor: second.name, id, number: `+1646555${1000 + index}`, label });
      const number = index % 3 === 0 ? `desk-${index}` : `+1212555${1000 + ((index * 7) % 26)}`;
      control.addNumber({ vendor: first.name, id: `v-${index}`, number, agentId: `agent-${index % 4}` });
    }
    for (const { id } of control.numbers(second.name)) {
      await mutate(app, 'adoptNumber', { vendor: second.name, vendorId: id });
    }
    await listNumbers(app, { maxAge: 0 });
    const changes = await makeChanges(app);
    return {
      changes,
      orders: await pageThroughOrders(app),
      filters: await tryFilters(app),
      agents: await readAgents(app),
      operations: await pageThroughOperations(app),
    };
  } finally {
    await app.stop();
    await sandbox.stop();
    await database?.drop();
  }
}

async function makeChanges(app: TestApp): Promise<unknown[]> {
  const number = first.stockNumber('305');
  const purchase = {
    idempotencyKey: 'Buy-1',
    vendor: first.name,
    number,
    label: 'Über',
    agentId: 'agent-1',
  };
  const bought = await mutate(app, 'purchaseNumber', purchase);
  const phoneNumberId = bought.phoneNumber?.id;
  const answers = [
    bought,
    await mutate(app, 'purchaseNumber', purchase),
    await mutate(app, 'purchaseNumber', { ...purchase, label: 'Unter' }),
    await mutate(app, 'purchaseNumber', { ...purchase, idempotencyKey: 'buy-1' }),
    await mutate(app, 'updateNumber', { phoneNumberId, label: 'ÄRGER', locked: true }),
    await mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress: number }),
    await mutate(app, 'updateNumber', { phoneNumberId, locked: false }),
    await mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress: number }),
    await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: first.agents.first }),
  ];
  return withoutNamedIds(answers.map(withoutIds));
}

function withoutIds({ phoneNumber, operation, userErrors }: ShownPayload): unknown {
  const shown = (number: ShownPayload['phoneNumber']) => number && { ...number, id: null, vendorId: null };
  const history = operation?.history.map(({ status, note }) => ({ status, note }));
  return {
    phoneNumber: shown(phoneNumber),
    operation: operation && { ...operation, id: null, phoneNumber: shown(operation.phoneNumber), history },
    userErrors,
  };
}

/** Messages name numbers by their ids, which vendors give anew in every run. */
function withoutNamedIds<Told>(told: Told): Told {
  return JSON.parse(JSON.stringify(told).replaceAll(/phone number id is \w+/g, 'phone number id is …'));
}

const PAGE = 7;

/** Every order, a page at a time, from the front and from the back. */
async function pageThroughOrders(app: TestApp): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const orderBy of orders) {
    for (const forward of [true, false]) {
      let cursor: string | null = null;
      do {
        const variables = forward ? { first: PAGE, after: cursor } : { last: PAGE, before: cursor };
        const page: ListedPage = await listNumbers(app, { orderBy, ...variables });
        const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
        const rows = page.edges.map(({ node }) => [node.address, node.label]);
        seen.push({ orderBy, forward, total: page.totalCount, hasNextPage, hasPreviousPage, rows });
        cursor = forward ? (hasNextPage ? endCursor : null) : hasPreviousPage ? startCursor : null;
      } while (cursor !== null);
    }
  }
  return seen;
}

async function tryFilters(app: TestApp): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const filter of filters) {
    const page = await listNumbers(app, { filter, orderBy: 'ADDRESS_ASC', first: 100 });
    found.push({ filter, total: page.totalCount, addresses: addressesOf(page) });
  }
  return found;
}

const agentsQuery = `query ($representations: [_Any!]!, $first: Int, $after: String, $last: Int, $before: String) {
  _entities(representations: $representations) { ... on Agent {
    id phoneNumbers(first: $first, after: $after, last: $last, before: $before) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { ... on PhoneNumberRecord { address } }
    }
  } }
}`;

async function readAgents(app: TestApp): Promise<unknown[]> {
  const ids = ['agent-0', 'agent-1', 'agent-2', 'nobody', second.agents.first];
  const representations = ids.map((id) => ({ __typename: 'Agent', id }));
  const ask = async (paging: object) =>
    dataOf(await app.graphql(agentsQuery, { representations, ...paging }))._entities;
  const front = await ask({ first: 3 });
  const after = front[0].phoneNumbers.pageInfo.endCursor;
  const last = await ask({ last: 2 });
  const before = last[0].phoneNumbers.pageInfo.startCursor;
  const pages = [front, await ask({ first: 2, after }), last, await ask({ last: 3, before }), await ask({ first: 0 })];
  // The numbers have the ids that they were given, so that even cursors must be the same.
  return pages;
}

async function pageThroughOperations(app: TestApp): Promise<unknown[]> {
  const query = `query ($first: Int, $after: String, $filter: NumberOperationFilter) {
    numberOperations(first: $first, after: $after, filter: $filter) {
      totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
      nodes { kind status idempotencyKey userErrors { code } history { status note } }
    }
  }`;
  const seen: unknown[] = [];
  for (const filter of [{}, { kinds: ['PURCHASE'] }, { statuses: ['FAILED'] }, { statuses: ['PENDING'] }]) {
    let after: string | null = null;
    do {
      const { numberOperations } = dataOf(await app.graphql(query, { first: 5, after, filter }));
      const { endCursor, ...place } = numberOperations.pageInfo;
      seen.push({ filter, ...numberOperations, pageInfo: place });
      after = place.hasNextPage ? endCursor : null;
    } while (after !== null);
  }
  return withoutNamedIds(seen);
}
