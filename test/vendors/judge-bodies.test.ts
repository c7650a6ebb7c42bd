import { describe, expect, it } from 'vitest';
import { carrier, platform } from '../support/openapi/examples.ts';

const create = { method: 'POST', path: '/numbers' };
const list = { method: 'GET', path: '/accounts/AC1/numbers.json' };
const release = { method: 'DELETE', path: '/accounts/AC1/numbers/7.json' };

describe('a JSON body', () => {
  const routing = { agent: 'one' };

  it.each([
    [{ provider: 'own', area: '415', label: null, routing, headers: { a: 'b' }, anything: { deep: [1] } }],
    [{ provider: 'sip', trunk: 'trunk.example', routing: null, transport: null }],
  ])('is right: %j', (body) => {
    expect(platform.request({ ...create, body })).toEqual([]);
  });

  it.each([
    [undefined, /has no body/],
    [{ area: '415' }, /required property 'provider'/],
    [{ provider: 'other' }, /allowedValues":\["own","sip"\]/],
    [{ provider: 'sip', trunk: 't', area: '415' }, /unevaluatedProperty":"area"/],
    [{ provider: 'sip' }, /required property 'trunk'/],
    [{ provider: 'own', lable: 'x' }, /unevaluatedProperty":"lable"/],
    [{ provider: 'own', routing: { ...routing, agnet: 'x' } }, /\/routing.*unevaluatedProperty":"agnet"/],
    [{ provider: 'own', headers: { a: 1 } }, /\/headers\/a must be string/],
    [{ provider: 'own', transport: 'sctp' }, /\/transport must be equal/],
    [{ provider: 'own', area: 415 }, /\/area must be string/],
  ])('is wrong: %j', (body, complaint) => {
    expect(platform.request({ ...create, body }).join()).toMatch(complaint);
  });
});

describe('an answer', () => {
  it('may have members that the description does not name', () => {
    expect(platform.response(create, { status: 201, body: { id: 'one', more: true, label: null } })).toEqual([]);
    expect(carrier.response(list, { status: 200, body: [{ id: 1, trunk: null, more: 1 }] })).toEqual([]);
  });

  it('is judged by its status, by the hundred, or as any other', () => {
    expect(platform.response(create, { status: 201, body: { label: 1 } })).toHaveLength(2);
    expect(platform.response(create, { status: 418, body: { message: 'no' } })).toEqual([]);
    expect(platform.response(create, { status: 418, body: { message: 1 } })).toHaveLength(1);
    expect(carrier.response(release, { status: 404, body: undefined })).toEqual([]);
    expect(carrier.response(release, { status: 500, body: undefined })).toHaveLength(1);
  });

  it('has no coercion: a number is no text', () => {
    expect(carrier.response(list, { status: 200, body: [{ id: '1' }, { id: 1, trunk: 2 }] })).toHaveLength(2);
  });

  it('has a body of the described type, or none', () => {
    const headers = new Headers({ 'content-type': 'text/html' });
    expect(carrier.response(release, { status: 204, body: undefined })).toEqual([]);
    expect(carrier.response(release, { status: 204, body: {} })).toHaveLength(1);
    expect(carrier.response(list, { status: 200, body: [], headers })).toHaveLength(1);
    expect(
      carrier.response(list, { status: 200, body: [], headers: new Headers({ 'content-type': 'application/json' }) }),
    ).toEqual([]);
  });
});
