import { z } from 'zod';
import { hasSafeWay } from '../domain/loopback.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Which requests are traced, by OpenTelemetry's names. `parentbased`: as the caller does, where it traces or says that it does not. */
export type SamplerName = (typeof samplers)[number];

/** The least that is logged. */
export type LogLevel = (typeof logLevels)[number];

const wholeNumberFrom = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const wholeNumber = (fallback: number, min: number, max: number) => wholeNumberFrom(min, max).default(fallback);

const NO_LIMIT_WORDS = ['none', 'unlimited'];

const MAX_LIMIT = 1_000_000;

/** A whole number, or a word for no limit, which is Infinity here. */
const limit = (min: number) =>
  z
    .string()
    .transform((text) => {
      if (NO_LIMIT_WORDS.includes(text.toLowerCase())) return Number.POSITIVE_INFINITY;
      return /^\d+$/.test(text) && Number(text) <= MAX_LIMIT ? Number(text) : Number.NaN;
    })
    .refine((value) => value >= min, `must be a whole number from ${min} to ${MAX_LIMIT}, or none`)
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

const claim = z.string().regex(/^[\x21-\x7e]+$/, 'must be the claim alone, without spaces or line breaks');

/** As a header can carry it, and without the comma that separates several. */
const SECRET = /^[\x21-\x2b\x2d-\x7e]{32,}$/;
const secretRule = 'must be secrets of 32 characters at least without spaces, separated by commas';

/**
 * The variables of the service itself; those of vendors are in their definitions. `.env.example` and the README show the
 * descriptions. `unset` says what applies where a variable has no fixed default.
 */
export const environment = z.object({
  HOST: z.string().default('127.0.0.1').meta({
    description: 'The address that the service listens on. Any but a loopback address can be reached from elsewhere.',
  }),
  PORT: wholeNumber(4001, 0, 65_535).meta({ description: 'The port that it listens on; 0 takes any free one.' }),
  KEEP_ALIVE_SECONDS: wholeNumber(75, 1, 3_600).meta({
    description: 'How many seconds a connection without requests stays open; gateways should keep theirs for less.',
  }),
  SHUTDOWN_DELAY_SECONDS: wholeNumberFrom(0, 600).optional().meta({
    description:
      'How many seconds the service answers on after `SIGTERM`, not ready, until load balancers have noticed.',
    unset: '`5` with `DATABASE_URL`, else `0`',
  }),
  DATA_DIR: z.string().default('./data').meta({
    description:
      'The folder of the SQLite database, and of what an instance remembers of its ledger. For its owner alone; keep it.',
  }),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'must begin with postgres://')
    .optional()
    .meta({
      description:
        '`postgres://name:password@host:5432/database` keeps registry and ledger in PostgreSQL, for several instances.',
    }),
  DATABASE_TLS: onOrOff.meta({
    description: '`off` says on purpose that PostgreSQL on another machine is reached without TLS.',
    unset: '`on`: with real vendors, the service does not start without TLS in `DATABASE_URL`',
  }),
  ALLOWED_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
    .refine(
      (names) => names.every((name) => /^[a-z0-9_.:-]+$/.test(name)),
      'must be names without ports, as in a.example,b.example',
    )
    .optional()
    .meta({
      description:
        'Names of this service, separated by commas, beside `HOST` and `localhost`. Under another name it answers only ' +
        'its health, and callers that show a secret or a token.',
    }),
  ROUTER_SECRETS: z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => SECRET.test(secret)), secretRule)
    .optional()
    .meta({
      description:
        'Secrets of 32 characters at least, separated by commas. Only callers that send one of them, as ' +
        '`Router-Authorization`, are answered; health always is.',
    }),
  AUTH_JWKS_URL: z
    .string()
    .refine((text) => URL.canParse(text), 'must be a URL such as https://issuer.example.com/.well-known/jwks.json')
    .refine(hasSafeWay, 'must begin with https:// (http:// is for loopback addresses only)')
    .optional()
    .meta({
      description:
        'Where the issuer of tokens publishes its keys. Set with the next two, every caller needs a bearer token of it.',
    }),
  AUTH_ISSUER: claim.optional().meta({ description: 'The claim `iss` of those tokens.' }),
  AUTH_AUDIENCE: claim.optional().meta({ description: 'What their claim `aud` has to name.' }),
  VENDORS: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine(
      (names) => names.every((name) => /^\P{Cc}+$/u.test(name)),
      'must be names of packages, or paths of files, separated by commas',
    )
    .optional()
    .meta({
      description:
        'Packages with more vendors, separated by commas: names such as `@acme/phone-vendor`, or paths of files.',
      unset: 'the built-in vendors alone',
    }),
  SANDBOX: onOrOff.meta({
    description: '`true` replaces the real vendors with fake ones: nothing is bought, no money is spent.',
    unset: '`true` without any vendor and `DATABASE_URL`, on a loopback `HOST`',
  }),
  MAX_AGE_SECONDS: wholeNumber(30, 0, 86_400).meta({
    description:
      'Once a vendor was last read longer ago, the next read of any numbers starts a refresh, which it does not wait for. ' +
      'A caller may ask for less with `maxAge`, and waits then.',
  }),
  REFRESH_MIN_INTERVAL_MS: wholeNumber(500, 0, 60_000).meta({
    description:
      'What was read so many milliseconds ago is young enough even for `maxAge: 0`: an instance begins one refresh in that ' +
      'time, however many ask. With 0, each is given what was read after it asked.',
  }),
  VENDOR_TIMEOUT_MS: wholeNumber(10_000, 100, 120_000).meta({
    description:
      'How many milliseconds one call to a vendor may take: a change is sent once; a read is tried up to three times in it, ' +
      'each for 40 % of it at most. A caller with `maxAge` waits so long.',
  }),
  RECOVERY_INTERVAL_SECONDS: wholeNumber(15, 1, 3_600).meta({
    description: 'How many seconds pass between two checks of operations whose outcome is open.',
  }),
  RECOVERY_GRACE_SECONDS: wholeNumber(150, 0, 86_400).meta({
    description:
      'How many seconds a lost purchase may take to appear at the vendor. The machine may deliver a broken call for about 100.',
  }),
  RECOVERY_PATIENCE_SECONDS: wholeNumber(86_400, 0, 864_000).meta({
    description:
      'For how many seconds an outcome may stay open before a person is asked, and for how long the search of a vendor ' +
      'without a list must go on offering a number before it counts as not bought.',
  }),
  PURCHASE_LIMIT_PER_DAY: limit(0).meta({
    description: 'How many numbers may be bought per day (UTC), or `none` for no limit.',
    unset: '100 with real vendors, `none` in the sandbox',
  }),
  PURCHASE_LIMIT_PER_DAY_AND_ACTOR: limit(0).meta({
    description: 'The same for each actor. Only where callers sign in, since nobody else is told apart.',
    unset: '20 where callers sign in, else `none`',
  }),
  RATE_LIMIT_PER_MINUTE: limit(1).meta({
    description:
      'How many changes a minute an instance takes of each actor, or of each address where callers are not told apart.',
    unset: '`none`',
  }),
  INTROSPECTION: onOrOff.meta({
    description:
      '`on` answers what the schema is, and what a misspelt field was meant to be. `_service` answers gateways all the same.',
    unset: '`off` with real vendors, `on` in the sandbox',
  }),
  GRAPHIQL: onOrOff.meta({ description: '`off` serves no page at `/graphiql`.', unset: '`on`' }),
  OVERVIEW: onOrOff.meta({ description: '`off` serves no page at `/`.', unset: '`on`' }),
  LEDGER_RETENTION_DAYS: limit(1).meta({
    description: 'After how many days a finished operation is deleted, with its idempotency key; `none` keeps all.',
    unset: '`none`',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:/.test(text), 'must be a URL such as http://127.0.0.1:4318')
    .optional()
    .meta({
      description:
        'Where traces and metrics are sent by OTLP over HTTP, as JSON; `/v1/traces` and `/v1/metrics` are added to it.',
      unset: 'nothing is traced, and `/metrics` alone tells metrics',
    }),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers, `must be one of ${samplers.join(', ')}`)
    .default('parentbased_always_on')
    .meta({
      description: `Which requests are traced, of these: ${samplers.map((name) => `\`${name}\``).join(', ')}.`,
    }),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0|1|0?\.\d+|[01]\.0+)$/, 'must be a number from 0 to 1')
    .default('1')
    .meta({ description: 'For those that end in `ratio`: which part of the requests.' }),
  LOG_LEVEL: z
    .enum(logLevels, `must be one of ${logLevels.join(', ')}`)
    .default('info')
    .meta({ description: 'The least that is logged: `trace`, `debug`, `info`, `warn`, `error` or `silent`.' }),
});

/** What the variables of the service itself say. */
export type Environment = z.infer<typeof environment>;
