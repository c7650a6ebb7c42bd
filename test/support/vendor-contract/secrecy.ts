import { expect, it } from 'vitest';
import type { VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import type { SipUser } from '../../../src/vendors/vendor.ts';
import type { Obtained } from '../../../src/vendors/vendor-number.ts';
import { failureOf, present, recordCall } from '../vendor-calls.ts';
import { type ContractHarness, createContractHarness } from './harness.ts';
import type { Subject } from './subject.ts';

/** No secret leaves the adapter, whatever the vendor says. */
export function describeSecrecy(subject: Subject): void {
  const harness = createContractHarness(subject);
  const { members, setUp, fault, buy, obtain, obtaining, order, findNumber } = harness;

  it('tells the operator where the key is not accepted, and nobody the key', async () => {
    const { vendor, log, secrets } = setUp();
    const number = vendor.buying?.choice === 'exact' ? await findNumber(vendor) : undefined;
    fault('refuse', obtaining, { status: 401, message: `no such key ${secrets.join(' ')}` });
    const failure = await failureOf(members.buying ? buy(vendor, order(), number) : obtain(vendor));
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'credentials', retryable: true });
    expect(failure.message).toBe(
      `${vendor.title} does not accept this service's API key; the operator must correct it.`,
    );
    for (const secret of secrets) expect(`${textOf(failure)}${log.text()}`).not.toContain(secret);
  });

  it('cuts the key out of what a refusal says', async () => {
    const { vendor, log, secrets } = setUp();
    fault('refuse', 'get', { message: `bad key ${secrets.join(' ')}` });
    const text = textOf(await failureOf(vendor.get(harness.existingId())));
    expect(text).toContain('bad key [removed]');
    for (const secret of secrets) expect(`${text}${log.text()}`).not.toContain(secret);
  });

  const withLogin = loginCallsOf(harness).filter(({ isThere }) => isThere);

  it.each(withLogin)('lets out nothing of the login of $what', async (call) => {
    const { vendor, log, secrets } = setUp({ timeoutMs: 5_000 });
    const { username, password } = call.login;
    const echo = `bad login ${username}:${encodeURIComponent(password)} ${JSON.stringify(call.login)} ${secrets.join(' ')}`;
    fault('refuse', call.operation, { times: 1, message: echo });
    fault('garbage', call.operation, { times: 1 });
    fault('reset-before', call.operation, { times: 1 });
    const seen: string[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) seen.push(textOf(await failureOf(call.send(vendor, 'first'))));
    expect(seen[0]).toMatch(/refused \(HTTP 400\)/);
    expect(seen[0]).not.toContain('bad login');
    await call.send(vendor, 'second');
    const everything = [...seen, log.text()].join('\n');
    const spellings = [username, password, JSON.stringify(password).slice(1, -1), encodeURIComponent(password)];
    for (const secret of [...secrets, ...spellings]) expect(everything).not.toContain(secret);
  });
}

/** The calls that carry a login, each for one of two numbers. */
export function loginCallsOf({ members, importOrder, sipUser }: ContractHarness) {
  const numbers = { first: '+15735550123', second: '+15735550124' };
  return [
    {
      what: 'an import',
      operation: 'import',
      isThere: members.importing !== undefined,
      login: loginIn(importOrder().source),
      send: (vendor: VoiceVendor, which: 'first' | 'second'): Promise<Obtained> =>
        present(vendor.importing).run(recordCall(), importOrder(numbers[which])),
    },
    {
      what: 'a SIP user',
      operation: 'createSip',
      isThere: members.sip !== undefined,
      login: loginIn(sipUser()),
      send: (vendor: VoiceVendor, which: 'first' | 'second'): Promise<Obtained> =>
        present(vendor.sip).create(recordCall(), { ...sipUser(), sipPrefix: `desk-${which}` }),
    },
  ] as const;
}

function loginIn({ username, password }: Pick<SipUser, 'username' | 'password'>) {
  return { username, password: password.judge((text) => text) };
}

/** All that a logger or a careless caller could make of an error. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  return `${error.stack} ${JSON.stringify(error)} ${textOf(error.cause)}`;
}
