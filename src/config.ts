import { EnvFileError, readEnvFile } from './config/env-file.ts';
import { findDangers } from './config/live-dangers.ts';
import { findMeant, isOfVendor } from './config/misspelt.ts';
import { loadOutsideVendors } from './config/outside-vendors.ts';
import { fileVariables, readSecretFiles } from './config/secret-files.ts';
import { findHalfSignIn, findLimitOfNobody, toSignIn } from './config/sign-in.ts';
import { type Environment, environment, type LogLevel, type SamplerName } from './config/variables.ts';
import { readVendorSettings, requiredVariablesOf, variablesOf } from './config/vendor-settings.ts';
import { isLoopback } from './domain/loopback.ts';
import { Secret } from './domain/secret.ts';
import type { VendorDefinition } from './vendors/define-vendor.ts';
import { builtInVendors } from './vendors/index.ts';
import type { VendorAccounts } from './vendors/open-vendor.ts';

/** What the operator can set; see `.env.example`. */
export type Config = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** For how long a connection without requests stays open. */
  readonly keepAliveSeconds: number;
  /** For how long the service goes on answering once it is told to end. */
  readonly shutdownDelaySeconds: number;
  readonly dataDir: string;
  /** Where the registry and the ledger are, if not in a file below `dataDir`. */
  readonly databaseUrl: Secret<string> | null;
  /** Names of the service beside `host` and those of the loopback address, in lower case. */
  readonly allowedHosts: readonly string[];
  /** What gateways show to be answered; empty where nobody has to. */
  readonly routerSecrets: readonly Secret<string>[];
  /** Whose tokens callers bring; null where nobody signs in, and callers are not told apart. */
  readonly signIn: { readonly jwksUrl: string; readonly issuer: string; readonly audience: string } | null;
  /** Whether callers may ask what the schema is. */
  readonly introspection: boolean;
  /** Whether there is a page to try things out. */
  readonly graphiql: boolean;
  /** Whether there is a page that shows operators how things are. */
  readonly overview: boolean;
  /** Whether fake vendors stand in for the real ones. */
  readonly sandbox: boolean;
  /** The accounts with real vendors, by vendor; empty in the sandbox. */
  readonly accounts: VendorAccounts;
  readonly maxAgeSeconds: number;
  readonly refreshMinIntervalMs: number;
  readonly vendorTimeoutMs: number;
  readonly recoveryIntervalSeconds: number;
  readonly recoveryGraceSeconds: number;
  readonly recoveryPatienceSeconds: number;
  /** Purchases a day (UTC), in all and for each actor; null for any number. */
  readonly purchaseLimits: { readonly inAll: number | null; readonly perActor: number | null };
  /** Changes a minute for each caller; null for any number. */
  readonly rateLimitPerMinute: number | null;
  /** After how many days an operation that ended is forgotten, with its key; null for never. */
  readonly ledgerRetentionDays: number | null;
  readonly logLevel: LogLevel;
  /** Where traces and metrics are sent, and which requests are traced; null where nothing is sent. */
  readonly otlp: { readonly endpoint: string; readonly sampler: SamplerName; readonly ratio: number } | null;
};

/** The environment cannot be understood; the message lists every mistake with what to do about it. */
export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(['The configuration has mistakes:', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/** Purchases a day with real money at stake, unless the operator says otherwise. */
const LIVE_PURCHASES_PER_DAY = 100;
/** Of one actor, where actors are told apart: a client that runs wild leaves the others some. */
const PURCHASES_PER_DAY_AND_ACTOR = 20;
/** Where other instances take over: twice as long as most load balancers take to ask for the health again. */
const SHUTDOWN_DELAY_AMONG_SEVERAL = 5;
const ENV_FILE = '.env';

/** What a command works with. */
export type Settings = { readonly config: Config; readonly vendors: readonly VendorDefinition[] };

/** Every variable that is read with these vendors; some also come as `…_FILE`. */
export function variableNames(vendors: readonly VendorDefinition[] = builtInVendors): readonly string[] {
  return [...Object.keys(environment.shape), ...vendors.flatMap(variablesOf)];
}

/**
 * Reads the configuration as every command does: from the environment, and from `.env` in the working folder, whose
 * variables are added to the environment where it has none of that name. The vendors are those of `loadVendors`, unless given.
 * @throws {ConfigError} as `readConfig` and `loadVendors`.
 */
export async function loadSettings(given?: readonly VendorDefinition[]): Promise<Settings> {
  addEnvFile();
  const vendors = given ?? (await loadVendors());
  return { config: readConfig(process.env, vendors), vendors };
}

/**
 * The vendors that come with the service, and those of the packages that `VENDORS` names, in the environment or in `.env`.
 * @throws {ConfigError} where `.env` cannot be read, and for each package that does not do.
 */
export async function loadVendors(): Promise<readonly VendorDefinition[]> {
  addEnvFile();
  const named = environment.shape.VENDORS.safeParse(process.env['VENDORS']?.trim() || undefined);
  if (!named.success) throw new ConfigError(named.error.issues.map(({ message }) => `VENDORS ${message}`));
  if (named.data === undefined) return builtInVendors;
  const { vendors, mistakes } = await loadOutsideVendors(named.data, builtInVendors);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return [...builtInVendors, ...vendors];
}

function addEnvFile(): void {
  try {
    for (const [name, value] of Object.entries(readEnvFile(ENV_FILE))) process.env[name] ??= value ?? '';
  } catch (error) {
    throw error instanceof EnvFileError ? new ConfigError([error.message]) : error;
  }
}

/**
 * Reads the configuration. An empty variable counts as not set.
 * @throws {ConfigError} naming all mistakes at once, never a value: one of them may be a key.
 */
export function readConfig(
  variables: NodeJS.ProcessEnv = process.env,
  vendors: readonly VendorDefinition[] = builtInVendors,
): Config {
  const set = new Map(Object.entries(variables).flatMap(([name, value]) => (value?.trim() ? [[name, value]] : [])));
  const { given, mistakes: ofFiles } = readSecretFiles(set, vendors);
  const parsed = environment.safeParse(Object.fromEntries(given));
  const asked = environment.shape.SANDBOX.safeParse(given.get('SANDBOX')).data;
  const { accounts, mistakes: ofVendors } = readVendorSettings(given, vendors, { isComplete: asked !== true });
  const misspelt = findMisspelt(given, vendors);
  const mistakes = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`),
    ...ofFiles,
    ...ofVendors,
    ...findHalfSignIn(given),
    ...misspelt,
  ];
  const isConfigured = vendors.some((vendor) => variablesOf(vendor).some((name) => given.has(name)));
  const sandbox = asked ?? (!isConfigured && isAnExperiment(given, vendors));
  // A misspelt variable may be the one that is missing.
  if (!sandbox && !isConfigured && misspelt.length === 0) mistakes.push(explainNoVendor(asked === false, vendors));
  if (parsed.success) mistakes.push(...findLimitOfNobody(parsed.data));
  if (!sandbox && isConfigured && parsed.success) mistakes.push(...findDangers(parsed.data, given));
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return toConfig(parsed.data, sandbox ? null : accounts);
}

/** Nothing is set that only a service for real callers needs, so the sandbox cannot be taken for one. */
function isAnExperiment(given: ReadonlyMap<string, string>, vendors: readonly VendorDefinition[]): boolean {
  const isOpen = !isLoopback(given.get('HOST') ?? 'localhost');
  return !isOpen && !given.has('DATABASE_URL') && ![...given.keys()].some((name) => isOfVendor(name, vendors));
}

function explainNoVendor(isSandboxOff: boolean, vendors: readonly VendorDefinition[]): string {
  const required = vendors.map((vendor) => requiredVariablesOf(vendor).join(' and ')).join(', or ');
  return isSandboxOff
    ? `SANDBOX is off, and no vendor is set: set ${required}`
    : `No vendor is set: set ${required}; or set SANDBOX=true to use fake vendors`;
}

function findMisspelt(given: ReadonlyMap<string, string>, vendors: readonly VendorDefinition[]): string[] {
  const known = variableNames(vendors);
  const files = fileVariables(vendors);
  return [...given.keys()].flatMap((name) => {
    const meant = known.includes(name) || files.includes(name) ? null : findMeant(name, known, vendors);
    // What is set under its right name is not missing.
    return meant === null || given.has(meant)
      ? []
      : [`${name} is not a variable of this service: did you mean ${meant}?`];
  });
}

/** `accounts` is null in the sandbox. */
function toConfig(values: Environment, accounts: VendorAccounts | null): Config {
  const limitByDefault = accounts === null ? Number.POSITIVE_INFINITY : LIVE_PURCHASES_PER_DAY;
  const signIn = toSignIn(values);
  const limitOfActorByDefault = signIn === null ? Number.POSITIVE_INFINITY : PURCHASES_PER_DAY_AND_ACTOR;
  return {
    host: values.HOST,
    port: values.PORT,
    keepAliveSeconds: values.KEEP_ALIVE_SECONDS,
    shutdownDelaySeconds:
      values.SHUTDOWN_DELAY_SECONDS ?? (values.DATABASE_URL === undefined ? 0 : SHUTDOWN_DELAY_AMONG_SEVERAL),
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL === undefined ? null : new Secret(values.DATABASE_URL),
    allowedHosts: values.ALLOWED_HOSTS ?? [],
    routerSecrets: (values.ROUTER_SECRETS ?? []).map((secret) => new Secret(secret)),
    signIn,
    introspection: values.INTROSPECTION ?? accounts === null,
    graphiql: values.GRAPHIQL ?? true,
    overview: values.OVERVIEW ?? true,
    sandbox: accounts === null,
    accounts: accounts ?? {},
    maxAgeSeconds: values.MAX_AGE_SECONDS,
    refreshMinIntervalMs: values.REFRESH_MIN_INTERVAL_MS,
    vendorTimeoutMs: values.VENDOR_TIMEOUT_MS,
    recoveryIntervalSeconds: values.RECOVERY_INTERVAL_SECONDS,
    recoveryGraceSeconds: values.RECOVERY_GRACE_SECONDS,
    recoveryPatienceSeconds: values.RECOVERY_PATIENCE_SECONDS,
    purchaseLimits: {
      inAll: finite(values.PURCHASE_LIMIT_PER_DAY ?? limitByDefault),
      perActor: finite(values.PURCHASE_LIMIT_PER_DAY_AND_ACTOR ?? limitOfActorByDefault),
    },
    rateLimitPerMinute: finite(values.RATE_LIMIT_PER_MINUTE),
    ledgerRetentionDays: finite(values.LEDGER_RETENTION_DAYS),
    logLevel: values.LOG_LEVEL,
    otlp: toOtlp(values),
  };
}

function toOtlp({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_TRACES_SAMPLER: sampler,
  OTEL_TRACES_SAMPLER_ARG: ratio,
}: Environment): Config['otlp'] {
  return endpoint === undefined ? null : { endpoint: endpoint.replace(/\/+$/, ''), sampler, ratio: Number(ratio) };
}

function finite(value: number | undefined): number | null {
  return value === undefined || value === Number.POSITIVE_INFINITY ? null : value;
}
