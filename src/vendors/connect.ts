import type { Logger } from 'pino';
import type { z } from 'zod';
import type { VendorName } from '../domain/phone-number.ts';
import type { Secret } from '../domain/secret.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { type CallFacts, createErrorReading, type Dialect } from './error-reading.ts';
import { createHttpClient, type HttpClient, type HttpLookup, type HttpReply, type HttpRequest } from './http/client.ts';
import type { HttpHeaders, OpenOrigin } from './http/exchange.ts';
import { recordPath } from './record-path.ts';
import { VendorError } from './vendor-error.ts';

/** How one API is called. */
export type HttpOptions = {
  readonly baseUrl: string;
  /** Headers of every request, such as `authorization`. They go to the origin of `baseUrl` only. */
  readonly headers: () => Promise<HttpHeaders>;
  /** What these headers hold and must never be shown. */
  readonly secrets: readonly (string | Secret<string>)[];
  readonly dialect: Dialect;
  /** Whether the vendor counts as well without this API: it tells what is good to know, such as prices. */
  readonly isAside?: boolean;
};

/** Calls one API, and reads what it answers. All methods throw `VendorError` and nothing else. */
export type VendorHttp = {
  /** The path of one record. Throws `not-found` for an id that would lead elsewhere: see `recordPath`. */
  pathTo(root: string, id: string, others?: readonly string[]): string;
  /** For what changes nothing: repeated up to twice if it fails in a way that may pass. */
  read<Body>(request: HttpLookup, schema: z.ZodType<Body>): Promise<Body>;
  /**
   * For what changes something: sent once, and never again. `buys`: it obtains a number for money. `login` is what was
   * sent along to bring a number in, or to create one: it must not come back, so no word of a refusal is shown.
   */
  write<Body>(
    sent: SentCall,
    request: HttpRequest,
    expected: { readonly schema: z.ZodType<Body>; readonly buys?: boolean; readonly login?: Login },
  ): Promise<Body>;
};

/** What is sent along to bring a number in, or to create one. */
export type Login = readonly (string | Secret<string>)[];

/** Opens connections to an API of the vendor. */
export type Connect = (options: HttpOptions) => VendorHttp;

type ConnectSettings = {
  readonly name: VendorName;
  readonly title: string;
  readonly timeoutMs: number;
  readonly logger: Logger;
  readonly open?: OpenOrigin | undefined;
};

/** What an adapter of one vendor connects with. A vendor of several APIs is as healthy as the worst of those it needs. */
export function createConnect(settings: ConnectSettings): {
  connect: Connect;
  health: HttpClient['health'];
  close(): Promise<void>;
} {
  const clients: HttpClient[] = [];
  const needed: HttpClient[] = [];
  return {
    connect({ baseUrl, headers, secrets, dialect, isAside = false }) {
      const { name, title, timeoutMs, logger, open } = settings;
      const client = createHttpClient({ baseUrl, headers, timeoutMs, logger, open, vendor: name, title });
      clients.push(client);
      if (!isAside) needed.push(client);
      const errors = createErrorReading({ name, title, dialect });
      const readAnswer = async <Body>(answer: Promise<HttpReply>, schema: z.ZodType<Body>, call: CallFacts) => {
        const reply = await answer.catch((error: unknown) => {
          throw errors.toFailure(error, call);
        });
        if (reply.status < 200 || reply.status >= 300) throw errors.toRefusal(reply, call);
        const parsed = schema.safeParse(reply.body);
        if (!parsed.success) throw errors.toUnreadable(parsed.error, call);
        return parsed.data;
      };
      return {
        pathTo(root, id, others) {
          const path = recordPath(root, id, others);
          if (path !== null) return path;
          const message = `${title} has no such number.`;
          throw new VendorError({ vendor: name, outcome: 'rejected', reason: 'not-found', message });
        },
        read: (request, schema) => readAnswer(client.read(request), schema, { effect: 'nothing', secrets }),
        write: (sent, request, { schema, buys = false, login = [] }) =>
          readAnswer(client.write(sent, request), schema, {
            effect: buys ? 'purchase' : login.length > 0 ? 'import' : 'other',
            secrets: [...secrets, ...login],
          }),
      };
    },
    health() {
      const all = needed.map((client) => client.health());
      const failing = all.find(({ available }) => !available) ?? all.find(({ failingSince }) => failingSince !== null);
      const since = all.flatMap(({ answeringSince }) => answeringSince ?? []);
      return failing ?? { ...WELL, answeringSince: since.toSorted().at(-1) ?? null };
    },
    close: async () => void (await Promise.all(clients.map((client) => client.close()))),
  };
}

const WELL = { available: true, failingSince: null, message: null } as const;
