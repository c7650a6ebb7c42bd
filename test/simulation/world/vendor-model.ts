import { findRoute } from '../../../src/sandbox/routes.ts';
import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import type { FakeAccount, FakeApi, FakeVendor } from '../../../src/vendors/fake-kit/fake-vendor.ts';
import { type Answer, type Call, Refusal } from '../../../src/vendors/fake-kit/http.ts';
import type { OperationName, RoutedCall } from '../../../src/vendors/fake-kit/routes.ts';
import type { Random } from '../../torture/random.ts';
import { createLister, type Lister } from './lister.ts';
import { allAreaCodes, type StockNumber, stockNumber } from './stock.ts';
import type { Temper } from './temper.ts';
import { ownWords, retell, rewrite } from './words.ts';

/** A number that came into an account by a call of this service. */
export type Acquired = {
  readonly vendor: string;
  readonly workspace: string;
  readonly id: string;
  readonly number: string;
  readonly at: number;
  /** Of which call it came. */
  readonly cause: Cause;
  /** From when on the list shows it. */
  readonly shownFrom: number;
};

/** The call that reached a vendor. */
export type Cause = {
  readonly operationId: string | null;
  readonly attempt: number;
  /** The same for all copies that something in between made of one request. */
  readonly exchange: number;
};

/** A request as it arrives, and the chance that decides how it is answered. */
export type Arrival = { readonly call: Call; readonly cause: Cause; readonly random: Random };

/** One vendor, with the accounts that this service has had there. */
export type VendorModel = {
  readonly name: string;
  readonly definition: VendorDefinition;
  readonly agents: readonly string[];
  temper: Temper;
  readonly stock: Map<string, StockNumber>;
  readonly soldToOthers: Set<string>;
  workspaces(): readonly Workspace[];
  handle(arrival: Arrival): { readonly answer: Answer; readonly operation: OperationName | null };
  /** Told of each account that is opened from now on. */
  onOpened: (workspace: Workspace) => void;
  /** Whether a number that is bought again may come under this id again. */
  reusesId(id: string): boolean;
  /** There is as much for sale again as at first, of numbers that were never sold. */
  restock(): void;
  /** Does something in the dashboard. */
  byHand(workspace: string, act: (api: FakeApi) => void): void;
};

/** One account at a vendor. */
export type Workspace = {
  readonly name: string;
  readonly api: FakeApi;
  /** The numbers in it, by id. */
  readonly numbers: ReadonlyMap<string, string>;
  readonly lister: Lister;
};

type OpenWorkspace = Workspace & { state: unknown; readonly numbers: Map<string, string> };

type Settings = {
  readonly definition: VendorDefinition;
  readonly fake: FakeVendor;
  readonly temper: Temper;
  readonly stock: readonly StockNumber[];
  readonly now: () => number;
  /** Whether the service has a number of this id on record. */
  readonly knows: (vendor: string, id: string) => boolean;
  readonly onAcquired: (acquired: Acquired) => void;
  readonly count: (what: string) => void;
};

/** In the place of a number for a moment. */
const TWIN = 'twin';

/** How many numbers of each area code. */
const RESTOCK = 150;

const KEY = /key-([a-z])-\d+/;
const KEY_HEADERS = ['authorization', 'x-pickwick-key', 'xi-api-key'];

/** The key of an account; `serial` tells apart those that it has had. */
export function apiKeyOf(workspace: string, serial: number): string {
  return `simulated-key-${workspace}-${serial}`;
}

/** Whose key a call shows: as it is, or as a part of a login. */
function workspaceOf({ header }: Call): string {
  const shown = KEY_HEADERS.map(header);
  const logins = shown.map((text) => Buffer.from(text.replace(/^Basic /, ''), 'base64').toString());
  const found = [...shown, ...logins].map((text) => KEY.exec(text)?.[1]);
  return found.find((name) => name !== undefined) ?? 'a';
}

function lists({ api }: Workspace): boolean {
  return api.routes.some(({ operation }) => operation === 'list');
}

/** Makes a vendor of its fake: the fake knows the API, the model how it misleads. */
export function createVendorModel(settings: Settings): VendorModel {
  const { definition, fake, now, knows, onAcquired, count } = settings;
  const stock = new Map(settings.stock.map((number) => [number.number, number]));
  const soldToOthers = new Set<string>();
  const formerIds = new Map<string, string>();
  const soldAt = new Map<string, number>();
  const boughtBy = new Map<string, number>();
  const workspaces = new Map<string, OpenWorkspace>();
  let isSearching = false;
  let chance: Random | null = null;
  /** Of which call the number of an order comes, which may settle while another call is answered. */
  const orderedBy = new Map<string, Cause>();

  let held = new Set<string>();
  const isHeld = (number: string): boolean => held.has(number);
  const isForSale = (number: string): boolean => stock.has(number) && !soldToOthers.has(number) && !isHeld(number);

  function isOffered(number: string): boolean {
    if (isForSale(number)) return true;
    const { staleSearchMs } = model.temper;
    const at = soldAt.get(number);
    const isStale = isSearching && at !== undefined && now() - at < staleSearchMs;
    if (isStale) count('stale search');
    return isStale;
  }

  function open(name: string) {
    const account: FakeAccount<unknown> = {
      read: () => workspace.state,
      change: (act) => act(workspace.state),
      findForSale({ country, prefix, contains, limit }) {
        const found: string[] = [];
        for (const candidate of stock.values()) {
          if (found.length >= limit) break;
          const { number, digits } = candidate;
          const fits = candidate.country === country && digits.startsWith(prefix) && digits.includes(contains ?? '');
          if (fits && isOffered(number)) found.push(number);
        }
        return found;
      },
      isForSale,
      orderFate() {
        const { orderLagMs, ordersFail } = model.temper;
        const fails = chance?.chance(ordersFail) === true;
        if (fails) count('order fails');
        else if (orderLagMs > 0) count('order settles late');
        return fails ? { kind: 'fails' } : { kind: 'settles', afterMs: Math.round(orderLagMs * (chance?.next() ?? 0)) };
      },
      recordSale: (number) => void soldAt.set(number, now()),
      now: () => new Date(now()).toISOString(),
    };
    const workspace = {
      name,
      state: fake.seed(),
      api: fake.create(account),
      numbers: new Map<string, string>(),
      lister: createLister({ temper: () => model.temper, now, count }),
    };
    // Another account than the first has nothing in common with it.
    if (workspaces.size > 0) for (const { id } of workspace.api.numbers()) workspace.api.remove(id);
    takeStock(workspace);
    workspaces.set(name, workspace);
    model.onOpened(workspace);
    return workspace;
  }

  /** Compares an account with what was in it before; returns what is new. */
  function takeStock(workspace: { api: FakeApi; numbers: Map<string, string> }) {
    const before = new Map(workspace.numbers);
    workspace.numbers.clear();
    for (const { id, number } of workspace.api.numbers()) workspace.numbers.set(id, number);
    held = new Set([...workspaces.values(), workspace].flatMap(({ numbers }) => [...numbers.values()]));
    for (const [id, number] of before) if (!workspace.numbers.has(id)) formerIds.set(number, id);
    return [...workspace.numbers].filter(([id]) => !before.has(id)).map(([id, number]) => ({ id, number }));
  }

  /** Where a number can be imported twice, the one that is there already does not stand in the way of the next. */
  function actBesideTwin(workspace: OpenWorkspace, body: string, act: () => Answer): Answer {
    const number = /\+\d{7,15}/.exec(body)?.[0] ?? null;
    if (!model.temper.keepsTwins || number === null || ![...workspace.numbers.values()].includes(number)) return act();
    count('imported twice');
    const rename = (from: string, to: string): void => {
      workspace.state = JSON.parse(JSON.stringify(workspace.state).replaceAll(`"${from}"`, `"${to}"`));
    };
    rename(number, TWIN);
    const answer = act();
    rename(TWIN, number);
    return answer;
  }

  function run(
    workspace: OpenWorkspace,
    { call, random, cause: { exchange } }: Arrival,
  ): { answer: Answer; operation: OperationName | null } {
    const found = findRoute(workspace.api.routes, call.method, call.path);
    if ('allowed' in found) return { answer: workspace.api.problem(404, 'Not Found'), operation: null };
    const { route, params } = found;
    const operation = typeof route.operation === 'string' ? route.operation : route.operation(call);
    const act = (given: RoutedCall): Answer => {
      try {
        return route.handle(given);
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      }
    };
    const routed = { ...call, params };
    if (operation === 'list') {
      return { answer: workspace.lister.answer(routed, { act, workspace, random, exchange }), operation };
    }
    const id = Object.values(params)[0];
    if (operation === 'get' && id !== undefined && model.temper.lagsById && workspace.lister.isHidden(id)) {
      count('number not found by its id yet');
      return { answer: workspace.api.problem(404, 'not found'), operation };
    }
    isSearching = operation === 'search';
    const answer = operation === 'import' ? actBesideTwin(workspace, call.body, () => act(routed)) : act(routed);
    isSearching = false;
    return { answer, operation };
  }

  /** Names another number than was sold, or gives it the id of another one. */
  function misname(told: Answer, { arrival, workspace }: { arrival: Arrival; workspace: Workspace }): Answer {
    const { otherNumber, otherId } = model.temper;
    const { random } = arrival;
    const [id, number] = [...workspace.numbers].at(-1) ?? [];
    if (id === undefined || number === undefined) return told;
    if (random.chance(otherNumber)) {
      const other = random.pick([...stock.keys()]);
      if (other !== number) count('success with another number');
      return retell(told, (text) => text.replaceAll(`"${number}"`, `"${other}"`));
    }
    if (!random.chance(otherId) || id === number) return told;
    // An id that the service has never heard of tells it nothing.
    const other = random.pick([id, ...[...workspace.numbers.keys()].filter((one) => knows(definition.name, one))]);
    if (other !== id) count("success with another number's id");
    return retell(told, (text) => text.replaceAll(`"${id}"`, `"${other}"`));
  }

  /** Takes down what has come into an account; returns the answer with the ids in it that these have in truth. */
  function takeIn(
    workspace: OpenWorkspace,
    fresh: readonly { readonly id: string; readonly number: string }[],
    { answer, arrival }: { readonly answer: Answer; readonly arrival: Arrival },
  ): Answer {
    const { temper } = model;
    let told = answer;
    for (const { id, number } of fresh) {
      const former = temper.reusesIds ? formerIds.get(number) : undefined;
      if (former !== undefined && former !== id && !workspace.numbers.has(former)) {
        count('id comes back');
        workspace.state = JSON.parse(JSON.stringify(workspace.state).replaceAll(id, former));
        told = retell(told, (text) => text.replaceAll(id, former));
        takeStock(workspace);
      }
      const shown = former !== undefined && workspace.numbers.has(former) ? former : id;
      const lagMs = temper.listLagMs === null ? Number.POSITIVE_INFINITY : temper.listLagMs * arrival.random.next();
      const shownFrom = now() + lagMs;
      workspace.lister.hideUntil(shown, shownFrom);
      const cause = orderedBy.get(`${workspace.name} ${number}`) ?? arrival.cause;
      orderedBy.delete(`${workspace.name} ${number}`);
      boughtBy.set(shown, cause.exchange);
      onAcquired({
        vendor: definition.name,
        workspace: workspace.name,
        id: shown,
        number,
        at: now(),
        cause,
        shownFrom,
      });
    }
    return told;
  }

  /** Orders settle at the fake's next call after their time: that must be none which shows the account already. */
  function settleOrders(workspace: OpenWorkspace, arrival: Arrival): void {
    const route = workspace.api.routes.find(({ operation, method }) => operation === 'order' && method === 'GET');
    if (route === undefined) return;
    const call = {
      ...arrival.call,
      method: 'GET',
      path: route.path,
      body: '',
      query: new URLSearchParams(),
      params: {},
    };
    const answer = route.handle(call);
    takeIn(workspace, takeStock(workspace), { answer, arrival });
  }

  const model: VendorModel = {
    name: definition.name,
    definition,
    agents: fake.agents.map(({ id }) => id),
    temper: settings.temper,
    stock,
    soldToOthers,
    workspaces: () => [...workspaces.values()],
    onOpened: () => undefined,
    handle(arrival) {
      const name = workspaceOf(arrival.call);
      const workspace = workspaces.get(name) ?? open(name);
      const { temper } = model;
      const spellings = temper.spellsNationally ? [...stock.values()].filter(({ country }) => country !== 'US') : [];
      const body = rewrite(arrival.call.body, spellings, 'toE164');
      // A form writes the plus sign in another way.
      const asked = /\+\d{7,15}/.exec(body.replaceAll('%2B', '+'))?.[0] ?? null;
      chance = arrival.random;
      settleOrders(workspace, arrival);
      const { answer, operation } = run(workspace, { ...arrival, call: { ...arrival.call, body } });
      const fresh = takeStock(workspace);
      if (operation === 'purchase' && answer.status < 300 && asked !== null)
        orderedBy.set(`${name} ${asked}`, arrival.cause);
      let told = takeIn(workspace, fresh, { answer, arrival });
      if (fresh.length === 0 && operation === 'purchase' && answer.status >= 400 && asked !== null) {
        const ours = [...workspace.numbers].find(([, number]) => number === asked);
        if (ours) {
          const [id] = ours;
          told = ownWords(workspace.api, {
            random: arrival.random,
            isCopy: boughtBy.get(id) === arrival.cause.exchange,
            isShown: lists(workspace) && workspace.lister.isReliable() && !workspace.lister.isHidden(id),
          });
        }
      }
      if (operation === 'purchase' && fresh.length > 0) told = misname(told, { arrival, workspace });
      const text = (given: string): string => rewrite(given, spellings, 'toNational');
      const spelled = spellings.length === 0 ? told : retell(told, text);
      if (spelled !== told && JSON.stringify(spelled.body) !== JSON.stringify(told.body)) count('other spelling');
      return { answer: spelled, operation };
    },
    reusesId: (id) => model.temper.reusesIds || id.startsWith('+'),
    restock() {
      for (const areaCode of allAreaCodes) {
        for (let nth = 0; nth < RESTOCK; nth += 1) {
          const number = stockNumber(areaCode, 500 + nth);
          stock.set(number.number, number);
        }
      }
    },
    byHand(name, act) {
      const workspace = workspaces.get(name) ?? open(name);
      act(workspace.api);
      takeStock(workspace);
    },
  };
  open('a');
  return model;
}
