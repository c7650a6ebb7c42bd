import { readFile } from 'node:fs/promises';
import { OpenAPIBackend } from 'openapi-backend';
import { parse } from 'yaml';

/** A request as it went over the wire; `path` is relative to the API's base URL. */
export type JudgedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Where given, the bearer token and the content type are judged too. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed, not text. */
  readonly body?: unknown;
};

/** Tells what is wrong with requests and answers by a vendor's OpenAPI file. An empty list means nothing is. */
export type OpenApiJudge = {
  request(request: JudgedRequest): string[];
  response(
    operation: { readonly method: string; readonly path: string },
    response: { readonly status: number; readonly body: unknown },
  ): string[];
};

type Members = Record<string, unknown>;
type Complaint = { instancePath: string; message?: string; params: Members };
type Verdict = { errors?: Complaint[] | null };

const formats = {
  uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};

/**
 * The judge by one vendor's file. Stricter than the file in one respect: a request may only have members that the file
 * names, since a misspelt one would go unnoticed otherwise. Answers with a status that the file calls undocumented
 * are not judged.
 */
export async function createOpenApiJudge(file: URL): Promise<OpenApiJudge> {
  const definition = parse(await readFile(file, 'utf8'));
  const undocumented = undocumentedStatuses(definition);
  closeRequestBodies(definition);
  // `quick` leaves out the library's check of the file, which knows OpenAPI 3.0 only (seen in 5.21.2).
  const backend = new OpenAPIBackend({
    definition,
    quick: true,
    strict: true,
    ajvOpts: { formats, allErrors: true },
  });
  await backend.init();

  function find(method: string, path: string) {
    const operation = backend.router.matchOperation({ method, path, headers: {} });
    return operation ?? `${method} ${path} is not described`;
  }

  return {
    request({ method, path, query = {}, headers, body }) {
      const operation = find(method, path);
      if (typeof operation === 'string') return [operation];
      const sent = {
        method,
        path,
        query,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
      };
      const unexpected = body !== undefined && operation.requestBody === undefined ? ['has a body, takes none'] : [];
      return [
        ...unexpected,
        ...headerComplaints(headers, body !== undefined),
        ...complaints(backend.validator.validateRequest(sent, operation)),
      ];
    },
    response({ method, path }, { status, body }) {
      const operation = find(method, path);
      if (typeof operation === 'string') return [operation];
      if (undocumented.includes(status)) return [];
      if (!Object.hasOwn(operation.responses ?? {}, String(status))) {
        return [`${method} ${path} is not described to answer ${status}`];
      }
      return complaints(backend.validator.validateResponse(body, operation, status));
    },
  };
}

function headerComplaints(headers: JudgedRequest['headers'], hasBody: boolean): string[] {
  if (headers === undefined) return [];
  const given = new Headers(headers);
  const found: string[] = [];
  if (!/^Bearer \S+$/.test(given.get('authorization') ?? '')) found.push('has no bearer token');
  if (hasBody && !/^application\/json\b/.test(given.get('content-type') ?? '')) {
    found.push('has a body that is not called application/json');
  }
  return found;
}

function complaints(verdict: Verdict): string[] {
  return (verdict.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isMembers(at) ? at[name] : undefined), value);
}

function undocumentedStatuses(definition: unknown): number[] {
  const codes = memberAt(definition, ['x-undocumented-statuses', 'codes']);
  return Array.isArray(codes) ? codes.filter((code) => typeof code === 'number') : [];
}

function closeRequestBodies(definition: unknown): void {
  const close = (schema: unknown): void => {
    if (!isMembers(schema)) return;
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      close(memberAt(definition, reference.split('/').slice(1)));
      return;
    }
    const properties = schema['properties'];
    if (isMembers(properties)) {
      schema['additionalProperties'] ??= false;
      for (const property of Object.values(properties)) close(property);
    }
    for (const name of ['anyOf', 'allOf', 'oneOf']) {
      const parts = schema[name];
      if (Array.isArray(parts)) for (const part of parts) close(part);
    }
  };
  const paths = memberAt(definition, ['paths']);
  for (const path of Object.values(isMembers(paths) ? paths : {})) {
    for (const operation of Object.values(isMembers(path) ? path : {})) {
      close(memberAt(operation, ['requestBody', 'content', 'application/json', 'schema']));
    }
  }
}
