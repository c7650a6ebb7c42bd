import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
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
};

type AdmissionSettings = {
  /** What gateways have to show; empty where nobody has to. */
  readonly routerSecrets: readonly string[];
  /** Whose tokens callers have to bring; null where nobody has to. */
  readonly signIn: SignInSettings | null;
};
type Reporting = { readonly securityEvents: SecurityEvents; readonly logger: Logger };

type Refusal = { readonly status: 401 | 503; readonly code: string; readonly message: string };

const SECRET_HEADER = 'router-authorization';
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

/** Admits by the secrets that gateways share with this service, by tokens, or by both; where neither is set, everybody. */
export function createAdmission(
  { routerSecrets, signIn }: AdmissionSettings,
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

  return {
    guard: (answering) => async (request, response) => {
      const admitted = await admit(request);
      if ('status' in admitted) refuse(response, admitted);
      else await answering(request, response, admitted);
    },
  };
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  // The body of the request is not read.
  response.setHeader('connection', 'close');
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  answerJson(response, status, { errors: [{ message, extensions: { code } }] });
}
