import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler says of a line of code that has a vendor, a client, an order and a ledger at hand. */
async function compile(line: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'money-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'line.mts');
  writeFileSync(
    file,
    `import type { HttpClient } from '${root}src/vendors/http/client.ts';
     import type { LeasedOperation, Ledger } from '${root}src/ledger/ledger.ts';
     import type { BuyingExact, ExactOrder } from '${root}src/vendors/vendor.ts';
     declare const buying: BuyingExact, client: HttpClient, ledger: Ledger, leased: LeasedOperation, order: ExactOrder;
     const post = { operation: 'buy', method: 'POST', path: '/numbers' } as const;
     const facts = { operationId: 'x', attempt: 1, recordedAtMs: 0, recordedAt: 0 };
     void [buying, client, ledger, leased, order, post, facts];
     ${line}`,
  );
  const config = join(folder, 'tsconfig.json');
  const typeRoots = [join(root, 'node_modules/@types')];
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots },
      files: [file],
      include: [],
    }),
  );
  return new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/tsc'), ['-p', config], (_failure, output) => resolve(output));
  });
}

it('lets code buy that holds what the ledger recorded', async () => {
  const line = `const call = await ledger.recordSent(leased, { account: '', note: '' });
     if (call.state === 'sent') await buying.buy(call.sent, order);`;
  expect(await compile(line)).toBe('');
});

it.each([
  ['without a record', 'await buying.buy(order);', 'Expected 2 arguments'],
  [
    'whose record may have been refused',
    "await buying.buy(await ledger.recordSent(leased, { note: '' }), order);",
    'SentCall',
  ],
  ['with an operation that was not recorded as sent', 'await buying.buy(leased, order);', 'SentCall'],
  ['with a record made up', 'await buying.buy(facts, order);', 'SentCall'],
  ['past the port, over the HTTP client', 'await client.write(facts, post);', 'SentCall'],
  ['past the port, as a read', 'await client.read(post);', 'HttpLookup'],
])('does not compile a purchase %s', async (_how, line, complaint) => {
  expect(await compile(line)).toMatch(new RegExp(`line.mts.8,.*error.*${complaint}`));
});
