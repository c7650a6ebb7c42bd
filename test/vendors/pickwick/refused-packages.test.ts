import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { createPlace, IMPORT } from './place.ts';

const { folder, install, write, run, remove } = createPlace();
mkdirSync(join(folder, 'a-folder'));
afterAll(remove);

describe('VENDORS names what does not do, and the service says in a sentence why', () => {
  const [builtIn] = builtInVendors;

  it.each([
    ['@acme/missing', null, 'which is not installed where '],
    ['./missing.js', null, 'and there is no such file'],
    ['./a-folder', null, 'which is a folder: '],
    ['https://example.com/vendor.js', null, 'which is neither a package nor a file'],
    ['node:fs', null, 'which is neither a package nor a file'],
    ['nothing', 'export const one = 1;', 'which exports no definition: '],
    ['empty', 'export default [];', 'which exports no definition: '],
    ['a-text', 'export default "vendor";', 'which exports a definition that is none: it must be an object'],
    ['half', 'export default { name: "HALF" };', 'which exports a definition that is none: title must be a text'],
    ['no-zod', `${IMPORT}export default { ...one, settings: {} };`, 'none: settings.shape '],
    ['broken', 'export default {', 'which cannot be loaded: '],
    ['throws', 'throw new Error("no luck");', 'which cannot be loaded: no luck'],
    ['needs', 'import "nowhere-to-be-found";', "which cannot be loaded: Cannot find package 'nowhere-to-be-found'"],
    [
      'newer-name',
      'import { holdForRansom } from "phone-numbers-subgraph/vendor"; export default holdForRansom;',
      "which cannot be loaded: The requested module 'phone-numbers-subgraph/vendor' does not provide an export named 'holdForRansom'",
    ],
    [
      'newer',
      `${IMPORT}export default { ...one, port: 2 };`,
      'whose PICKWICK is made for version 2 of the port: this service has version 1',
    ],
    [
      'silent',
      `${IMPORT}export default { ...one, port: undefined };`,
      'whose PICKWICK does not say for which version of the port',
    ],
    [
      'older',
      `${IMPORT}const { marker, ...rules } = one.rules;export default { ...one, rules };`,
      'its rules have no marker',
    ],
    [
      'misnamed',
      `${IMPORT}export default { ...one, name: "pick wick" };`,
      'makes no sense: pick wick is no name of a vendor',
    ],
    [
      'taken',
      `${IMPORT}export default { ...one, name: "${builtIn?.name}" };`,
      `whose vendor is called ${builtIn?.name}, as another one is`,
    ],
    ['twice', `${IMPORT}export default [one, one];`, 'whose vendor is called PICKWICK, as another one is'],
    [
      'variables',
      `import { z } from "phone-numbers-subgraph/vendor";\n${IMPORT}
      export default { ...one, name: "DATABASE", settings: z.object({ URL: z.string() }) };`,
      'whose DATABASE has a setting DATABASE_URL, which is another variable already',
    ],
  ])('%s', async (name, code, why) => {
    if (code !== null) install(name, code);
    const { stdout, stderr, exitCode } = await run(['schema'], { VENDORS: name });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    const [title, mistake, ...more] = stderr.trim().split('\n');
    expect(title).toBe('The configuration has mistakes:');
    expect(mistake).toContain(`  - VENDORS names ${name}, `);
    expect(mistake).toContain(why);
    expect(more).toEqual([]);
  });

  it.each([
    ['serve'],
    ['supergraph'],
    ['accept-ledger'],
    ['audit', 'report', '--month', '2026-11'],
    ['sandbox'],
    ['audit'],
    ['adopt', '--vendor', 'ONE', '--file', '-'],
    ['backup', 'copy'],
    ['same-account', 'ONE'],
  ])('to every command: %s', async (...args) => {
    const { stdout, stderr, exitCode } = await run(args, { VENDORS: '@acme/missing, ./missing.js' });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: args.join() === 'audit' ? 2 : 1 });
    expect(stderr.trim().split('\n')).toHaveLength(3);
  });

  it.each([
    [
      'a fake that cannot be loaded',
      'sandbox: async () => { throw new Error("no fake"); }',
      /fake of PICKWICK cannot be loaded: no fake/,
    ],
    [
      'a fake that sells the numbers of another',
      'sandbox: async () => ({ ...(await one.sandbox()), stock: { exchange: "555", firstLine: 0, lineCount: 100 } })',
      /and PICKWICK would sell the same numbers/,
    ],
  ])('%s ends the service and the sandbox', async (_what, changes, why) => {
    write('unfit.js', `${IMPORT}export default { ...one, ${changes} };`);
    for (const command of ['serve', 'sandbox']) {
      const { stderr, exitCode } = await run([command], { VENDORS: './unfit.js', PORT: '0' });
      expect({ exitCode, lines: stderr.trim().split('\n').length }).toEqual({ exitCode: 1, lines: 1 });
      expect(stderr).toMatch(why);
    }
  });

  it.each([
    [
      'an adapter that cannot be made',
      'create() { throw new TypeError("sesame"); }',
      /PICKWICK cannot be opened: it throws TypeError/,
    ],
    [
      'an adapter that could lose a number',
      'create: () => ({ buying: { choice: "any" }, get() {} })',
      /PICKWICK picks the numbers/,
    ],
  ])('%s ends the service', async (_what, changes, why) => {
    write('unfit.js', `${IMPORT}export default { ...one, ${changes} };`);
    const env = { VENDORS: './unfit.js', PORT: '0', PICKWICK_API_KEY: 'sesame' };
    const { stderr, exitCode } = await run(['serve'], env);
    expect({ exitCode, lines: stderr.trim().split('\n').length }).toEqual({ exitCode: 1, lines: 1 });
    expect(stderr).toMatch(why);
    expect(stderr).not.toContain('sesame');
  });
});
