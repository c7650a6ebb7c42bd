import fc from 'fast-check';
import { anything, texts } from './values.ts';

/** Bytes for a socket. */
export type RawRequest = { readonly bytes: Buffer };

const methods = fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'TRACE', 'PATCH', 'FOO');
const paths = fc.oneof(
  fc.constantFrom('/graphql', '/', '/graphiql', '/health/live', '/health/ready', '/metrics', '/assets/x.js', '//', '*'),
  texts.map((text) => `/${encodeURI(text.toWellFormed())}`.slice(0, 20_000)),
  texts.map((text) => `/graphql?query=${encodeURIComponent(text.toWellFormed())}`.slice(0, 15_000)),
  texts.map((text) =>
    `/graphql?variables=%7B%22a%22%3A${encodeURIComponent(text.toWellFormed())}&query=%7B__typename%7D`.slice(
      0,
      15_000,
    ),
  ),
  fc.constantFrom(
    '/graphql?query=%ff',
    '/graphql?query=%',
    '/%00',
    '/..%2f..%2fetc/passwd',
    '/assets/..%2f..%2fpackage.json',
  ),
);
const types = fc.constantFrom(
  ...['application/json', 'application/json; charset=utf-8', 'application/json; charset=latin1', 'text/plain'],
  ...['application/graphql', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', '', 'json;;;'],
);
const operations = fc.constantFrom(
  ...[
    '{ __typename }',
    '{',
    '{ phoneNumbers { totalCount } }',
    'subscription { a }',
    'query A { __typename } query B { __typename }',
  ],
  ...[`{ ${'... { '.repeat(2_500)} __typename ${'}'.repeat(2_500)} }`, `query ${'a'.repeat(9e5)} { __typename }`],
  ...[
    '{ __schema { types { name } } }',
    'fragment A on Query { ...A } { ...A }',
    '# nothing',
    `{ a(b: ${'['.repeat(5_000)}) }`,
  ],
);
const bodies = fc.oneof(
  anything.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  fc
    .record(
      { query: operations, operationName: anything, variables: anything, extensions: anything },
      { requiredKeys: ['query'] },
    )
    .map((value) => Buffer.from(JSON.stringify(value))),
  operations.map((query) => Buffer.from(JSON.stringify({ query }))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    Buffer.from('{"query":"{ __typename }"'),
    Buffer.from('[{"query":"{ __typename }"}]'),
    Buffer.alloc(1_100_000, 0x20),
  ),
);
const extraHeaders = fc.subarray([
  'x-request-id: ü',
  'accept: text/html',
  'accept: application/graphql-response+json',
  'content-encoding: gzip',
  'transfer-encoding: chunked',
  'expect: 100-continue',
  'x-apollo-operation-name: a',
  'apollo-require-preflight: 1',
  'authorization: Bearer x.y.z',
  'router-authorization: nothing',
  'host: elsewhere.example',
  `cookie: ${'a'.repeat(10_000)}`,
]);

/** HTTP as no client would send it. */
export const rawRequests: fc.Arbitrary<RawRequest> = fc
  .record({ method: methods, path: paths, type: types, body: bodies, headers: extraHeaders, lies: fc.boolean() })
  .map(({ method, path, type, body, headers, lies }) => {
    const length = lies ? [] : [`content-length: ${body.length}`];
    const lines = [`${method} ${path} HTTP/1.1`, 'host: localhost', `content-type: ${type}`, ...length, ...headers];
    return { bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\nconnection: close\r\n\r\n`), body]) };
  });
