import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createExampleVendor, one, other } from '../support/example-vendor.ts';
import { opened } from '../support/opened.ts';
import { createClient } from '../support/sandbox-client.ts';
import { present } from '../support/vendor-calls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  const { sandbox: _none, ...withoutFake } = createExampleVendor({
    name: 'REAL_ONLY',
    stock: { exchange: '556', firstLine: 0, lineCount: 100 },
  });
  sandbox = await startSandbox({ vendors: [one, other, withoutFake] });
});
afterAll(() => sandbox.stop());

test('each vendor with a fake has an account, which a service is pointed at by settings or by its environment', () => {
  const { origin } = new URL(sandbox.controlUrl);
  expect(opened(sandbox.accounts)).toEqual({
    ONE: { API_KEY: 'sandbox', BASE_URL: `${origin}/one/api` },
    OTHER: { API_KEY: 'sandbox', BASE_URL: `${origin}/other/api` },
  });
  expect(sandbox.environment).toEqual({
    ONE_API_KEY: 'sandbox',
    ONE_BASE_URL: `${origin}/one/api`,
    OTHER_API_KEY: 'sandbox',
    OTHER_BASE_URL: `${origin}/other/api`,
  });
  expect(sandbox.urlOf('OTHER')).toBe(`${origin}/other/api`);
  expect(sandbox.agentsOf('OTHER')).toMatchObject([{ id: 'agent-1' }, { id: 'agent-2' }]);
});

test('a vendor that is not hosted has neither a URL nor agents', () => {
  expect(() => sandbox.urlOf('REAL_ONLY')).toThrow('does not host REAL_ONLY');
  expect(() => sandbox.agentsOf('ACME')).toThrow('does not host ACME');
});

test('a call without a key is refused', async () => {
  const answer = await fetch(`${sandbox.urlOf('ONE')}/agents`);
  expect(answer.status).toBe(401);
});

test('a path that the API does not have is 404, a method 405 with those that it has', async () => {
  const call = createClient(sandbox.urlOf('ONE'));
  const replies = [
    await call('GET', '/nothing'),
    await call('GET', '/numbers/one/two'),
    await call('PUT', '/numbers'),
    await call('GET', '/numbers/'),
  ];
  expect(replies.map(({ status }) => status)).toEqual([404, 404, 405, 404]);
  expect(replies[2]?.headers.get('allow')).toBe('POST, GET');
});

test.each(['a/../b?c', 'a b', '%zz', 'ü'])('a part of a path arrives as it was sent: %s', async (id) => {
  const { control } = sandbox;
  const added = control.addNumber({ vendor: 'ONE', number: '+12125550100', id });
  const found = await createClient(sandbox.urlOf('ONE'))('GET', `/numbers/${encodeURIComponent(id)}`);
  control.removeNumber('ONE', id);
  expect(found.body).toMatchObject({ id: added.id });
});

test('a part of a path that is badly encoded is taken as it stands', async () => {
  sandbox.control.addNumber({ vendor: 'ONE', number: '+12125550101', id: '%e' });
  const found = await createClient(sandbox.urlOf('ONE'))('GET', '/numbers/%e');
  expect(found.status).toBe(200);
});

test.each([
  ['the same lines', { exchange: '555', firstLine: 49, lineCount: 1 }, 'ONE and RIVAL would sell the same numbers'],
  ['an exchange that is in use', { exchange: '415', firstLine: 0, lineCount: 10 }, 'RIVAL needs an exchange'],
  ['more than a hundred lines', { exchange: '556', firstLine: 50, lineCount: 51 }, 'RIVAL needs an exchange'],
])('a fake that would sell %s is not hosted', async (_case, stock, complaint) => {
  const rival = createExampleVendor({ name: 'RIVAL', stock });
  await expect(startSandbox({ vendors: [one, rival] })).rejects.toThrow(complaint);
});

test('a fake that sells nothing is hosted beside others of its kind, and has nothing for sale', async () => {
  const [importer, another] = ['IMPORTER', 'ANOTHER'].map((name) => createExampleVendor({ name, stock: null }));
  const hosted = await startSandbox({ vendors: [one, present(importer), present(another)] });
  onTestFinished(() => hosted.stop());
  const number = '+14155550100';
  const query = { prefix: '415' };
  const searched = (name: string) => createClient(hosted.urlOf(name))('GET', '/stock', { query });
  expect((await searched('ONE')).body).not.toEqual([]);
  expect((await searched('IMPORTER')).body).toEqual([]);
  const bought = await createClient(hosted.urlOf('IMPORTER'))('POST', '/numbers', { body: { number } });
  expect(bought.status).toBe(409);
  expect(() => hosted.control.sell('IMPORTER', number)).toThrow('is not for sale');
});

test('a vendor is hosted once', async () => {
  await expect(startSandbox({ vendors: [one, one] })).rejects.toThrow('Two vendors are called ONE.');
});

test('no vendors are no mistake', async () => {
  const empty = await startSandbox({ vendors: [] });
  const help = await fetch(empty.controlUrl);
  await empty.stop();
  expect([empty.accounts, empty.environment, help.status]).toEqual([{}, {}, 200]);
});
