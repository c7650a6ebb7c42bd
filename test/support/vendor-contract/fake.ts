import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createContractHarness } from './harness.ts';
import { loginCallsOf } from './secrecy.ts';
import type { Subject } from './subject.ts';

/** What is promised of a fake beyond its API. */
export function describeFake(subject: Subject): void {
  const folder = mkdtempSync(join(tmpdir(), 'vendor-contract-'));
  const stateFile = join(folder, 'sandbox.json');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const harness = createContractHarness(subject, { stateFile });
  const { definition, fake, members, sandbox, setUp, obtain, read } = harness;
  const { name } = definition;
  const control = () => sandbox().control;

  it('begins with numbers, and two agents where it has any, always the same', () => {
    const { linksWhenObtaining } = definition.rules;
    const hasAgents = subject.capabilities.includes('LINK') || linksWhenObtaining.bought || linksWhenObtaining.imported;
    expect(fake.agents.length >= 2).toBe(hasAgents);
    expect(control().numbers(name)).not.toEqual([]);
    expect(fake.seed()).toEqual(fake.seed());
    expect(fake.state.parse(fake.seed())).toEqual(fake.seed());
  });

  it('shows a number that was obtained as its adapter does, and each sale', async () => {
    const { vendor } = setUp();
    const number = await read(vendor, await obtain(vendor));
    const { vendorId: id, address, agentId } = number;
    expect(control().numbers(name)).toContainEqual(expect.objectContaining({ id, number: address, agentId }));
    const sale = { vendor: name, number: address, at: expect.any(String) };
    expect(control().sales()).toEqual(members.buying ? [sale] : []);
  });

  it('has numbers come and go as in a dashboard, which is no sale', async () => {
    const { vendor } = setUp();
    const added = control().addNumber({ vendor: name, number: '+12125550123', agentId: harness.agentIds[1] });
    const agentId = fake.agents[1]?.id ?? null;
    const expected = { vendorId: added.id, kind: 'PSTN', address: '+12125550123', agentId };
    expect(await vendor.get(added.id)).toMatchObject(expected);
    expect(() => control().addNumber({ vendor: name, number: '+12125550123' })).toThrow('already');
    control().removeNumber(name, added.id);
    expect(await vendor.get(added.id)).toBeNull();
    expect(control().sales()).toEqual([]);
  });

  it('refuses a call without a key', async () => {
    const statuses = await Promise.all(
      fake.create(unused).routes.map(async ({ method, path }) => {
        const url = `${sandbox().urlOf(name)}${path.replaceAll(/:\w+/g, 'one')}`;
        const { status } = await fetch(url, { method });
        return status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
  });

  it('keeps what it has done in the state file, and no login', async () => {
    const { vendor } = setUp();
    const { address } = await read(vendor, await obtain(vendor));
    const kept: string[] = [];
    const logins = loginCallsOf(harness).filter(({ isThere }) => isThere);
    for (const call of logins) kept.push((await call.send(vendor, 'first')).vendorId);
    const pages = await Promise.all(
      ['state', 'calls', 'faults'].map(async (page) => (await fetch(`${sandbox().controlUrl}/${page}`)).text()),
    );
    const saved = await readFile(stateFile, 'utf8');
    for (const text of [address ?? '', ...kept]) expect(saved).toContain(text);
    const { accounts } = JSON.parse(saved);
    expect(fake.state.parse(accounts[name])).toEqual(accounts[name]);
    for (const { login } of logins) {
      for (const secret of [login.username, login.password, JSON.stringify(login.password).slice(1, -1)]) {
        expect([saved, ...pages].join('\n')).not.toContain(secret);
      }
    }
  });
}

/** An account for asking a fake for its routes. */
const unused = {
  read: () => undefined,
  change: () => {
    throw new Error('Nothing is changed here.');
  },
  findForSale: () => [],
  isForSale: () => false,
  recordSale: () => undefined,
  now: () => '2026-07-01T09:00:00.000Z',
};
