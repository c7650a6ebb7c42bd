import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { sqliteFileOf } from '../../src/database/open.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import { ROOT, startServerProcess, startServiceProcess } from '../processes.ts';
import { medianOf } from '../report.ts';
import { APOLLO, type Contender, HAND_WRITTEN, PROJECT } from './contenders.ts';
import { openCaller } from './measure.ts';
import { vendorIdAt } from './numbers.ts';

const VENDOR_MS = 20;
const ACCOUNT_SIZE = 100;
const CALLERS = 50;
const WARM_UP_MS = 2_000;
const FIELDS = `__typename ... on PhoneNumberRecord { id vendor vendorId address label status agent { id } acquisition locked }
  ... on PstnNumber { number }`;
const ONE = `query FreshNumber($id: ID!) { phoneNumber(id: $id, maxAge: 0) { ${FIELDS} } }`;
const LIST = `query FreshList { phoneNumbers(first: ${ACCOUNT_SIZE}, maxAge: 0) { nodes { ${FIELDS} } } }`;
const oneBodies = Array.from({ length: ACCOUNT_SIZE }, (_, index) =>
  JSON.stringify({
    operationName: 'FreshNumber',
    query: ONE,
    variables: { id: toNumberId('VOGENT', vendorIdAt(index)) },
  }),
);
const listBody = JSON.stringify({ operationName: 'FreshList', query: LIST, variables: {} });

/** What reads cost that wait for the vendor, in each round. */
export type Fresh = {
  /** By how many ms the answer of one number comes later than the vendor's own, at the median. */
  readonly addedMs: ReadonlyMap<string, readonly number[]>;
  /** How many lists a second 50 callers are given. */
  readonly answersPerSecond: ReadonlyMap<string, readonly number[]>;
};

type Plan = {
  readonly rounds: number;
  readonly share: number;
  readonly folder: string;
  readonly roots: readonly string[];
};

/** Measures reads with `maxAge: 0`, of a vendor that answers after 20 ms and lists 100 numbers. */
export async function measureFresh({ rounds, share, folder, roots }: Plan): Promise<Fresh> {
  await using stack = new AsyncDisposableStack();
  const vendor = stack.use(await startServerProcess('bench/requests/vendor.ts'));
  const contenders = await startFresh(`${vendor.url}/${ACCOUNT_SIZE}/${VENDOR_MS}`, { stack, folder, roots });
  const callers = contenders.map(({ name, ...place }) => ({ name, ...stack.use(openCaller(place, CALLERS)) }));
  const direct = stack.use(openDirect(vendor.url));
  await checkSame(callers);
  const addedMs = new Map(callers.map(({ name }) => [name, [] as number[]]));
  const answersPerSecond = new Map(callers.map(({ name }) => [name, [] as number[]]));
  for (const { ask } of callers) await countAnswers(() => ask(listBody), WARM_UP_MS * share);
  for (let round = 0; round < rounds; round += 1) {
    const inTurns = callers.map((_, index) => callers[(index + round) % callers.length]).filter((caller) => !!caller);
    for (const { name, ask } of inTurns) {
      const vendors = await medianWait(() => direct.ask(), share);
      const ours = await medianWait((index) => ask(oneBodies[index % oneBodies.length] ?? ''), share);
      addedMs.get(name)?.push(ours - vendors);
    }
    for (const { name, ask } of inTurns) {
      const forMs = WARM_UP_MS * share;
      answersPerSecond.get(name)?.push(((await countAnswers(() => ask(listBody), forMs)) * 1_000) / forMs);
    }
  }
  return { addedMs, answersPerSecond };
}

type Starting = { readonly stack: AsyncDisposableStack; readonly folder: string; readonly roots: readonly string[] };

async function startFresh(vendorUrl: string, { stack, folder, roots }: Starting): Promise<Contender[]> {
  const contenders: Contender[] = [];
  for (const [index, root] of [ROOT, ...roots].entries()) {
    const dataDir = join(folder, `fresh-${index}`);
    mkdirSync(dataDir, { mode: 0o700 });
    const environment = {
      DATA_DIR: dataDir,
      SANDBOX: 'false',
      VOGENT_API_KEY: 'key-of-the-benchmark',
      VOGENT_BASE_URL: vendorUrl,
      REFRESH_MIN_INTERVAL_MS: '0',
      LOG_LEVEL: 'info',
    };
    const service = stack.use(await startServiceProcess(environment, { cwd: dataDir, root, isPinned: true }));
    contenders.push({ ...service, name: index === 0 ? PROJECT : basename(root), path: '/graphql' });
  }
  const store = sqliteFileOf({ dataDir: join(folder, 'fresh-0'), sandbox: false });
  for (const [name, file] of [
    [APOLLO, 'apollo'],
    [HAND_WRITTEN, 'hand-written'],
  ] as const) {
    const options = { options: [store, vendorUrl], isPinned: true };
    const server = stack.use(await startServerProcess(`bench/requests/contenders/${file}.ts`, options));
    contenders.push({ ...server, name, path: '/' });
  }
  return contenders;
}

/** The vendor itself, asked for one number. */
function openDirect(url: string): AsyncDisposable & { ask(): Promise<unknown> } {
  const pool = new Pool(url, { connections: 1 });
  const path = `/${ACCOUNT_SIZE}/${VENDOR_MS}/phone_numbers/${vendorIdAt(1)}`;
  return {
    ask: async () => (await pool.request({ method: 'GET', path })).body.text(),
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

async function checkSame(callers: readonly { name: string; ask(body: string): Promise<string> }[]): Promise<void> {
  for (const body of [listBody, ...oneBodies.slice(0, 3)]) {
    let first: string | null = null;
    for (const { name, ask } of callers) {
      const data = JSON.stringify(JSON.parse(await ask(body)).data);
      first ??= data;
      if (data !== first)
        throw new Error(`${name} answers differently:\n${data.slice(0, 400)}\n${first.slice(0, 400)}`);
    }
  }
}

const WAITS = 100;

async function medianWait(ask: (index: number) => Promise<unknown>, share: number): Promise<number> {
  const waits: number[] = [];
  for (let index = 0; index < Math.ceil(WAITS * share); index += 1) {
    const askedAt = performance.now();
    await ask(index);
    waits.push(performance.now() - askedAt);
  }
  return medianOf(waits);
}

async function countAnswers(ask: () => Promise<string>, forMs: number): Promise<number> {
  let answers = 0;
  let isOver = false;
  const call = async () => {
    while (!isOver) {
      await ask();
      if (!isOver) answers += 1;
    }
  };
  const calls = Array.from({ length: CALLERS }, call);
  await sleep(forMs);
  isOver = true;
  await Promise.all(calls);
  return answers;
}
