import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { telnyx } from '../../../src/vendors/telnyx/index.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { type Client, createJudgedClient } from '../../support/sandbox-client.ts';
import { marker } from './harness.ts';

const judge = await createOpenApiJudge(new URL('openapi.yaml', import.meta.url));
const number = '+14155520101';

let sandbox: Sandbox;
let call: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [telnyx] });
  call = createJudgedClient(sandbox.urlOf('TELNYX'), judge);
});
beforeEach(async () => {
  sandbox.control.reset();
  await search();
});
afterEach(() => vi.useRealTimers());
afterAll(() => sandbox.stop());

const search = (query: Record<string, string> = { 'filter[phone_number][starts_with]': '415552' }) =>
  call('GET', '/available_phone_numbers', { query: { 'filter[country_code]': 'US', ...query } });
const place = (phone_number = number, reference = marker) =>
  call('POST', '/number_orders', { body: { phone_numbers: [{ phone_number }], customer_reference: reference } });
const dataOf = (reply: { body: unknown }) => Object(reply.body).data;
const orders = async (query: object = {}) => dataOf(await call('GET', '/number_orders', { query: { ...query } }));
const held = () => sandbox.control.numbers('TELNYX').map((each) => each.number);

test('an order is answered as pending, and is complete when it is read', async () => {
  const placed = await place();
  expect(dataOf(placed)).toMatchObject({ status: 'pending', customer_reference: marker, requirements_met: true });
  const read = await call('GET', `/number_orders/${dataOf(placed).id}`);
  expect(dataOf(read)).toMatchObject({
    status: 'success',
    phone_numbers: [{ phone_number: number, status: 'success' }],
  });
  const listed = await call('GET', '/phone_numbers', { query: { 'filter[phone_number]': number.slice(1) } });
  expect(dataOf(listed)).toMatchObject([{ phone_number: number, customer_reference: marker }]);
  expect(dataOf(listed)[0].id).toMatch(/^\d{19}$/);
  expect(dataOf(listed)[0].id).not.toBe(dataOf(read).phone_numbers[0].id);
  expect(sandbox.control.sales()).toHaveLength(1);
});

test('a filter that is not made of digits shows nothing', async () => {
  await place();
  const listed = await call('GET', '/phone_numbers', { query: { 'filter[phone_number]': '55' } }).catch(() => null);
  expect(listed).toBeNull();
});

test.each([
  ['no E.164', '4155520101', 422],
  ['not searched for', '+12125520101', 422],
  ['held already', '+14155520120', 409],
])('an order of a number that is %s is refused, and none is placed', async (_what, asked, status) => {
  const bare: Client = async (method, path, options) => {
    const response = await fetch(`${sandbox.urlOf('TELNYX')}${path}`, {
      method,
      headers: { authorization: 'Bearer sandbox', 'content-type': 'application/json' },
      body: JSON.stringify(options?.body),
    });
    const body: unknown = await response.json();
    expect(judge.response({ method, path }, { status: response.status, body })).toEqual([]);
    return { status: response.status, headers: response.headers, text: '', body };
  };
  const reply = await bare('POST', '/number_orders', { body: { phone_numbers: [{ phone_number: asked }] } });
  expect(reply.status).toBe(status);
  expect(Object(reply.body).errors).toMatchObject([
    { code: expect.stringMatching(/^\d+$/), title: expect.any(String) },
  ]);
  expect(await orders()).toEqual([]);
});

test('an order that is late settles after its time, unless somebody is faster', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  sandbox.control.addFault({ vendor: 'TELNYX', operation: 'purchase', kind: 'order-late', delayMs: 60_000 });
  await place();
  await place('+14155520102');
  sandbox.control.sell('TELNYX', '+14155520102');
  expect((await orders()).map((order: { status: string }) => order.status)).toEqual(['pending', 'pending']);
  expect((await place()).status).toBe(409);
  vi.setSystemTime(Date.now() + 60_001);
  expect((await orders()).map((order: { status: string }) => order.status)).toEqual(['failure', 'success']);
  expect(held()).toContain(number);
  expect(held()).not.toContain('+14155520102');
});

test('an order that waits for people says for what, until its part is cancelled', async () => {
  sandbox.control.addFault({ vendor: 'TELNYX', operation: 'purchase', kind: 'order-stays' });
  const { id } = dataOf(await place());
  const read = dataOf(await call('GET', `/number_orders/${id}`));
  expect(read).toMatchObject({ requirements_met: false, phone_numbers: [{ requirements_met: false }] });
  expect(read.phone_numbers[0].regulatory_requirements).toMatchObject([{ field_type: 'address', field_value: null }]);
  const [part] = dataOf(await call('GET', '/sub_number_orders', { query: { 'filter[order_request_id]': id } }));
  expect(part).toMatchObject({ order_request_id: id, status: 'pending', requirements_met: false });
  const cancelled = await call('PATCH', `/sub_number_orders/${part.id}/cancel`);
  expect(cancelled.status).toBe(200);
  expect(dataOf(await call('GET', `/number_orders/${id}`))).toMatchObject({ status: 'failure' });
  expect((await call('PATCH', `/sub_number_orders/${part.id}/cancel`)).status).toBe(422);
  expect(sandbox.control.sales()).toEqual([]);
});

test('orders are found by their reference, newest first, page by page', async () => {
  for (const line of ['01', '02', '03']) await place(`+141555201${line}`, line === '02' ? 'other' : marker);
  const references = async (query: object) =>
    (await orders(query)).map((order: { phone_numbers: { phone_number: string }[] }) =>
      order.phone_numbers[0]?.phone_number.slice(-2),
    );
  expect(await references({ 'filter[customer_reference]': marker })).toEqual(['03', '01']);
  expect(await references({ 'page[size]': '1', 'page[number]': '2' })).toEqual(['02']);
  expect((await call('GET', '/number_orders', { query: { 'page[size]': '250', 'page[number]': '9' } })).status).toBe(
    200,
  );
});

test('a number with a deletion lock is not released, in words', async () => {
  const locked = '1293384261075731733';
  const refused = await call('DELETE', `/phone_numbers/${locked}`);
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ detail: expect.stringMatching(/lock/) }] } });
  expect(sandbox.control.numbers('TELNYX').map(({ id }) => id)).toContain(locked);
});

test('a released number is gone, and for sale again', async () => {
  await place();
  const { id } = sandbox.control.numbers('TELNYX').find((each) => each.number === number) ?? {};
  const released = await call('DELETE', `/phone_numbers/${id}`);
  expect(dataOf(released)).toMatchObject({ id, status: 'deleted' });
  expect((await call('GET', `/phone_numbers/${id}`)).status).toBe(404);
  expect(dataOf(await search()).map((each: { phone_number: string }) => each.phone_number)).toContain(number);
});

test('a search tells prices, and looks where it is told to', async () => {
  const [first] = dataOf(await search({ 'filter[national_destination_code]': '212', 'filter[limit]': '1' }));
  expect(first).toMatchObject({
    phone_number: '+12125520100',
    cost_information: { monthly_cost: '1.00', currency: 'USD' },
  });
  const [found, ...more] = dataOf(await search({ 'filter[phone_number][contains]': '5520103' }));
  expect([found.phone_number.slice(-7), more.length > 0]).toEqual(['5520103', true]);
});
