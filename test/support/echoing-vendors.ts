import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How a vendor answers a call with a login, and where it puts what it echoes. */
export type Echo = {
  readonly name: string;
  /** Whether the call is carried out, before whatever is answered. */
  readonly acts: boolean;
  /** `done` is the vendor's own answer where it acts. */
  respond(response: ServerResponse, echo: string, done: Readonly<Record<string, unknown>>): void;
};

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

const bodies: Readonly<Record<string, (echo: string) => unknown>> = {
  message: (echo) => ({ message: `bad login ${echo}` }),
  detail: (echo) => ({ detail: `already there: ${echo}` }),
  pydantic: (echo) => ({
    detail: [{ type: 'string_type', loc: ['body', 'password'], msg: `Value error, ${echo}`, input: echo }],
  }),
  'echoed as a member': (echo) => ({ errors: { [echo]: ['is not allowed'], password: [`${echo} is weak`] } }),
  nested: (echo) => ({ error: { message: `try again later, ${echo}`, code: echo, path: [echo] }, request: { echo } }),
  'a list': (echo) => [echo, { message: echo, field: echo }],
  'a text': (echo) => echo,
};

const refusals = [400, 401, 402, 403, 404, 408, 409, 410, 422, 429].flatMap((status, at): Echo[] =>
  Object.entries(bodies)
    // Each status with some of the shapes, each shape with some of the statuses.
    .filter((_, index) => (index + at) % 3 === 0)
    .map(([shape, toBody]) => ({
      name: `${status}, ${shape}`,
      acts: false,
      respond: (response, echo) => json(response, status, toBody(echo)),
    })),
);

/** All the names under which a vendor may write a text into a number. */
function numberThatEchoes(echo: string): Record<string, string> {
  const names =
    'friendly_name label name nickname provider carrier status description message password auth_password username echo';
  return Object.fromEntries(names.split(' ').map((name) => [name, echo]));
}

const others: readonly Echo[] = [
  {
    name: 'done, with texts of a number',
    acts: true,
    respond: (response, echo, done) =>
      json(response, 200, { ...done, ...numberThatEchoes(echo), provider_config: { echo }, created_at: echo }),
  },
  {
    name: 'done, with the number itself',
    acts: true,
    respond: (response, echo, done) =>
      json(response, 200, { ...done, number: echo, phone_number: echo, type: echo, inbound_routing: routing(echo) }),
  },
  {
    name: 'done, without an id',
    acts: true,
    respond: (response, echo) => json(response, 201, { ...numberThatEchoes(echo) }),
  },
  { name: 'done, no object', acts: true, respond: (response, echo) => json(response, 200, [echo]) },
  {
    name: 'done, no JSON',
    acts: true,
    respond: (response, echo) => response.writeHead(200).end(`<html>${echo}</html>`),
  },
  {
    name: 'done, half of its JSON',
    acts: true,
    respond: (response, echo) => response.writeHead(200).end(JSON.stringify({ id: echo, echo }).slice(0, -3)),
  },
  {
    name: '500 after acting',
    acts: true,
    respond: (response, echo) => json(response, 500, { message: `crashed on ${echo}` }),
  },
  { name: '503', acts: false, respond: (response, echo) => response.writeHead(503).end(`${echo} is away`) },
  {
    name: 'a redirect',
    acts: false,
    respond: (response, echo) =>
      response.writeHead(307, { location: `https://elsewhere.invalid/?p=${encodeURIComponent(echo)}` }).end(),
  },
  {
    name: 'headers',
    acts: false,
    respond: (response, echo) =>
      response.writeHead(400, { 'x-echo': encodeURIComponent(echo), 'www-authenticate': 'Basic' }).end(),
  },
  {
    name: 'the words of a status',
    acts: false,
    respond: (response, echo) => raw(response, `HTTP/1.1 400 ${inAscii(echo)}\r\ncontent-length: 0\r\n\r\n`),
  },
  { name: 'no HTTP at all', acts: false, respond: (response, echo) => raw(response, `${echo}\r\n\r\n${echo}`) },
  {
    name: 'a broken header',
    acts: true,
    respond: (response, echo) => raw(response, `HTTP/1.1 200 OK\r\n${inAscii(echo)}\u0001: ${inAscii(echo)}\r\n\r\n`),
  },
  {
    name: 'half of its headers',
    acts: true,
    respond: (response, echo) => raw(response, `HTTP/1.1 200 OK\r\nx-echo: ${inAscii(echo)}`),
  },
];

/** Successes, refusals and failures in turn: five failures in a row, and a vendor is not called any more. */
export const echoes: readonly Echo[] = refusals.flatMap((refusal, at) => [refusal, ...others.slice(at, at + 1)]);

function routing(echo: string) {
  return { agent_id: '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11', voicemail_message: echo };
}

function inAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

function raw(response: ServerResponse, text: string): void {
  response.socket?.end(text);
}

/** A server in front of a vendor's fake that answers calls with a login in a way of its own. */
export type EchoingVendors = {
  /** Where the fake at this URL is to be called instead. */
  urlOf(target: string): string;
  /** How calls that hold `sign` are answered from now on, and what is echoed; null to pass all on. */
  set(how: { readonly echo: Echo; readonly text: string; readonly sign: string } | null): void;
  /** How many calls have been answered so. */
  readonly struck: () => number;
  stop(): Promise<void>;
};

/** Starts one on a free port of the loopback address. */
export async function startEchoingVendors(): Promise<EchoingVendors> {
  let how: Parameters<EchoingVendors['set']>[0] = null;
  let struck = 0;
  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    const [, host = '', ...path] = (request.url ?? '').split('/');
    const pass = () =>
      fetch(`http://${host}/${path.join('/')}`, {
        method: request.method ?? 'GET',
        headers: { authorization: String(request.headers.authorization), 'content-type': 'application/json' },
        ...(body !== '' && { body }),
      });
    if (how === null || !body.includes(how.sign)) {
      const answer = await pass();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      return;
    }
    const { echo, text } = how;
    struck += 1;
    const done: Record<string, unknown> = echo.acts ? Object(await (await pass()).json()) : {};
    echo.respond(response, text, done);
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address);
      else reject(new Error('The server has no port.'));
    });
  });
  return {
    urlOf(target) {
      const { host, pathname } = new URL(target);
      return `http://127.0.0.1:${port}/${host}${pathname}`.replace(/\/$/, '');
    },
    set(given) {
      how = given;
    },
    struck: () => struck,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
