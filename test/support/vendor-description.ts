import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { createOpenApiJudge } from './openapi.ts';
import { type Client, createJudgedClient, type Reply } from './sandbox-client.ts';

type Documented = {
  readonly definition: VendorDefinition;
  /** The vendor's folder of tests, with its `openapi.yaml` and `fixtures`. */
  readonly folder: URL;
  /** One call of each operation of the description, by its `operationId`. */
  readonly calls: Readonly<Record<string, (call: Client) => Promise<Reply>>>;
  /** Operations that are not used, so that the fake does without them. */
  readonly notFaked?: readonly string[];
  /** The headers that carry a key which the sandbox takes; a bearer token where left out. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** What each recorded body answers: method, path and status. */
  readonly recorded: readonly (readonly [name: string, method: string, path: string, status: number])[];
};

/** Checks that a vendor's fake and the bodies recorded from it are as its description says. */
export function describeDescription({
  definition,
  folder,
  calls,
  notFaked = [],
  credentials,
  recorded,
}: Documented): void {
  const description = new URL('openapi.yaml', folder);
  let sandbox: Sandbox;
  const url = () => sandbox.urlOf(definition.name);
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [definition] });
  });
  beforeEach(() => sandbox.control.reset());
  afterAll(() => sandbox.stop());

  it('has every operation tried at the fake', async () => {
    const { operations } = await createOpenApiJudge(description);
    expect([...Object.keys(calls), ...notFaked].sort()).toEqual([...operations].sort());
  });

  it.each(Object.entries(calls))('is what the fake answers to %s', async (_operation, run) => {
    const reply = await run(createJudgedClient(url(), await createOpenApiJudge(description), credentials));
    expect([200, 201, 204]).toContain(reply.status);
  });

  it.each(Object.entries(calls))('is what the fake answers to %s without a key: 401', async (_operation, run) => {
    const judge = await createOpenApiJudge(description);
    const withoutKey: Client = async (method, path) => {
      const response = await fetch(`${url()}${path}`, { method });
      const body: unknown = await response.json();
      expect(judge.response({ method, path }, { status: response.status, body })).toEqual([]);
      return { status: response.status, headers: response.headers, text: '', body };
    };
    expect(await run(withoutKey)).toMatchObject({ status: 401 });
    expect(sandbox.control.sales()).toEqual([]);
  });

  it.each(recorded)('is what was recorded: %s', async (name, method, path, status) => {
    const judge = await createOpenApiJudge(description);
    const body: unknown = JSON.parse(await readFile(new URL(`fixtures/${name}.json`, folder), 'utf8'));
    expect(judge.response({ method, path }, { status, body })).toEqual([]);
  });
}
