import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { defineVendor } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { Examples, GraphiqlInfo, Variables } from '../../src/web/graphiql/info.ts';
import { dataOf } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { pickwick } from '../vendors/pickwick/pickwick.ts';

/** In the order in which they run: what a purchase came to is asked for after it. */
const files: Record<keyof Examples, string> = {
  findNumber: 'find-number',
  searchStock: 'search-stock',
  buyNumber: 'buy-number',
  followPurchase: 'follow-purchase',
  importOverSip: 'import-over-sip',
  createSip: 'create-sip',
  adoptNumber: 'adopt-number',
  linkToAgent: 'link-to-agent',
  unlink: 'unlink',
  rename: 'rename',
  entities: 'entities',
  release: 'release',
  settle: 'settle',
};
const changes = [
  ...(['buyNumber', 'importOverSip', 'createSip', 'adoptNumber'] as const),
  ...(['linkToAgent', 'unlink', 'rename', 'release', 'settle'] as const),
];

async function readInfo(app: TestApp): Promise<GraphiqlInfo> {
  return (await fetch(`${app.url}/graphiql/info.json`)).json();
}

function run(app: TestApp, name: keyof Examples, variables: Variables) {
  const query = readFileSync(`src/web/graphiql/operations/${files[name]}.graphql`, 'utf8');
  return app.graphql(query, variables);
}

const oneByOne = [...builtInVendors, pickwick].map((vendor) => [vendor.title, [vendor]] as const);
const vendorSets = [['all built-in vendors', builtInVendors], ...oneByOne] as const;

describe.each(vendorSets)('the examples of %s on the sandbox', (_title, vendors) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ vendors });
    // As long as nothing was read, the registry knows no number.
    await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  });
  afterAll(() => app?.stop());

  it.each(['first', 'second'])('work as they are at a %s visit', async () => {
    const { mode, examples } = await readInfo(app);
    expect(mode).toBe('sandbox');
    for (const name of Object.keys(files) as (keyof Examples)[]) {
      const variables = examples[name];
      // Of the sandbox, nothing waits for a person.
      if (variables === null || name === 'settle') continue;
      const { data, errors } = await run(app, name, variables);
      expect(errors, name).toBeUndefined();
      expect(JSON.stringify(data), name).not.toMatch(/"userErrors":\[\{|"phoneNumber":null|"numbers":\[\]/);
      if (name === 'entities') expect(data['_entities']).not.toContain(null);
    }
  });

  it('are there for whatever one of them can do', async () => {
    const { examples } = await readInfo(app);
    const { data } = await app.graphql('{ numberVendors { capabilities } }');
    const can = data.numberVendors.flatMap(({ capabilities }: { capabilities: string[] }) => capabilities);
    expect(examples.searchStock !== null).toBe(can.includes('SEARCH'));
    expect(examples.buyNumber !== null).toBe(can.includes('PURCHASE'));
    expect(examples.importOverSip !== null).toBe(can.includes('SIP_IMPORT'));
    expect(examples.createSip !== null).toBe(can.includes('SIP_CREATE'));
    expect(examples.linkToAgent !== null).toBe(can.includes('LINK'));
    expect(examples.unlink !== null).toBe(can.includes('UNLINK'));
    expect(examples.release !== null).toBe(can.includes('RELEASE'));
  });
});

describe('the examples where vendors are real', () => {
  const British = defineVendor({ ...pickwick, rules: { ...pickwick.rules, countries: ['GB'], areaCode: 'REQUIRED' } });

  describe.each([...oneByOne, ['a vendor elsewhere', [British]] as const])('such as %s', (_title, vendors) => {
    let sandbox: Sandbox;
    let app: TestApp;
    beforeAll(async () => {
      sandbox = await startSandbox({ vendors });
      app = await startTestApp({ vendors, sandbox: false, accounts: sandbox.accounts });
    });
    afterAll(async () => {
      await app?.stop();
      await sandbox?.stop();
    });

    it('are refused before the vendor is called, until somebody has filled them in', async () => {
      const { examples } = await readInfo(app);
      sandbox.control.clearCalls();
      for (const name of changes) {
        const variables = examples[name];
        if (variables === null) continue;
        const { data, errors } = await run(app, name, variables);
        expect(errors, name).toBeUndefined();
        const [payload] = Object.values<{ userErrors: { code: string }[] }>(data);
        expect(payload?.userErrors, name).not.toEqual([]);
        for (const { code } of payload?.userErrors ?? []) expect(['INVALID_INPUT', 'NOT_FOUND'], name).toContain(code);
      }
      expect(sandbox.control.calls().filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(sandbox.control.sales()).toEqual([]);
    });

    it('name nothing that only the sandbox has, and the vendors that money goes to', async () => {
      const info = await readInfo(app);
      expect(info).toMatchObject({ mode: 'live', vendors: vendors.map(({ title }) => title) });
      const ids = vendors.flatMap(({ name }) => [...sandbox.agentsOf(name), ...sandbox.control.numbers(name)]);
      for (const { id } of ids) expect(JSON.stringify(info)).not.toContain(id);
    });

    it('ask for what the vendor needs, and for nothing that it can do without', async () => {
      const { examples } = await readInfo(app);
      const input = examples.buyNumber?.['input'];
      const { numberVendors } = dataOf(await app.graphql('{ numberVendors { vendor capabilities } }'));
      const able: { vendor: string; capabilities: string[] }[] = numberVendors;
      const sells = able.filter(({ capabilities }) => capabilities.includes('PURCHASE')).map(({ vendor }) => vendor);
      expect(input === undefined).toBe(sells.length === 0);
      for (const { rules } of vendors.filter(({ name }) => sells.includes(name))) {
        expect(input).toHaveProperty('idempotencyKey');
        if (rules.agentRequired) expect(input).toHaveProperty('agentId');
        else expect(input).not.toHaveProperty('agentId');
        if (rules.areaCode === 'REQUIRED') expect(input).toHaveProperty('areaCode');
        else expect(input).not.toHaveProperty('areaCode');
        if (rules.countries?.includes('US') === false) expect(input).toHaveProperty('country', rules.countries[0]);
        else expect(input).not.toHaveProperty('country');
      }
    });
  });
});
