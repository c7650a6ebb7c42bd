import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf, adoptUnlisted, listNumbers, listQuery } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const VOGENT_AGENT = '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20';

const frontDesk = '+14155550123';
const discount = '+13125550301';
const snake = '+13125550302';
const umlaut = '+13125550303';
const camel = '+13125550304';
const linked = '+14155550160';
const unlinked = '+12125550175';
const british = '+442079460171';
const desk = 'sip:acme-desk@sip.vogent.ai';
const gone = '+12125550199';

describe('the filter of phone numbers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    const { control } = app.sandbox;
    control.removeNumber(unlisted.name, '6c9a1f0b-2f5f-4c1f-8d4b-9a7b7c1e4f33');
    for (const [number, label] of [
      [discount, '100% line'],
      [snake, 'snake_case'],
      [umlaut, 'ÄRGER \\ Lob'],
      [camel, 'snakeXcase, 100 x'],
    ] as const) {
      control.addNumber({ vendor: unlisted.name, number, label });
    }
    const { id } = control.addNumber({ vendor: listed.name, number: gone });
    await adoptUnlisted(app);
    await listNumbers(app, { maxAge: 0 });
    control.removeNumber(listed.name, id);
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  const everything = [frontDesk, discount, snake, umlaut, camel, linked, unlinked, british, desk];
  const found = async (filter: object | null) => addressesOf(await listNumbers(app, { filter })).toSorted();

  it.each<[string, object | null, string[]]>([
    ['nothing', null, everything],
    ['an empty filter', {}, everything],
    [
      'nulls',
      {
        vendors: null,
        kind: null,
        agentId: null,
        linked: null,
        country: null,
        startsWith: null,
        contains: null,
        statuses: null,
      },
      everything,
    ],
    ['vendors: one', { vendors: [listed.name] }, [linked, unlinked, british, desk]],
    ['vendors: both', { vendors: [listed.name, unlisted.name] }, everything],
    ['vendors: none', { vendors: [] }, []],
    ['kind: SIP', { kind: 'SIP' }, [desk]],
    ['kind: PSTN', { kind: 'PSTN' }, everything.filter((address) => address !== desk)],
    ['agentId', { agentId: VOGENT_AGENT }, [linked]],
    ['agentId of nobody', { agentId: 'nobody' }, []],
    ['linked: false', { linked: false }, [unlinked, desk]],
    ['linked: true', { linked: true }, everything.filter((address) => address !== unlinked && address !== desk)],
    ['country', { country: 'GB' }, [british]],
    ['country in lower case', { country: 'gb' }, [british]],
    ['country: a code that is none', { country: 'USA' }, []],
    ['startsWith', { startsWith: '+1415' }, [frontDesk, linked]],
    ['startsWith as people write it', { startsWith: '+1 (415) 555-01.2' }, [frontDesk]],
    ['startsWith in upper case', { startsWith: 'SIP:ACME' }, [desk]],
    ['startsWith of what is in the middle', { startsWith: '415' }, []],
    ['startsWith: a literal %', { startsWith: '%1415' }, []],
    ['contains, in the address', { contains: '55016' }, [linked]],
    ['contains, in upper case', { contains: 'ACME-DESK@' }, [desk]],
    ['contains, in the label', { contains: 'front D' }, [frontDesk]],
    ['contains, in a label beyond ASCII', { contains: 'ärgeR' }, [umlaut]],
    ['contains: a literal %', { contains: '100%' }, [discount]],
    ['contains: a literal _', { contains: 'snake_case' }, [snake]],
    ['contains: a literal backslash', { contains: '\\ ' }, [umlaut]],
    ['contains: the end of a text in SQL', { contains: "'" }, []],
    ['statuses: ACTIVE', { statuses: ['ACTIVE'] }, everything],
    ['statuses: RELEASED', { statuses: ['RELEASED'] }, [gone]],
    ['statuses: two', { statuses: ['RELEASED', 'ACTIVE'] }, [...everything, gone]],
    ['statuses: none', { statuses: [] }, []],
    [
      'all members at once',
      { vendors: [listed.name], kind: 'PSTN', linked: true, country: 'US', contains: '55' },
      [linked],
    ],
  ])('given %s, shows just what fits', async (_title, filter, expected) => {
    expect(await found(filter)).toEqual(expected.toSorted());
    expect((await listNumbers(app, { filter, first: 1 })).totalCount).toBe(expected.length);
  });

  it('takes no word for a vendor, a kind or a state that there is none of', async () => {
    for (const filter of [{ vendors: ['ACME'] }, { kind: 'FAX' }, { statuses: ['SOLD'] }, { colour: 'red' }]) {
      const { status, data, errors } = await app.graphql(listQuery, { filter });
      expect({ status, data }).toEqual({ status: 400, data: undefined });
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
  });

  it('says what is too long', async () => {
    const tooLong = await app.graphql(listQuery, { filter: { contains: 'x'.repeat(256) } });
    expect(tooLong.errors).toMatchObject([
      {
        message: 'filter.contains: A text to look for has at most 255 characters.',
        extensions: { code: 'BAD_USER_INPUT', argument: 'filter.contains' },
      },
    ]);
    expect(await found({ contains: 'x'.repeat(255) })).toEqual([]);
  });

  it('asks only the vendors that it names', async () => {
    app.sandbox.control.clearCalls();
    await listNumbers(app, { filter: { vendors: [listed.name] }, maxAge: 0 });
    const asked = new Set(app.sandbox.control.calls().map(({ vendor }) => vendor));
    expect([...asked]).toEqual([listed.name]);
  });

  it('keeps its place in a list that is paged through', async () => {
    const filter = { vendors: [unlisted.name] };
    const first = await listNumbers(app, { filter, first: 3 });
    const second = await listNumbers(app, { filter, first: 3, after: first.pageInfo.endCursor });
    expect([...addressesOf(first), ...addressesOf(second)].toSorted()).toEqual(await found(filter));
  });
});
