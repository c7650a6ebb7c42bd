/** A request as a fake sees it. */
export type Call = {
  readonly method: string;
  /** Relative to the base URL of the fake's API. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Unparsed; empty if there was none. */
  readonly body: string;
  /** The value of a header; empty if it was not sent. */
  header(name: string): string;
};

/** What is sent back. `body` is sent as JSON, `text` as plain text, neither as nothing. */
export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown by handlers that cannot do what was asked; carries what to answer instead. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer, message = `Refused with ${answer.status}`) {
    super(message);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** Whether a call carries a bearer token. Fakes take any. */
export function hasBearerToken(call: Call): boolean {
  return /^Bearer +\S/i.test(call.header('authorization'));
}

/** Whether a call carries a name and a password. Fakes take any. */
export function hasBasicLogin(call: Call): boolean {
  const [, login = ''] = /^Basic +(\S+)$/i.exec(call.header('authorization')) ?? [];
  return /^[^:]+:./.test(Buffer.from(login, 'base64').toString());
}

/** The members of a form; none where the body is called something else. */
export function readForm({ body, header }: Call): Readonly<Record<string, string>> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(header('content-type'));
  return isForm ? Object.fromEntries(new URLSearchParams(body)) : {};
}

/** Reads JSON; undefined if the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
