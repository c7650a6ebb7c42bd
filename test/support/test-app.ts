import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Service, type ServiceOptions, startService } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

/** The answer to a GraphQL request: loosely typed, since tests say what they expect of it. */
export type Answer = {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what each test asserts
  data: any;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
};

/** A whole service on a sandbox of its own, over HTTP. */
export type TestApp = {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly dataDir: string;
  /** Everything logged so far, one JSON line each. */
  readonly logLines: string[];
  graphql(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  /** Stops it and starts it again on the same data, with a sandbox that has kept its state. */
  restart(changes?: TestSettings): Promise<void>;
  stop(): Promise<void>;
};

/** What a test may set differently. */
export type TestSettings = Partial<Omit<Config, keyof Opened>> &
  Partial<Opened> &
  Pick<ServiceOptions, 'now' | 'monotonicMs' | 'decorate' | 'vendors'>;

/** What the configuration hides, as tests have it. */
type Opened = { readonly databaseUrl: string | null; readonly routerSecrets: readonly string[] };

function hidden({ databaseUrl = null, routerSecrets = [] }: Partial<Opened>): Pick<Config, keyof Opened> {
  return {
    databaseUrl: databaseUrl === null ? null : new Secret(databaseUrl),
    routerSecrets: routerSecrets.map((secret) => new Secret(secret)),
  };
}

/** Starts the service in a folder of its own, which `stop` removes. */
export async function startTestApp(settings: TestSettings = {}): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  const logLines: string[] = [];
  const destination = { write: (line: string) => void logLines.push(line) };
  const start = ({ now, monotonicMs, decorate, vendors, ...config }: TestSettings): Promise<Service> =>
    startService({
      // Each who asks for age 0 is given what was read after that: tests change what a vendor has at any moment.
      config: {
        ...readConfig({}),
        ...{ port: 0, dataDir, vendorTimeoutMs: 2_000, refreshMinIntervalMs: 0, logLevel: 'trace' },
        ...config,
        ...hidden(config),
      },
      logger: createLogger('trace', destination),
      ...(now && { now }),
      ...(monotonicMs && { monotonicMs }),
      ...(vendors && { vendors }),
      decorate,
    });
  let app = await start(settings).catch((error: unknown) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    get url() {
      return app.url;
    },
    get sandbox() {
      if (!app.sandbox) throw new Error('This app runs on no sandbox of its own.');
      return app.sandbox;
    },
    dataDir,
    logLines,
    graphql: (query, variables, headers) => sendGraphql(app.url, { query, variables }, headers),
    async restart(changes = {}) {
      await app.stop();
      app = await start({ ...settings, ...changes });
    },
    async stop() {
      await app.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends one GraphQL request over HTTP. */
export async function sendGraphql(url: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer: Omit<Answer, 'status'> = await response.json();
  return { status: response.status, ...answer };
}
