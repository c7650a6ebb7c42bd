import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, print, visit } from 'graphql';
import { describe, expect, it, onTestFinished } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
/** Without descriptions, which would be in the way of what the tests change. */
const published = print(
  visit(parse(readFileSync(join(PROJECT, 'schema/published/phone-numbers.graphql'), 'utf8')), {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  }),
);
const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- Read more.\n';

/** What the comparison says of a schema that was changed after a release. */
function compare(released: string, current: string, changelog = CHANGELOG) {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['released', 'published']) mkdirSync(join(folder, 'schema', name), { recursive: true });
  writeFileSync(join(folder, 'schema/released/phone-numbers.graphql'), released);
  writeFileSync(join(folder, 'schema/published/phone-numbers.graphql'), current);
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  return run('compare-schemas.ts', folder);
}

function run(script: string, cwd: string) {
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [join(PROJECT, 'scripts', script)], { cwd }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}

/** The published schema with one text replaced, which has to be there. */
function changed(from: string | RegExp, to: string): string {
  const result = published.replace(from, to);
  if (result === published) throw new Error(`The published schema has no ${from}.`);
  return result;
}

describe('the comparison with the released schema', () => {
  it.each<[string, string, string]>([
    ['a field that is gone', changed(/ {2}carrier: String\n(?=[^}]*smsCapable)/, ''), 'PstnNumber.carrier'],
    [
      'a field that can be null now',
      changed('  totalCount: Int!', '  totalCount: Int'),
      'PhoneNumberConnection.totalCount',
    ],
    [
      'an argument that is gone',
      changed(', vendor: NumberVendor, maxAge: Int)', ', vendor: NumberVendor)'),
      'Query.phoneNumber(maxAge:)',
    ],
    [
      'an argument that is needed now',
      changed('phoneNumber(id: ID,', 'phoneNumber(id: ID!,'),
      'Query.phoneNumber(id:)',
    ],
    [
      'another order by default',
      changed(/orderBy: PhoneNumberOrder = CREATED_AT_DESC/, 'orderBy: PhoneNumberOrder = LABEL_ASC'),
      'Agent.phoneNumbers(orderBy:)',
    ],
    [
      'another country by default',
      changed(/(input PurchaseNumberInput [^}]*)country: CountryCode = "US"/, '$1country: CountryCode = "CA"'),
      'PurchaseNumberInput.country',
    ],
    [
      'a member of an input that is needed now',
      changed('input PurchaseNumberInput {', 'input PurchaseNumberInput {\n  reason: String!'),
      'PurchaseNumberInput.reason',
    ],
    ['a value of an enum that is gone', changed(/ {2}NEEDS_ATTENTION\n/, ''), 'NumberOperationStatus.NEEDS_ATTENTION'],
    [
      'a kind of number that is gone',
      changed('union PhoneNumber = PstnNumber | SipNumber', 'union PhoneNumber = PstnNumber'),
      'PhoneNumber',
    ],
    ['a key that is gone', changed(/(type PstnNumber [^{]*?) @key\(fields: "address"\)/, '$1'), 'PstnNumber'],
    ['a type that others may not share any more', changed('type PageInfo @shareable', 'type PageInfo'), 'PageInfo'],
    [
      'a field that is hidden now',
      changed('  totalCount: Int!', '  totalCount: Int! @federation__inaccessible'),
      'PhoneNumberConnection.totalCount',
    ],
  ])('fails for %s, until the changelog names it', async (_what, current, coordinate) => {
    const failed = await compare(published, current);
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain(`  \`${coordinate}\`  `);
    const named = (entry: string) => compare(published, current, `${CHANGELOG}${entry}\n\n## 0.1.0\n\n- All.\n`);
    expect(await named(`- **Breaking: less.** Removed is\n  \`${coordinate}\`.`)).toMatchObject({ exitCode: 0 });
    expect(await named(`- Removed is \`${coordinate}\`.`)).toMatchObject({ exitCode: 1 });
    expect(await named(`\n## 0.2.0\n\n- **Breaking: less.** \`${coordinate}\``)).toMatchObject({ exitCode: 1 });
  });

  it('fails for what is gone, although the changelog names it for a smaller change', async () => {
    const named = (entry: string) => compare(published, changed('  totalCount: Int!\n', ''), `${CHANGELOG}${entry}\n`);
    const unsaid = await named('- **Breaking: null.** `PhoneNumberConnection.totalCount` can be null.');
    expect(unsaid.exitCode).toBe(1);
    expect(unsaid.stderr).toContain('  `PhoneNumberConnection.totalCount`  ');
    const said = await named('- **Breaking: less.** `PhoneNumberConnection.totalCount` was removed.');
    expect(said).toMatchObject({ exitCode: 0 });
  });

  it.each<[string, string]>([
    ['nothing', published],
    ['a field that is new', changed('  totalCount: Int!', '  totalCount: Int!\n  more: Int!')],
    ['an argument that may be left out', changed('phoneNumber(id: ID,', 'phoneNumber(id: ID, more: ID,')],
    ['a value of an enum that is new', changed(/ {2}NEEDS_ATTENTION\n/, '  NEEDS_ATTENTION\n  MORE\n')],
    ['a tag', changed('  totalCount: Int!', '  totalCount: Int! @tag(name: "more")')],
    ['other words', changed('type SipTrunk', '"More." type SipTrunk')],
  ])('passes %s', async (_what, current) => {
    expect(await compare(published, current)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('begins anew once a release has taken the schema over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(join(PROJECT, 'schema/released'), join(folder, 'schema/released'), { recursive: true });
    mkdirSync(join(folder, 'schema/published'));
    writeFileSync(
      join(folder, 'schema/published/phone-numbers.graphql'),
      changed('  totalCount: Int!', '  totalCount: Int'),
    );
    writeFileSync(join(folder, 'CHANGELOG.md'), CHANGELOG);
    expect(await run('compare-schemas.ts', folder)).toMatchObject({ exitCode: 1 });
    expect(await run('release-schema.ts', folder)).toMatchObject({ exitCode: 0 });
    expect(await run('compare-schemas.ts', folder)).toMatchObject({ exitCode: 0 });
  });
});
