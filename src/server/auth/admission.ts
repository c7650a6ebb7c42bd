import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { withoutMapping } from '../../domain/caller-network.ts';
import { whyForeign } from '../../domain/foreign-request.ts';
import { isLoopback } from '../../domain/loopback.ts';
import type { Secret } from '../../domain/secret.ts';
import { anybody, gatewayAlone, type Sender } from '../../graphql/context.ts';
import type { SecurityEvents } from '../../telemetry/security-events.ts';
import { answerJson } from '../health.ts';
import { createSecretCheck } from './router-secrets.ts';
import { createSignIn, type SignInSettings } from './sign-in.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type AnsweringSender = (request: IncomingMessage, response: ServerResponse, sender: Sender) => Promise<void>;

/** Decides who is answered at all, and finds out who that is. */
export type Admission = {
  /** The same, for callers that may be answered; all others hear an error and nothing else. */
  guard(answering: AnsweringSender): Answering;
  /** The same for what holds no data, and is answered to everybody but pages of other sites. */
  open(answering: Answering): Answering;
  /** The same for what is asked for on this machine itself, or with a secret of the gateways. */
  local(answering: Answering): Answering;
};

type AdmissionSettings = {
  /** What the service listens on, and what it is called besides. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  /** What gateways have to show; empty where nobody has to. */
  readonly routerSecrets: readonly Secret<string>[];
  /** Whose tokens callers have to bring; null where nobody has to. */
  readonly signIn: SignInSettings | null;
};
type Reporting = { readonly securityEvents: SecurityEvents; readonly logger: Logger };

type Refusal = { readonly status: 401 | 403 | 421 | 503; readonly code: string; readonly message: string };

const SECRET_HEADER = 'router-authorization';
/** What a proxy adds to what it passes on: one of them, as a rule. */
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];
const BEARER = /^Bearer +([^\s]+) *$/i;

/** The same for whatever is wrong with them, so that nobody learns how near a guess was. */
const noCredentials: Refusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'The request has no credentials that are good here: see docs/operate.md of this service.',
};
const issuerAway: Refusal = {
  status: 503,
  code: 'SIGN_IN_UNAVAILABLE',
  message: 'The issuer of tokens does not answer, so nobody can be told apart now. Nothing was done; try again later.',
};

const foreignHost: Refusal = {
  status: 421,
  code: 'MISDIRECTED_REQUEST',
  message: 'This service does not go by the name in the header Host: add it to ALLOWED_HOSTS if it is right.',
};
const foreignPage: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'Pages of other sites are not answered.',
};

/** Admits by the secrets that gateways share with this service, by tokens, or by both; where neither is set, everybody. */
export function createAdmission(
  { routerSecrets, signIn, ...names }: AdmissionSettings,
  { securityEvents, logger }: Reporting,
): Admission {
  const checkSecret = createSecretCheck(routerSecrets);
  const verify = signIn === null ? null : createSignIn(signIn);

  async function admit({ headers }: IncomingMessage): Promise<Sender | Refusal> {
    const given = headers[SECRET_HEADER];
    const secret = checkSecret(typeof given === 'string' ? given : undefined);
    const refuseSecret = (): Refusal => {
      securityEvents.report('router-secret-refused', { reason: secret });
      return noCredentials;
    };
    if (secret === 'wrong') return refuseSecret();
    if (verify === null) return secret === 'missing' ? refuseSecret() : anybody;
    const [, token] = BEARER.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) {
      // A gateway composes its supergraph on nobody's behalf.
      if (secret === 'right' && headers.authorization === undefined) return gatewayAlone;
      securityEvents.report('token-refused', { reason: headers.authorization === undefined ? 'missing' : 'no bearer' });
      return noCredentials;
    }
    const verified = await verify(token);
    if (verified.state === 'issuer-away') {
      logger.warn({ err: verified.error }, 'tokens cannot be verified');
      return issuerAway;
    }
    if (verified.state === 'bad') {
      securityEvents.report('token-refused', { reason: verified.reason });
      return noCredentials;
    }
    // Past the gateway come only those who run the service.
    if (secret === 'missing' && !verified.scopes.has('numbers:operate')) return refuseSecret();
    return verified;
  }

  /** Whoever shows credentials is no page in a browser: it has none. */
  async function refuseForeign(request: IncomingMessage, isPage: boolean): Promise<Refusal | null> {
    const header = (name: string) => (name === 'host' ? hostsOf(request) : String(request.headers[name] ?? ''));
    const why = whyForeign({ header, isPage }, names);
    if (why === null) return null;
    const asksForCredentials = routerSecrets.length > 0 || verify !== null;
    if (asksForCredentials && !('status' in (await admit(request)))) return null;
    securityEvents.report('foreign-request-refused', { reason: why });
    return why === 'host' ? foreignHost : foreignPage;
  }

  return {
    guard: (answering) => async (request, response) => {
      const admitted = (await refuseForeign(request, false)) ?? (await admit(request));
      if ('status' in admitted) refuse(response, admitted);
      else await answering(request, response, admitted);
    },
    open: (answering) => async (request, response) => {
      const refusal = await refuseForeign(request, true);
      if (refusal !== null) refuse(response, refusal);
      else await answering(request, response);
    },
    local: (answering) => async (request, response) => {
      const given = request.headers[SECRET_HEADER];
      const hasSecret = typeof given === 'string' && checkSecret(given) === 'right';
      const refusal = hasSecret
        ? null
        : ((await refuseForeign(request, false)) ?? (isLocal(request) ? null : noCredentials));
      if (refusal !== null) refuse(response, refusal);
      else await answering(request, response);
    },
  };
}

/** What is called the host. Of several, Node would take the first, and what stands in front perhaps another. */
function hostsOf({ rawHeaders }: IncomingMessage): string {
  return rawHeaders.filter((_, index) => index % 2 === 1 && /^host$/i.test(rawHeaders[index - 1] ?? '')).join();
}

/** Whether a request comes from this machine, and has not come from elsewhere to a proxy on it. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  if (OF_PROXIES.some((name) => headers[name] !== undefined)) return false;
  return isLoopback(withoutMapping(socket.remoteAddress ?? ''));
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  // The body of the request is not read.
  response.setHeader('connection', 'close');
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  answerJson(response, status, { errors: [{ message, extensions: { code } }] });
}
