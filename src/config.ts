import { z } from 'zod';
import { type VendorName, vendorNames } from './domain/phone-number.ts';
import type { VendorAccount } from './vendors/vendor.ts';

/** What the operator can set; see `.env.example`. */
export type Config = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Where the registry and the ledger are, if not in a file below `dataDir`. */
  readonly databaseUrl: string | null;
  /** Whether fake vendors stand in for the real ones. */
  readonly sandbox: boolean;
  /** The accounts with real vendors; empty in the sandbox. */
  readonly accounts: Readonly<Partial<Record<VendorName, VendorAccount>>>;
  readonly maxAgeSeconds: number;
  readonly vendorTimeoutMs: number;
  readonly recoveryIntervalSeconds: number;
  readonly recoveryGraceSeconds: number;
  /** Purchases a day (UTC), in all and for each actor; null for any number. */
  readonly purchaseLimits: { readonly inAll: number | null; readonly perActor: number | null };
  /** After how many days an operation that ended is forgotten, with its key; null for never. */
  readonly ledgerRetentionDays: number | null;
  readonly logLevel: LogLevel;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

/** The environment cannot be understood; the message lists every mistake with what to do about it. */
export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(['The configuration has mistakes:', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

const wholeNumber = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)
    .default(fallback);

/** Purchases a day with real money at stake, unless the operator says otherwise. */
const LIVE_PURCHASES_PER_DAY = 100;
const NO_LIMIT_WORDS = ['none', 'unlimited'];

/** A whole number, or a word for no limit, which is Infinity here. */
const limit = (min: number) =>
  z
    .string()
    .transform((text) => (NO_LIMIT_WORDS.includes(text.toLowerCase()) ? Number.POSITIVE_INFINITY : Number(text)))
    .refine(
      (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= min),
      `must be a whole number from ${min}, or none`,
    )
    .optional();

const switchWords = new Map([
  ...['true', 'on', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'off', 'no', '0'].map((word) => [word, false] as const),
]);

const onOrOff = z
  .string()
  .transform((text) => switchWords.get(text.toLowerCase()))
  .refine((value) => value !== undefined, 'must be true or false')
  .optional();

const apiKey = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be the key alone, without spaces or line breaks')
  .optional();

/** A key sent over plain HTTP is a key lost; loopback is where sandboxes and tests are. */
const baseUrl = (fallback: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text), `must be a URL such as ${fallback}`)
    .refine(isSafe, 'must begin with https:// (http:// is for loopback addresses only)')
    .transform((text) => text.replace(/\/+$/, ''))
    .default(fallback);

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { protocol, hostname } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(4001, 0, 65_535),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'must begin with postgres://')
    .optional(),
  ONEINBOX_API_KEY: apiKey.refine(
    (key) => !key?.startsWith('oi_pk_'),
    'is a publishable key, which can only start calls; take a server-side key (oi_sk_…) from the dashboard',
  ),
  ONEINBOX_BASE_URL: baseUrl('https://api.oneinbox.ai'),
  VOGENT_API_KEY: apiKey,
  VOGENT_BASE_URL: baseUrl('https://api.vogent.ai/api'),
  SANDBOX: onOrOff,
  MAX_AGE_SECONDS: wholeNumber(30, 0, 86_400),
  VENDOR_TIMEOUT_MS: wholeNumber(10_000, 100, 120_000),
  RECOVERY_INTERVAL_SECONDS: wholeNumber(15, 1, 3_600),
  RECOVERY_GRACE_SECONDS: wholeNumber(60, 0, 86_400),
  PURCHASE_LIMIT_PER_DAY: limit(0),
  PURCHASE_LIMIT_PER_DAY_AND_ACTOR: limit(0),
  LEDGER_RETENTION_DAYS: limit(1),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});

type Environment = z.infer<typeof environment>;

/** Every variable that is read. */
export const variableNames: readonly string[] = Object.keys(environment.shape);

/**
 * Reads the configuration. An empty variable counts as not set.
 * @throws {ConfigError} naming all mistakes at once, never a value: one of them may be a key.
 */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = environment.safeParse(Object.fromEntries(given));
  const mistakes = parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  const keyNames = vendorNames.map((name) => `${name}_API_KEY` as const satisfies keyof Environment);
  const hasKey = given.some(([name]) => keyNames.some((keyName) => keyName === name));
  const isSandboxOff = onOrOff.safeParse(new Map(given).get('SANDBOX')).data === false;
  if (isSandboxOff && !hasKey) {
    mistakes.push(`SANDBOX is off, but there is no vendor: set ${keyNames.join(' or ')}, or leave SANDBOX out`);
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const values = parsed.data;
  const sandbox = values.SANDBOX ?? !hasKey;
  return {
    host: values.HOST,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? null,
    sandbox,
    accounts: sandbox ? {} : accountsOf(values),
    maxAgeSeconds: values.MAX_AGE_SECONDS,
    vendorTimeoutMs: values.VENDOR_TIMEOUT_MS,
    recoveryIntervalSeconds: values.RECOVERY_INTERVAL_SECONDS,
    recoveryGraceSeconds: values.RECOVERY_GRACE_SECONDS,
    purchaseLimits: {
      inAll: finite(values.PURCHASE_LIMIT_PER_DAY ?? (sandbox ? Number.POSITIVE_INFINITY : LIVE_PURCHASES_PER_DAY)),
      perActor: finite(values.PURCHASE_LIMIT_PER_DAY_AND_ACTOR),
    },
    ledgerRetentionDays: finite(values.LEDGER_RETENTION_DAYS),
    logLevel: values.LOG_LEVEL,
  };
}

function accountsOf(values: Environment): Config['accounts'] {
  const accounts: Partial<Record<VendorName, VendorAccount>> = {};
  for (const name of vendorNames) {
    const apiKey = values[`${name}_API_KEY`];
    if (apiKey !== undefined) accounts[name] = { apiKey, baseUrl: values[`${name}_BASE_URL`] };
  }
  return accounts;
}

function finite(value: number | undefined): number | null {
  return value === undefined || value === Number.POSITIVE_INFINITY ? null : value;
}
