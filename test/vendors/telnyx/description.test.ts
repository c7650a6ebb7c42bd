import { describe } from 'vitest';
import { telnyx } from '../../../src/vendors/telnyx/index.ts';
import { type Client, type Reply, textAt } from '../../support/sandbox-client.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { vendorId } from './harness.ts';

const root = '/phone_numbers';
const number = `${root}/${vendorId}`;
const paged = { 'page[number]': '1', 'page[size]': '250' };

/** An order of the first number that a search shows. */
async function order(call: Client): Promise<Reply> {
  const found = await call('GET', '/available_phone_numbers', { query: { 'filter[country_code]': 'US' } });
  const [candidate] = Reflect.get(Object(found.body), 'data') ?? [];
  const phone_number = candidate?.phone_number ?? '+14155520101';
  return call('POST', '/number_orders', { body: { phone_numbers: [{ phone_number }], customer_reference: 'pns-1' } });
}

/** A call about an order that has been placed; without a key there is none. */
async function afterOrder(call: Client, path: (order: unknown) => string): Promise<Reply> {
  const { status, body } = await order(call);
  return call('GET', path(status === 200 ? Reflect.get(Object(body), 'data') : { id: 'one' }));
}

describe("Telnyx's description", () => {
  describeDescription({
    definition: telnyx,
    folder: new URL('.', import.meta.url),
    calls: {
      searchAvailablePhoneNumbers: (call) =>
        call('GET', '/available_phone_numbers', {
          query: { 'filter[country_code]': 'US', 'filter[national_destination_code]': '415', 'filter[limit]': '2' },
        }),
      createNumberOrder: order,
      listNumberOrders: (call) => call('GET', '/number_orders', { query: paged }),
      getNumberOrder: (call) => afterOrder(call, (placed) => `/number_orders/${textAt(placed, 'id')}`),
      listSubNumberOrders: (call) => afterOrder(call, () => '/sub_number_orders'),
      listPhoneNumbers: (call) => call('GET', root, { query: paged }),
      getPhoneNumber: (call) => call('GET', number),
      updatePhoneNumber: (call) => call('PATCH', number, { body: { customer_reference: 'Desk' } }),
      deletePhoneNumber: (call) => call('DELETE', number),
    },
    // Reservations, and the connections that tie a number to a platform, are not used; a cancelled order is tried elsewhere.
    notFaked: [
      ...['createNumberReservation', 'extendNumberReservation', 'getNumberReservation', 'listNumberReservations'],
      ...['createCredentialConnection', 'listCredentialConnections', 'createFqdnConnection', 'listFqdnConnections'],
      ...['createFqdn', 'listFqdns', 'cancelSubNumberOrder'],
    ],
    recorded: [
      ['number', 'GET', number, 200],
      ['number', 'PATCH', number, 200],
      ['first-page', 'GET', root, 200],
      ['last-page', 'GET', root, 200],
      ['bought-page', 'GET', root, 200],
      ['search', 'GET', '/available_phone_numbers', 200],
      ['orders', 'GET', '/number_orders', 200],
      ['order-pending', 'POST', '/number_orders', 200],
      ['order-success', 'GET', '/number_orders/one', 200],
      ['order-failure', 'GET', '/number_orders/one', 200],
      ['order-waiting', 'GET', '/number_orders/one', 200],
      ['not-authorized', 'GET', root, 401],
      ['number-already-held', 'POST', '/number_orders', 409],
    ],
  });
});
