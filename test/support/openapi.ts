import { readFile } from 'node:fs/promises';
import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { credentialComplaints, credentialsInQuery } from './openapi/credentials.ts';
import { type Operation, readDescription } from './openapi/description.ts';
import { toJsonSchema } from './openapi/json-schema.ts';
import { isMembers, type Members, membersOf } from './openapi/members.ts';
import { readTexts, type Texts } from './openapi/texts.ts';

/** A request as it went over the wire; `path` is relative to the API's base URL. */
export type JudgedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: Texts;
  /** Where given, the credentials and the content type are judged too. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed JSON; of a form the text, or what it says. */
  readonly body?: unknown;
  /** Where given, it has to be one of the servers that the description has for this path. */
  readonly server?: string;
};

/** An answer as it came over the wire. */
export type JudgedResponse = {
  readonly status: number;
  /** Parsed; undefined where there was none. */
  readonly body: unknown;
  /** Where given, the content type is judged too. */
  readonly headers?: Headers;
};

/** Tells what is wrong with requests and answers by a vendor's OpenAPI file. An empty list means nothing is. */
export type OpenApiJudge = {
  /** All operations of the file, by `operationId`. */
  readonly operations: readonly string[];
  /** Which of them it is; null where the file describes no such operation. */
  operation(method: string, path: string): string | null;
  request(request: JudgedRequest): string[];
  response(operation: { readonly method: string; readonly path: string }, response: JudgedResponse): string[];
};

const form = 'application/x-www-form-urlencoded';
const options: Options = {
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  formats: {
    uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    password: true,
    int32: true,
    int64: true,
  },
};
/** Words of OpenAPI that say nothing about what is valid. */
const vocabulary = ['components', 'discriminator', 'example', 'externalDocs', 'xml'];

/** The judge by one vendor's file. */
export async function createOpenApiJudge(file: URL): Promise<OpenApiJudge> {
  return createJudge(await readFile(file, 'utf8'));
}

/**
 * The judge by the text of an OpenAPI file, version 3.0 or 3.1. Stricter than the file in one respect: a request may
 * only have members that the file names, since a misspelt one would go unnoticed otherwise. Answers with a status that
 * the file calls undocumented are not judged.
 */
export function createJudge(text: string): OpenApiJudge {
  const description = readDescription(parse(text));
  const { find, follow, undocumented } = description;
  const ofJson = new Ajv2020(options).addVocabulary(vocabulary);
  const ofTexts = new Ajv2020({ ...options, coerceTypes: 'array' }).addVocabulary(vocabulary);
  const compiled = new WeakMap<object, ValidateFunction>();

  /** Judges a value by a schema that is compiled once; `at` is what the schema is known by. */
  function judge(at: object, value: unknown, ajv: Ajv2020, schema: () => Members): string[] {
    const validate = compiled.get(at) ?? ajv.compile(schema());
    compiled.set(at, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || '/'} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
    );
  }

  function judgeParameters(operation: Operation, place: string, given: Texts): string[] {
    const parameters = operation.parameters.filter((parameter) => parameter['in'] === place);
    const known = place === 'query' ? credentialsInQuery(description) : [];
    const complaints = parameters.flatMap((parameter) => {
      const name = place === 'header' ? String(parameter['name']).toLowerCase() : String(parameter['name']);
      if (!Object.hasOwn(given, name)) return parameter['required'] === true ? [`has no ${name} in its ${place}`] : [];
      const schema = () =>
        toJsonSchema(description, { properties: { [name]: parameter['schema'] } }, { closed: false });
      return judge(parameter, { [name]: given[name] }, ofTexts, schema);
    });
    const names = [...parameters.map(({ name }) => name), ...known];
    const others = place === 'header' ? [] : Object.keys(given).filter((name) => !names.includes(name));
    return [...complaints, ...others.map((name) => `has ${name} in its ${place}, takes none`)];
  }

  function judgeBody({ requestBody }: Operation, body: unknown, headers: Headers | null): string[] {
    if (requestBody === null) return body === undefined ? [] : ['has a body, takes none'];
    if (body === undefined) return requestBody['required'] === true ? ['has no body'] : [];
    const content = membersOf(requestBody['content']);
    const types = Object.keys(content);
    const type = headers === null ? types[0] : mediaType(headers);
    const media = content[type ?? ''];
    if (type === undefined || !isMembers(media)) return [`has a body that is not called ${types.join(' or ')}`];
    const schema = () => toJsonSchema(description, media['schema'], { closed: true });
    return type === form ? judge(media, readForm(body), ofTexts, schema) : judge(media, body, ofJson, schema);
  }

  function judgeAnswer(described: Members, { status, body, headers }: JudgedResponse): string[] {
    const content = membersOf(described['content']);
    const types = Object.keys(content);
    const type = headers === undefined ? types[0] : mediaType(headers);
    if (types.length === 0) return status === 204 && body !== undefined ? ['has a body'] : [];
    const media = content[type ?? ''];
    if (!isMembers(media)) return [`has a body that is not called ${types.join(' or ')}`];
    return judge(media, body, ofJson, () => toJsonSchema(description, media['schema'], { closed: false }));
  }

  return {
    operations: description.operationIds,
    operation: (method, path) => find(method, path)?.id ?? null,
    request({ method, path, query = {}, headers, body, server }) {
      const operation = find(method, path);
      if (operation === null) return [`${method} ${path} is not described`];
      const { pathValues, servers } = operation;
      const given = headers === undefined ? null : new Headers(headers);
      const isElsewhere = server !== undefined && !servers.includes(server);
      return [
        ...(isElsewhere ? [`went to ${server}, is described at ${servers.join(' and ')}`] : []),
        ...(given === null ? [] : credentialComplaints(operation, description, { headers: given, query })),
        ...(given === null ? [] : judgeParameters(operation, 'header', Object.fromEntries(given))),
        ...judgeParameters(operation, 'path', pathValues),
        ...judgeParameters(operation, 'query', query),
        ...judgeBody(operation, body, given),
      ];
    },
    response({ method, path }, response) {
      const operation = find(method, path);
      if (operation === null) return [`${method} ${path} is not described`];
      const { status } = response;
      if (undocumented.includes(status)) return [];
      const { responses } = operation;
      const described = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses['default'];
      if (described === undefined) return [`${method} ${path} is not described to answer ${status}`];
      return judgeAnswer(follow(described), response);
    },
  };
}

function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function readForm(body: unknown): unknown {
  if (typeof body === 'string' || body instanceof URLSearchParams) return { ...readTexts(body) };
  // What the judge makes of the texts is no business of the caller.
  return isMembers(body) ? { ...body } : body;
}
