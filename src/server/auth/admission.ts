import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SecurityEvents } from '../../telemetry/security-events.ts';
import { answerJson } from '../health.ts';
import { createSecretCheck } from './router-secrets.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Decides who is answered at all. */
export type Admission = {
  /** The same, for callers that may be answered; all others hear 401 and nothing else. */
  guard(answering: Answering): Answering;
};

type AdmissionSettings = {
  /** What gateways have to show; empty where nobody has to. */
  readonly routerSecrets: readonly string[];
  readonly securityEvents: SecurityEvents;
};

const SECRET_HEADER = 'router-authorization';
/** The same for whatever is wrong with them, so that nobody learns how near a guess was. */
const NO_CREDENTIALS = 'The request has no credentials that are good here: see docs/operate.md of this service.';

/** Admits by the secrets that gateways share with this service. */
export function createAdmission({ routerSecrets, securityEvents }: AdmissionSettings): Admission {
  const checkSecret = createSecretCheck(routerSecrets);
  return {
    guard: (answering) => async (request, response) => {
      const given = request.headers[SECRET_HEADER];
      const secret = checkSecret(typeof given === 'string' ? given : undefined);
      if (secret === 'none' || secret === 'right') return answering(request, response);
      securityEvents.report('router-secret-refused', { reason: secret });
      refuse(response);
    },
  };
}

function refuse(response: ServerResponse): void {
  // The body of the request is not read.
  response.setHeader('connection', 'close');
  response.setHeader('www-authenticate', 'Bearer');
  answerJson(response, 401, { errors: [{ message: NO_CREDENTIALS, extensions: { code: 'UNAUTHENTICATED' } }] });
}
