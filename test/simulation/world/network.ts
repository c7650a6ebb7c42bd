import type { SentCall } from '../../../src/domain/sent-call.ts';
import type { Answer, Call } from '../../../src/vendors/fake-kit/http.ts';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import type {
  HttpHeaders,
  HttpReply,
  HttpRequest,
  OpenOrigin,
  OriginSettings,
} from '../../../src/vendors/http/exchange.ts';
import { HttpError } from '../../../src/vendors/http/http-error.ts';
import { opened } from '../../support/opened.ts';
import { createRandom, type Random } from '../../torture/random.ts';
import { drawFate, type Fate, type Weather } from './fates.ts';
import { currentScope, type Host, type Process, runOutside } from './processes.ts';
import type { VendorModel } from './vendor-model.ts';

/** A request on its way, for those who watch. */
export type Exchange = {
  readonly serial: number;
  readonly vendor: VendorModel;
  readonly process: Process;
  readonly sent: SentCall | null;
  readonly request: HttpRequest;
  readonly isWrite: boolean;
  readonly fate: Fate;
};

type NetworkSettings = {
  readonly host: Host;
  readonly vendors: readonly VendorModel[];
  readonly weather: () => Weather;
  /** A process is about to write a request. */
  readonly onSend: (exchange: Exchange) => void;
  /** A copy of a request has arrived, and this is what the vendor made of it. */
  readonly onArrival: (exchange: Exchange, answer: Answer, operation: OperationName | null) => void;
  /** The process has its answer, or an error, and takes the request for ended. */
  readonly onEnd: (exchange: Exchange, how: string) => void;
};

type Sending = { readonly random: Random; readonly timeoutMs: number };

const isLookup = ({ method, path }: HttpRequest): boolean => method === 'GET' || path.endsWith('/search');

/** A network between processes and vendors, in place of the real one below the vendors' HTTP clients. */
export function createNetwork(settings: NetworkSettings): OpenOrigin {
  const { host, vendors, weather, onSend, onArrival, onEnd } = settings;
  const { timeline } = host;
  let lastSerial = 0;

  /** Sends it, and settles once there is an answer, an error, or no time left. */
  function start(exchange: Exchange, call: Call, { random, timeoutMs }: Sending): Promise<HttpReply> {
    const { process, fate, vendor, sent, serial } = exchange;
    const { promise, resolve, reject } = Promise.withResolvers<HttpReply>();
    let isOver = false;
    const end = (how: string, settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      cancel();
      onEnd(exchange, how);
      settle();
    };
    const fail = (how: string, error: HttpError): void => end(how, () => reject(error));
    const cancel = host.afterOwn(process, Math.ceil(timeoutMs), () =>
      fail('timeout', new HttpError('no-answer', 'does not answer in time')),
    );
    const writtenAt = timeline.now();
    if (fate.returns === 'reset' && fate.arrivals.length === 0) {
      const error =
        fate.what === 'never connected'
          ? new HttpError('not-sent', 'cannot be reached')
          : new HttpError('no-answer', 'breaks connections off');
      host.deliver(process, writtenAt + fate.answerMs, () => fail(fate.what, error));
    }
    const seed = random.between(0, 2 ** 31);
    for (const [index, arrivalMs] of fate.arrivals.entries()) {
      timeline.schedule(writtenAt + arrivalMs, () =>
        runOutside(() => {
          const cause = { operationId: sent?.operationId ?? null, attempt: sent?.attempt ?? 0, exchange: serial };
          const given = { call, cause, random: createRandom(seed + index) };
          const done = fate.acts ? vendor.handle(given) : { answer: instead(exchange), operation: null };
          onArrival(exchange, done.answer, done.operation);
          // Of several copies, the last one's answer is passed on.
          if (index < fate.arrivals.length - 1 || fate.returns === 'nothing') return;
          const answer = fate.acts && fate.instead !== null ? instead(exchange) : done.answer;
          host.deliver(process, timeline.now() + fate.answerMs, () => {
            if (fate.returns === 'reset') return fail(fate.what, new HttpError('no-answer', 'breaks connections off'));
            const reply = toReply(answer, fate.returns);
            if (reply === null) fail(fate.what, new HttpError('unreadable', 'sends answers that cannot be read'));
            else end(`HTTP ${reply.status}`, () => resolve(reply));
          });
        }),
      );
    }
    return promise;
  }

  return (origin: OriginSettings) => {
    const base = new URL(origin.baseUrl);
    const vendor = vendors.find(({ name }) => base.hostname.includes(name.toLowerCase()));
    if (vendor === undefined) throw new Error(`Nobody answers at ${origin.baseUrl}.`);
    return {
      async exchange(request, { timeoutMs }) {
        const headers = await origin.headers();
        // Held up here, it is sent long after it was recorded, whatever has been checked before.
        await host.step();
        const scope = currentScope();
        if (scope === null) throw new Error('A request belongs to a process.');
        const { process, task, sent } = scope;
        const isWrite = !isLookup(request);
        const random = createRandom(task.random.between(0, 2 ** 31));
        const mayBeRepeated = isWrite && !vendor.temper.keepsTwins && mentionsNumber(request);
        const fate = drawFate(random, weather(), { isWrite, mayBeRepeated, timeoutMs });
        lastSerial += 1;
        const exchange: Exchange = { serial: lastSerial, vendor, process, sent, request, isWrite, fate };
        onSend(exchange);
        try {
          return await start(exchange, toCall(request, headers), { random, timeoutMs });
        } finally {
          await host.step();
        }
      },
      close: async () => undefined,
    };
  };
}

/** A copy of a call is harmless only where it names the number: a vendor that picks would sell another one. */
function mentionsNumber({ body, form, method }: HttpRequest): boolean {
  return method === 'POST' && /"(phone_?number|number)"/i.test(JSON.stringify(form ?? body ?? null));
}

function instead({ vendor, fate }: Exchange): Answer {
  const { status, message } = fate.instead ?? { status: 500, message: '' };
  const [workspace] = vendor.workspaces();
  return workspace?.api.problem(status, message) ?? { status };
}

function toCall({ method, path, query, body, form }: HttpRequest, headers: HttpHeaders): Call {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== null);
  const all: Record<string, string> = {
    'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
  };
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = String(opened(value));
  return {
    method,
    path,
    query: new URLSearchParams(given.map(([name, value]) => [name, String(value)])),
    body: form ? new URLSearchParams(form).toString() : toJson(body),
    header: (name) => all[name.toLowerCase()] ?? '',
  };
}

function toJson(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}

/** What a client makes of an answer; null for a success that cannot be read. */
function toReply({ status, body, headers = {} }: Answer, returns: Fate['returns']): HttpReply | null {
  const whole = body === undefined ? '' : JSON.stringify(body);
  const text = returns === 'garbage' ? '<html>It works!</html>' : returns === 'half of it' ? whole.slice(0, -9) : whole;
  if (status === 204) return { status, headers, body: undefined };
  try {
    return { status, headers, body: JSON.parse(text) };
  } catch {
    return status >= 200 && status < 300 ? null : { status, headers, body: undefined };
  }
}
