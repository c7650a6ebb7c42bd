import { readFileSync } from 'node:fs';
import { type AuditResult, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const docs = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8');

/** Ids of audits that fail on purpose: each sends a GET that any web page could send. */
const refusedAsForeign = new Set(['5A70', 'D6D5', '6A70']);
/** A header that no web page of another site can add to a request without asking first. */
const preflight = { 'apollo-require-preflight': 'true' };

describe('by the audits of GraphQL over HTTP, the service', () => {
  let app: TestApp;
  const plain: AuditResult[] = [];
  const withHeader: AuditResult[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    const url = `${app.url}/graphql`;
    const fetchFn = (target: string, init: RequestInit = {}) =>
      fetch(target, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), ...preflight } });
    plain.push(...(await runAll(serverAudits({ url }))));
    withHeader.push(...(await runAll(serverAudits({ url, fetchFn }))));
  });
  afterAll(() => app.stop());

  it.each([
    ['MUST', 13, 13],
    ['SHOULD', 23, 23],
    ['MAY', 22, 25],
  ])('does what it %s do: %i of %i', (level, passed, all) => {
    const results = plain.filter(({ name }) => name.startsWith(`${level} `));
    const failed = results.filter(({ status }) => status !== 'ok');
    expect(failed.filter(({ id }) => !refusedAsForeign.has(id)).map(toLine)).toEqual([]);
    expect([results.length - failed.length, results.length]).toEqual([passed, all]);
    expect(docs).toMatch(new RegExp(`^\\| ${level} +\\| ${passed} +\\| ${all} +\\|$`, 'm'));
  });

  it('refuses a GET only for want of a header that shows that it comes from no other page', () => {
    expect(withHeader.filter(({ status }) => status !== 'ok').map(toLine)).toEqual([]);
  });
});

async function runAll(audits: ReturnType<typeof serverAudits>): Promise<AuditResult[]> {
  const results: AuditResult[] = [];
  for (const audit of audits) results.push(await audit.fn());
  return results;
}

function toLine(result: AuditResult): string {
  return `${result.id} ${result.name}${'reason' in result ? `: ${result.reason}` : ''}`;
}
