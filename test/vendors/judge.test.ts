import { describe, expect, it, test } from 'vitest';
import { carrier, platform } from '../support/openapi/examples.ts';
import { createJudge, type JudgedRequest } from '../support/openapi.ts';

const head = 'openapi: 3.1.0\ninfo: {title: Numbers, version: "1"}\n';
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const get = (path: string, more: Partial<JudgedRequest> = {}) => ({ method: 'GET', path, ...more });
const post = (path: string, body: unknown, more: Partial<JudgedRequest> = {}) => ({
  method: 'POST',
  path,
  body,
  ...more,
});

const list = '/accounts/AC1/numbers.json';
const size = { 'page[size]': '10' };

describe('an operation', () => {
  it.each([
    ['GET', list, 'list'],
    ['GET', '/accounts/AC1/numbers/7.json', 'read'],
    ['GET', '/accounts/AC1/numbers/all.json', 'readAll'],
    ['GET', '/accounts/AC1/numbers/7', null],
    ['GET', '/accounts/AC1/numbersXjson', null],
    ['PUT', list, null],
  ])('is found by %s %s', (method, path, id) => {
    expect(carrier.operation(method, path)).toBe(id);
  });

  it('is one of the list of all', () => {
    expect(carrier.operations).toEqual(['list', 'create', 'read', 'release', 'readAll', 'prices']);
    expect(platform.operations).toEqual(['POST /numbers', 'PATCH /numbers']);
  });

  it('is judged by the texts in its path', () => {
    expect(carrier.request(get('/accounts/AC1/numbers/7.json'))).toEqual([]);
    expect(carrier.request(get('/accounts/B1/numbers/x.json')).join()).toMatch(
      /\/Account must match.*\/Id must be int/,
    );
  });

  it('has servers of its own where its path says so', () => {
    expect(carrier.request(get('/prices', { server: 'https://prices.example' }))).toEqual([]);
    expect(carrier.request(get('/prices', { server: 'https://numbers.example' }))).toHaveLength(1);
    expect(carrier.request(get(list, { server: 'https://numbers.example', query: size }))).toEqual([]);
  });
});

describe('a query', () => {
  it.each([
    [{ ...size, 'filter[number][contains]': '55', beta: 'true', tag: ['a', 'b'] }],
    [{ ...size, 'filter[number][contains]': '055', beta: 'false', tag: 'a' }],
  ])('is right: %j', (query) => {
    expect(carrier.request(get(list, { query }))).toEqual([]);
  });

  it.each([
    [{}, /no page\[size\]/],
    [{ 'page[size]': 'ten' }, /must be integer/],
    [{ 'page[size]': '101' }, /<= 100/],
    [{ ...size, beta: 'yes' }, /must be boolean/],
    [{ ...size, 'filter[number]': '55' }, /has filter\[number\].*takes none/],
  ])('is wrong: %j', (query, complaint) => {
    expect(carrier.request(get(list, { query })).join()).toMatch(complaint);
  });
});

describe('credentials', () => {
  it.each([
    [carrier, basic('user:password'), 0],
    [carrier, basic('user'), 1],
    [carrier, { authorization: 'Bearer key' }, 1],
    [carrier, {}, 1],
    [platform, { 'x-api-key': 'key' }, 0],
    [platform, { 'x-api-key': '' }, 1],
    [platform, { authorization: 'Bearer key' }, 2],
    [platform, { authorization: 'Bearer key', 'x-api-key': 'key' }, 1],
  ])('are of the kind that the description tells', (judge, headers, complaints) => {
    const request =
      judge === carrier ? get(list, { query: size, headers }) : { method: 'PATCH', path: '/numbers', headers };
    expect(judge.request(request)).toHaveLength(complaints);
  });

  it('are not asked for where none are taken, and not judged where headers are not given', () => {
    expect(carrier.request(get('/accounts/AC1/numbers/all.json', { headers: {} }))).toEqual([]);
    expect(carrier.request(get(list, { query: size }))).toEqual([]);
  });

  it('may be one of several kinds', () => {
    const judge =
      createJudge(`${head}paths: {/: {get: {security: [{bearer: []}, {one: [], other: []}], responses: {'200': {description: Done}}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    one: {type: apiKey, in: query, name: one}
    other: {type: apiKey, in: header, name: other}
`);
    expect(judge.request(get('/', { headers: { authorization: 'Bearer key' } }))).toEqual([]);
    expect(judge.request(get('/', { headers: { other: 'key' }, query: { one: 'key' } }))).toEqual([]);
    expect(judge.request(get('/', { headers: { other: 'key' } }))).toHaveLength(1);
  });
});

describe('a form', () => {
  const headers = { ...basic('user:password'), 'content-type': 'application/x-www-form-urlencoded' };

  it.each([['Area=415&Sms=true'], [new URLSearchParams({ Number: '+14155550123' })], [{ Number: '1', Sms: 'false' }]])(
    'is right: %s',
    (body) => {
      expect(carrier.request(post(list, body, { headers }))).toEqual([]);
    },
  );

  it.each([
    ['Sms=true', /required property 'Number'/],
    ['Area=x', /must be integer/],
    ['Number=1&number=2', /unevaluatedProperty":"number/],
  ])('is wrong: %s', (body, complaint) => {
    expect(carrier.request(post(list, body, { headers })).join()).toMatch(complaint);
  });

  it('is not JSON', () => {
    expect(
      carrier.request(post(list, 'Area=415', { headers: { ...headers, 'content-type': 'application/json' } })),
    ).toHaveLength(1);
  });

  it('leaves alone what it is given', () => {
    const body = { Area: '415' };
    expect(carrier.request(post(list, body))).toEqual([]);
    expect(body).toEqual({ Area: '415' });
  });
});

test('a description of another version is refused, and one that refers to nothing', () => {
  expect(() => createJudge('swagger: "2.0"')).toThrow(/3\.0 and 3\.1/);
  const judge = createJudge(`${head}paths: {/: {get: {parameters: [{$ref: '#/components/parameters/one'}]}}}`);
  expect(() => judge.request(get('/'))).toThrow(/refers to nothing/);
});
