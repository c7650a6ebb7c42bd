import { pino } from 'pino';
import { type Config, readConfig } from '../../../src/config.ts';
import { type Clock, startClock } from '../../../src/database/clock.ts';
import { toNumberId } from '../../../src/domain/number-id.ts';
import { noGuard } from '../../../src/ledger/guard.ts';
import {
  createReconciliationWorker,
  type ReconciliationWorker,
} from '../../../src/operations/reconciliation/worker.ts';
import type { OperationContext } from '../../../src/operations/shared/context.ts';
import { createServices, distrustMsOf } from '../../../src/services.ts';
import type { Sync } from '../../../src/sync/sync.ts';
import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import type { FakeVendor } from '../../../src/vendors/fake-kit/fake-vendor.ts';
import type { VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import type { BuyingAny, BuyingExact } from '../../../src/vendors/vendor.ts';
import { mark } from '../../support/vendor-contract/subject.ts';
import { createRandom, type Random } from '../../torture/random.ts';
import { type Books, createBooks } from './books.ts';
import type { Client, SharedDatabase } from './database.ts';
import type { Weather } from './fates.ts';
import { createNetwork } from './network.ts';
import {
  CLOCK_INTERVAL_MS,
  createHost,
  currentScope,
  type Fuse,
  type Host,
  type Machine,
  type Process,
  runAs,
  withSentCall,
} from './processes.ts';
import { allAreaCodes, stockNumber } from './stock.ts';
import type { Temper } from './temper.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { apiKeyOf, createVendorModel, type VendorModel } from './vendor-model.ts';

/** A vendor's definition, and the fake that plays it. */
export type Player = { readonly definition: VendorDefinition; readonly fake: FakeVendor };

/** What a life begins with. */
export type Setting = {
  readonly seed: number;
  /** By how much the wall clock of each machine is wrong, in ms. */
  readonly skewsMs: readonly number[];
  readonly tempers: readonly Temper[];
  readonly weather: Weather;
  /** How many numbers each vendor sells in each area code. */
  readonly stockSize: number;
};

/** A process with the service in it. */
export type Instance = {
  readonly process: Process;
  /** Fulfilled when its clock runs. */
  readonly ready: Promise<void>;
  readonly operations: OperationContext;
  readonly sync: Sync;
  readonly reconciliation: ReconciliationWorker;
};

/** All there is in one life. */
export type World = {
  readonly setting: Setting;
  readonly timeline: Timeline;
  readonly host: Host;
  readonly vendors: readonly VendorModel[];
  readonly machines: readonly Machine[];
  readonly books: Books;
  readonly database: SharedDatabase;
  readonly config: Config;
  weather: Weather;
  /** Which account the service is started with, and the serial number of its key. */
  readonly account: Account;
  /** Starts all machines anew: with a new key of the right account, that of another one, or the last right one. */
  changeKey(to: 'new' | 'wrong' | 'right'): void;
  /** The instance on a machine, started if it does not run. */
  instanceOn(machine: Machine): Instance;
  kill(machine: Machine): void;
  /** Starts something that an instance does. Returns at once. */
  start(machine: Machine, given: TaskSettings, work: (instance: Instance) => Promise<void>): void;
  /** Whether something is still under way in a process that lives. */
  isBusy(): boolean;
  note(line: () => string): void;
};

type Account = { readonly workspace: string; readonly serial: number };

const WRONG_ACCOUNT: Account = { workspace: 'b', serial: 1 };

type TaskSettings = { readonly name: string; readonly seed: number; readonly fuse: Fuse | null };

/** When lives begin. */
const BEGINNING = 1_782_900_000_000;

type Parts = {
  readonly players: readonly Player[];
  readonly database: SharedDatabase;
  /** Called with each line of what happens; null to save the time. */
  readonly trace: ((line: string) => void) | null;
  readonly count: (what: string) => void;
};

export function createWorld(setting: Setting, { players, database, trace, count }: Parts): World {
  database.reset();
  const timeline = createTimeline(BEGINNING);
  const random: Random = createRandom(setting.seed);
  const machines = setting.skewsMs.map(
    (skewMs, index): Machine => ({
      name: `machine-${index}`,
      skewMs,
      skewAtStartMs: skewMs,
      pauses: [],
      hear: () => undefined,
    }),
  );
  const instances = new Map<Machine, Instance>();
  const underWay = new Map<Process, number>();
  let serial = 1;
  let isWrongAccount = false;
  const note = (line: () => string): void => {
    if (trace === null) return;
    const seconds = ((timeline.now() - BEGINNING) / 1000).toFixed(3);
    trace(`${seconds.padStart(12)} ${line()}`);
  };
  const host = createHost({
    timeline,
    random: random.next,
    kill: (process) => killProcess(process),
    note: (machine, what) => note(() => `${machine.name} ${what}`),
  });
  const books = createBooks({ timeline, database, note, count });
  const stock = allAreaCodes.flatMap((areaCode) =>
    Array.from({ length: setting.stockSize }, (_, index) => stockNumber(areaCode, index)),
  );
  const vendors = players.map(({ definition, fake }, index) =>
    createVendorModel({
      definition,
      fake,
      temper: setting.tempers[index] ?? missing(definition.name),
      stock,
      now: timeline.now,
      onAcquired: books.acquired,
      knows: (vendor, id) => database.read('select 1 from numbers where id = ?', toNumberId(vendor, id)).length > 0,
      count,
    }),
  );
  books.watch(vendors);
  const open = createNetwork({
    host,
    vendors,
    weather: () => world.weather,
    onSend: books.sent,
    onArrival: books.arrived,
    onEnd: books.ended,
  });

  const logger = pino(
    { level: trace === null ? 'error' : 'warn', base: null, timestamp: false },
    {
      write(line: string) {
        note(() => `log: ${line.trim()}`);
        if (line.includes('"level":50')) books.breach(`logged ${line.trim()}`);
      },
    },
  );

  function boot(machine: Machine): Instance {
    const process: Process = { machine, startedAt: timeline.now(), isDead: false };
    const client: Client = {
      async pass() {
        await host.step();
        const scope = currentScope();
        // Others may come in between, or not.
        if (scope?.task.random.chance(0.3)) {
          const ms = scope.task.random.between(0, 5);
          await new Promise<void>((resolve) => host.deliver(process, timeline.now() + ms, resolve));
        }
      },
      get isDead() {
        return process.isDead;
      },
    };
    const config = configFor(players, world.account);
    const connection = database.connect(client);
    let clock: Pick<Clock, 'now' | 'setAtMs'> = { now: () => new Date(), setAtMs: () => 0 };
    const task = { name: 'start', random: createRandom(machine.skewMs), fuse: null, steps: 0 };
    const ready = runAs({ process, task, sent: null }, async () => {
      const monotonicMs = (): number => performance.now();
      const settings = { distrustMs: distrustMsOf(config), database: connection, logger };
      clock = await startClock({ now: machineClock(monotonicMs), monotonicMs }, settings);
    });
    machine.hear = () => {
      if (!process.isDead) runAs({ process, task, sent: null }, () => void clock.now());
    };
    const { operations, sync } = createServices(config, {
      logger,
      now: () => clock.now(),
      clockSetAtMs: () => clock.setAtMs(),
      definitions: players.map(({ definition }) => definition),
      database: connection,
      sandbox: null,
      guard: noGuard,
      beganEmpty: false,
      decorate: (plain) => watched(plain, { books, process }),
      open,
    });
    const { recoveryIntervalSeconds, ledgerRetentionDays: retentionDays } = config;
    const reconciliation = createReconciliationWorker(operations, {
      intervalMs: recoveryIntervalSeconds * 1000,
      retentionDays,
    });
    note(() => `${machine.name} starts`);
    if (machines.length === 1 && machine.skewMs !== machine.skewAtStartMs) books.clockJumped();
    machine.skewAtStartMs = machine.skewMs;
    return { process, ready, operations, sync, reconciliation };
  }

  /**
   * The clock that an instance is given to measure by: its machine's where it is alone. Several share a database server,
   * whose clock they look at once a minute; in between they go on by their own, which nobody sets.
   */
  function machineClock(monotonicMs: () => number): () => Date {
    if (machines.length === 1) return () => new Date();
    let heard = { timeMs: timeline.now(), atMs: monotonicMs() };
    return () => {
      const atMs = monotonicMs();
      if (atMs - heard.atMs >= CLOCK_INTERVAL_MS) heard = { timeMs: timeline.now(), atMs };
      return new Date(heard.timeMs + atMs - heard.atMs);
    };
  }

  function killProcess(process: Process): void {
    if (process.isDead) return;
    process.isDead = true;
    count('crash');
    underWay.delete(process);
    instances.delete(process.machine);
    books.died(process);
    database.dropDead();
  }

  const world: World = {
    setting,
    timeline,
    host,
    vendors,
    machines,
    books,
    database,
    config: configFor(players, { workspace: 'a', serial: 1 }),
    weather: setting.weather,
    get account() {
      return isWrongAccount ? WRONG_ACCOUNT : { workspace: 'a', serial };
    },
    changeKey(to) {
      if (to === 'new') serial += 1;
      isWrongAccount = to === 'wrong';
      if (isWrongAccount) books.accountChanged();
      for (const machine of machines) world.kill(machine);
      note(() => `all start again with key ${world.account.serial} of account ${world.account.workspace}`);
    },
    instanceOn(machine) {
      const known = instances.get(machine);
      if (known) return known;
      const fresh = boot(machine);
      instances.set(machine, fresh);
      return fresh;
    },
    kill(machine) {
      const running = instances.get(machine);
      if (!running) return;
      note(() => `${machine.name} is killed`);
      killProcess(running.process);
    },
    start(machine, { name, seed, fuse }, work) {
      const instance = world.instanceOn(machine);
      const { process } = instance;
      const task = { name, random: createRandom(seed), fuse, steps: 0 };
      underWay.set(process, (underWay.get(process) ?? 0) + 1);
      const end = (): void => void underWay.set(process, (underWay.get(process) ?? 1) - 1);
      const failed = (error: unknown): void => books.breach(`${name} threw ${String(error)}`);
      void runAs({ process, task, sent: null }, () =>
        instance.ready
          .then(() => host.step())
          .then(() => work(instance))
          .catch(failed)
          .finally(end),
      );
    },
    isBusy: () => [...underWay].some(([process, tasks]) => !process.isDead && tasks > 0),
    note,
  };
  return world;
}

function missing(name: string): never {
  throw new Error(`The life has no temper for ${name}.`);
}

const configs = new Map<string, Config>();
/** Nothing is called there: the network is simulated. */
const ANYWHERE = 'https://api.example.com';

/** The settings of an operator who sets only what must be set; limits apart, which would end the fun. */
function configFor(players: readonly Player[], { workspace, serial }: Account): Config {
  const apiKey = apiKeyOf(workspace, serial);
  const known = configs.get(apiKey);
  if (known) return known;
  const keys = players.flatMap(({ definition, fake }) => {
    const ofWorkspace = (text: string) => (workspace === 'a' ? text : text.replaceAll('0', '1'));
    const given = mark(definition, fake.settingsAt(ANYWHERE), () => apiKey);
    const needed = Object.entries(given).filter(([, text]) => !URL.canParse(text));
    return needed.map(([end, text]) => [`${definition.name}_${end}`, text === apiKey ? text : ofWorkspace(text)]);
  });
  const variables = { ...Object.fromEntries(keys), PURCHASE_LIMIT_PER_DAY: 'none' };
  const config = readConfig(
    variables,
    players.map(({ definition }) => definition),
  );
  configs.set(apiKey, config);
  return config;
}

/** Lets the books and the network see which record each call to a vendor goes by. */
function watched(plain: OperationContext, { books, process }: { books: Books; process: Process }): OperationContext {
  const vendors = new Map([...plain.vendors].map(([name, vendor]) => [name, watchedVendor(vendor)]));
  return {
    ...plain,
    vendors,
    ledger: {
      ...plain.ledger,
      async recordSent(leased, call) {
        const at = books.now();
        const recorded = await plain.ledger.recordSent(leased, call);
        if (recorded.state === 'sent') books.recorded(recorded.sent, at);
        return recorded;
      },
      async begin(operation) {
        const begun = await plain.ledger.begin(operation);
        if ('lease' in begun.operation) books.leased(process, begun.operation.id);
        return begun;
      },
      async claimDue(...given) {
        const claimed = await plain.ledger.claimDue(...given);
        for (const { id } of claimed) books.leased(process, id);
        return claimed;
      },
      async claim(...given) {
        const claimed = await plain.ledger.claim(...given);
        if (claimed) books.leased(process, claimed.id);
        return claimed;
      },
    },
  };
}

function watchedVendor(vendor: VoiceVendor): VoiceVendor {
  const { buying, importing, sip, updating, unlink, release } = vendor;
  return {
    ...vendor,
    ...(buying && { buying: watchedBuying(buying) }),
    ...(importing && {
      importing: { ...importing, run: (sent, number) => withSentCall(sent, () => importing.run(sent, number)) },
    }),
    ...(sip && { sip: { ...sip, create: (sent, user) => withSentCall(sent, () => sip.create(sent, user)) } }),
    ...(updating && {
      updating: { ...updating, run: (sent, id, change) => withSentCall(sent, () => updating.run(sent, id, change)) },
    }),
    ...(unlink && { unlink: (sent, id) => withSentCall(sent, () => unlink(sent, id)) }),
    ...(release && { release: (sent, id) => withSentCall(sent, () => release(sent, id)) }),
  };
}

function watchedBuying(buying: BuyingExact | BuyingAny): BuyingExact | BuyingAny {
  if (buying.choice === 'any') {
    const buy: BuyingAny['buy'] = (sent, order) => withSentCall(sent, () => buying.buy(sent, order));
    return { ...buying, buy };
  }
  const buy: BuyingExact['buy'] = (sent, order) => withSentCall(sent, () => buying.buy(sent, order));
  return { ...buying, buy };
}
