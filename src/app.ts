import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type Config, loadSettings, type Settings } from './config.ts';
import { startClock } from './database/clock.ts';
import { connectionUseOf, type Database, isPostgres } from './database/database.ts';
import { isMigrated } from './database/migrate.ts';
import { openDatabase } from './database/open.ts';
import { readVendorNames } from './database/vendor-names.ts';
import type { VendorName } from './domain/phone-number.ts';
import { createRateLimit } from './graphql/rate-limit.ts';
import { createGraphqlServer } from './graphql/server.ts';
import { noGuard, openLedgerGuard } from './ledger/guard.ts';
import { createLedgerReads } from './ledger/reads.ts';
import { createReconciliationWorker } from './operations/reconciliation/worker.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { createAdmission } from './server/auth/admission.ts';
import { createGraphiqlInfo } from './server/graphiql-info.ts';
import { answerGraphql } from './server/graphql-route.ts';
import { answerLive, answerReady } from './server/health.ts';
import { startHttpServer } from './server/http-server.ts';
import { answerNotFound, isVisit, isVisitOfRoot, redirectToPage } from './server/not-found.ts';
import { createOverviewPage } from './server/overview-page.ts';
import { createGraphiqlPage } from './server/pages.ts';
import { readOnly } from './server/read-only.ts';
import { createServices, distrustMsOf, type Foundations, SLACK_MS } from './services.ts';
import {
  explainAddress,
  explainDatabase,
  explainMemory,
  explainSandbox,
  orExplain,
  refuseUnknownVendors,
} from './start-error.ts';
import { createLogger } from './telemetry/logger.ts';
import { openTelemetry } from './telemetry/telemetry.ts';
import { checkDefinitions, type VendorDefinition } from './vendors/define-vendor.ts';
import { openOrigin } from './vendors/http/exchange.ts';
import { builtInVendors } from './vendors/index.ts';
import type { VoiceVendor } from './vendors/open-vendor.ts';

/** The running service. */
export type Service = {
  /** Where it serves, e.g. `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Whether the vendors are real ones. */
  readonly mode: 'live' | 'sandbox';
  /** The fake vendors, where they stand in for the real ones. */
  readonly sandbox: Sandbox | null;
  /** Finishes what runs, within a bound, and closes everything. */
  stop(): Promise<void>;
  /** The same, once load balancers have noticed: until then it is not ready, and goes on answering. */
  stopAfterDelay(): Promise<void>;
};

/** How to start a service; every member has a default. */
export type ServiceOptions = {
  /**
   * The vendors that there may be accounts with; unless told otherwise those that come with the service, and where the
   * environment is read, those that `VENDORS` names.
   */
  readonly vendors?: readonly VendorDefinition[];
  /** Read from the environment unless given. */
  readonly config?: Config;
  readonly logger?: Logger;
  /**
   * The machine's clock. Where it is given without `monotonicMs`, it is taken at its word: by tests, which let time pass.
   */
  readonly now?: () => Date;
  /** A clock that nobody sets, in ms: `now` is held against it, and against PostgreSQL's. */
  readonly monotonicMs?: () => number;
  /** Wraps what operations work with: how tests stop the process between any two steps. */
  readonly decorate?: Foundations['decorate'];
};

/** Both the sources and what is compiled of them run; the pages are built to folders of `dist` for both. */
const PAGES_PATH = import.meta.url.endsWith('.ts') ? '../dist/' : '../';
const builtPage = (name: string) => fileURLToPath(new URL(PAGES_PATH + name, import.meta.url));

/**
 * Builds every part once and starts serving. Throws `ConfigError` if the environment makes no sense, and if the database,
 * the sandbox or the port cannot be had: `StartError` for the usual causes; nothing of it runs on then. An `Error` says
 * what is wrong with a definition.
 */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const { config, vendors: definitions } = await settingsOf(options);
  const { decorate } = options;
  const { logger = createLogger(config.logLevel) } = options;
  await using stack = new AsyncDisposableStack();
  const database = await orExplain(config, openDatabase(config, logger), explainDatabase);
  stack.defer(() => database.destroy());
  refuseUnknownVendors(await readVendorNames(database), definitions);
  const mode = config.sandbox ? 'sandbox' : 'live';
  const opening = config.sandbox ? openSandbox(config, { definitions, database, stack }) : null;
  const sandbox = opening === null ? null : await orExplain(config, opening, explainSandbox);
  const clock = await startClock(options, { distrustMs: distrustMsOf(config), database, logger });
  stack.defer(clock.stop);
  const { now } = clock;
  const beganEmpty = mode === 'live' && (await createLedgerReads(database, now).count({})) === 0;
  // Of fake vendors, nothing is bought.
  const guarding = config.sandbox ? Promise.resolve(noGuard) : openLedgerGuard(config.dataDir, { database, logger });
  const guard = await orExplain(config, guarding, explainMemory);
  stack.defer(() => guard.stop());
  const accounts = sandbox?.accounts ?? config.accounts;
  const telemetry = await openTelemetry(config, {
    logger,
    vendors: definitions.map(({ name }) => name).filter((name) => accounts[name] !== undefined),
  });
  stack.defer(() => telemetry.stop());
  const services = createServices(config, {
    logger,
    now,
    clockSetAtMs: clock.setAtMs,
    definitions,
    database,
    sandbox,
    guard,
    beganEmpty,
    decorate,
    open: telemetry.open(openOrigin),
    watch: telemetry,
  });
  const { operations, sync } = services;
  stack.defer(() => closeVendors(operations.vendors));
  telemetry.observe(services, () => connectionUseOf(database));

  const { securityEvents, tracing } = telemetry;
  const rateLimit = createRateLimit(config.rateLimitPerMinute, { now, securityEvents });
  const { introspection } = config;
  const apollo = createGraphqlServer(definitions, logger, { introspection, securityEvents, tracing });
  await apollo.start();
  stack.defer(() => apollo.stop());
  const reconciliation = createReconciliationWorker(operations, {
    intervalMs: config.recoveryIntervalSeconds * 1000,
    retentionDays: config.ledgerRetentionDays,
  });
  stack.defer(async () => void (await Promise.all([reconciliation.stop(), operations.turns.stop(), sync.stop()])));
  const graphiql = createGraphiqlPage({
    directory: builtPage('graphiql'),
    info: () => createGraphiqlInfo([...operations.vendors.values()], sandbox),
  });
  const overview = createOverviewPage({
    directory: builtPage('overview'),
    mode,
    asksWhoCalls: config.routerSecrets.length > 0 || config.signIn !== null,
    hasGraphiql: config.graphiql,
  });
  let isEnding = false;
  const { guard: admitted, open, local } = createAdmission(config, { securityEvents, logger });
  const showPage = open(async (_request, response) => redirectToPage(response));
  const answerOperation = admitted((request, response, sender) =>
    answerGraphql(apollo, { request, response, services, sender, rateLimit }),
  );
  const starting = startHttpServer({
    host: config.host,
    port: config.port,
    keepAliveMs: config.keepAliveSeconds * 1000,
    logger,
    watch: telemetry.requests,
    routes: {
      '/graphql': (request, response) =>
        config.graphiql && isVisit(request) ? showPage(request, response) : answerOperation(request, response),
      ...(config.graphiql && {
        '/graphiql/info.json': admitted(async (request, response) => void (await graphiql.handle(request, response))),
      }),
      '/metrics': readOnly(local(async (request, response) => telemetry.answerMetrics(request, response))),
      '/health/live': readOnly(async (_request, response) => answerLive(response)),
      '/health/ready': readOnly((_request, response) =>
        answerReady(response, {
          mode,
          isEnding,
          isDatabaseReady: () => isMigrated(database),
          vendors: operations.vendors,
        }),
      ),
    },
    // The files of the pages hold no data: whoever opens one has yet to show a secret there.
    otherwise: open(async (request, response) => {
      if (config.overview && isVisitOfRoot(request)) return overview.show(request, response);
      if (config.overview && (await overview.handle(request, response))) return;
      if (config.graphiql && isVisit(request)) return redirectToPage(response);
      if (config.graphiql && (await graphiql.handle(request, response))) return;
      await admitted(async () => answerNotFound(request, response, config))(request, response);
    }),
  });
  const http = await orExplain(config, starting, explainAddress);
  stack.defer(() => http.stop(config.vendorTimeoutMs + SLACK_MS));
  reconciliation.start();
  // The first reader should not have to wait for what the vendors have.
  sync
    .ensureFresh([...operations.vendors.keys()], null)
    .catch((error: unknown) => logger.error({ err: error }, 'first sync failed'));

  const running = stack.move();
  return {
    url: http.url,
    mode,
    sandbox,
    stop: () => running.disposeAsync(),
    async stopAfterDelay() {
      isEnding = true;
      http.retire();
      await sleep(config.shutdownDelaySeconds * 1000);
      await running.disposeAsync();
    },
  };
}

async function settingsOf({ config, vendors }: ServiceOptions): Promise<Settings> {
  if (vendors !== undefined) checkDefinitions(vendors);
  return config === undefined ? await loadSettings(vendors) : { config, vendors: vendors ?? builtInVendors };
}

type SandboxPlace = {
  readonly definitions: readonly VendorDefinition[];
  readonly database: Database;
  readonly stack: AsyncDisposableStack;
};

/** Fake vendors of this service's own, on a database that no other service has fake vendors for. */
async function openSandbox(config: Config, { definitions, database, stack }: SandboxPlace): Promise<Sandbox> {
  // A service with real vendors has no code of fake ones in it.
  const { lockSandboxDatabase } = await import('./sandbox/database-lock.ts');
  const { startSandbox } = await import('./sandbox/sandbox.ts');
  if (isPostgres(database)) stack.use(await lockSandboxDatabase(database));
  const sandbox = await startSandbox({ vendors: definitions, stateFile: join(config.dataDir, 'sandbox.json') });
  stack.defer(() => sandbox.stop());
  return sandbox;
}

async function closeVendors(vendors: ReadonlyMap<VendorName, VoiceVendor>): Promise<void> {
  await Promise.all([...vendors.values()].map((vendor) => vendor.close()));
}
