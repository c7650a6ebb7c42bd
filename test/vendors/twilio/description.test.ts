import { describe } from 'vitest';
import { trunk } from '../../../src/vendors/twilio/fake/seed.ts';
import { twilio } from '../../../src/vendors/twilio/index.ts';
import { describeDescription } from '../../support/vendor-description.ts';
import { credentials, numbers, root, vendorId } from './harness.ts';

const one = `${numbers}/${vendorId}.json`;
const all = `${numbers}.json`;
const stock = `${root}/AvailablePhoneNumbers`;
const trunks = '/v1/Trunks';

describe("Twilio's description", () => {
  describeDescription({
    definition: twilio,
    folder: new URL('.', import.meta.url),
    credentials,
    calls: {
      listAvailablePhoneNumberCountries: (call) => call('GET', `${stock}.json`),
      getAvailablePhoneNumberCountry: (call) => call('GET', `${stock}/US.json`),
      searchLocal: (call) => call('GET', `${stock}/US/Local.json`, { query: { AreaCode: '415', PageSize: '3' } }),
      searchTollFree: (call) => call('GET', `${stock}/US/TollFree.json`),
      searchMobile: (call) => call('GET', `${stock}/GB/Mobile.json`),
      listIncomingPhoneNumbers: (call) => call('GET', all, { query: { PageSize: '2' } }),
      createIncomingPhoneNumber: (call) =>
        call('POST', all, { body: new URLSearchParams({ PhoneNumber: '+14155580101', FriendlyName: 'Desk' }) }),
      getIncomingPhoneNumber: (call) => call('GET', one),
      updateIncomingPhoneNumber: (call) => call('POST', one, { body: new URLSearchParams({ FriendlyName: 'Desk' }) }),
      deleteIncomingPhoneNumber: (call) => call('DELETE', one),
      getPhoneNumberPrices: (call) => call('GET', '/v1/PhoneNumbers/Countries/US'),
      listTrunks: (call) => call('GET', trunks),
      getTrunk: (call) => call('GET', `${trunks}/${trunk.sid}`),
      listTrunkCredentialLists: (call) => call('GET', `${trunks}/${trunk.sid}/CredentialLists`),
      listTrunkOriginationUrls: (call) => call('GET', `${trunks}/${trunk.sid}/OriginationUrls`),
    },
    recorded: [
      ['number', 'GET', one, 200],
      ['number', 'POST', all, 201],
      ['first-page', 'GET', all, 200],
      ['last-page', 'GET', all, 200],
      ['search', 'GET', `${stock}/US/Local.json`, 200],
      ['prices', 'GET', '/v1/PhoneNumbers/Countries/US', 200],
      ['unavailable', 'POST', all, 400],
    ],
  });
});
