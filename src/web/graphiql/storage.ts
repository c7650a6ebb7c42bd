import { EXAMPLE_PASSWORD } from './info.ts';

/** What GraphiQL asks of a place to remember things in. */
type GraphiqlStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'>;
type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Keeps apart from another project's GraphiQL, which may have run on the same port of the same machine. */
const NAMESPACE = 'phone-numbers/';
const TABS = 'graphiql:tabState';
const WITH_OPERATIONS = [TABS, 'graphiql:queries', 'graphiql:favorites'];
/** Copies of what is in the active tab. Not stored a second time: read out of the tabs, they always fit them. */
const COPIES = new Map<string, 'query' | 'variables'>([
  ['graphiql:query', 'query'],
  ['graphiql:variables', 'variables'],
]);

/**
 * Keeps a person's tabs and history between visits, but neither the passwords in them nor their request headers.
 * GraphiQL by itself would write both into `localStorage`, where they stay for years.
 */
export function createStorage(kept: KeptStorage): GraphiqlStorage {
  const ownKeys = () =>
    Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? '').filter((key) => key.startsWith(NAMESPACE));
  return {
    getItem(key) {
      const member = COPIES.get(key);
      return member ? (activeTab(kept)?.[member] ?? null) : kept.getItem(NAMESPACE + key);
    },
    setItem(key, value) {
      if (COPIES.has(key)) return;
      // GraphiQL knows a tab only with the member, and the last run of an operation again only without.
      const headers = key === TABS ? null : undefined;
      kept.setItem(NAMESPACE + key, WITH_OPERATIONS.includes(key) ? withoutSecrets(value, headers) : value);
    },
    removeItem: (key) => kept.removeItem(NAMESPACE + key),
    clear() {
      for (const key of ownKeys()) kept.removeItem(key);
    },
    get length() {
      return ownKeys().length;
    },
  };
}

/** Whether an earlier visit left tabs. */
export function hasStoredTabs(storage: GraphiqlStorage): boolean {
  return storage.getItem(TABS) !== null;
}

type Operation = { query?: string | null; variables?: string | null; headers?: string | null };

function activeTab(kept: KeptStorage): Operation | undefined {
  const state: { tabs: Operation[]; activeTabIndex: number } | null = JSON.parse(
    kept.getItem(NAMESPACE + TABS) ?? 'null',
  );
  return state?.tabs[state.activeTabIndex];
}

function withoutSecrets(json: string, headers: null | undefined): string {
  return JSON.stringify(JSON.parse(json), (_key, value) =>
    isOperation(value) ? { ...forget(value), headers } : value,
  );
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'query' in value;
}

const TEXT = String.raw`"""[^]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?`;
const TYPE_AND_EQUALS = String.raw`(?:[\w![\]\s]+=\s*)?`;

/** Empties every password, also one that is half typed, or that goes by another name as in `password: $secret`. */
function forget(operation: Operation): Operation {
  const query = operation.query ?? '';
  const otherNames = [...query.matchAll(/password\s*:\s*\$(\w+)/gi)].map(([, name]) => name);
  const member = String.raw`\b(?:${[String.raw`\w*password\w*`, ...otherNames].join('|')})["']?\s*:\s*`;
  const inQuery = new RegExp(`(${member}${TYPE_AND_EQUALS})(${TEXT})`, 'gi');
  const inVariables = new RegExp(String.raw`(${member})(${TEXT}|[^\n,}]+)`, 'gi');
  return {
    ...operation,
    query: query.replace(inQuery, emptied),
    variables: (operation.variables ?? '').replace(inVariables, emptied),
  };
}

function emptied(found: string, member: string, value: string): string {
  return value === `"${EXAMPLE_PASSWORD}"` ? found : `${member}""`;
}
