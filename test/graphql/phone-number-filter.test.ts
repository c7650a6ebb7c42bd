import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf, adoptUnlisted, emptyAccounts, listNumbers, listQuery } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { vendorThat, vendorWith } from '../support/vendors.ts';

/** One whose account can be listed and has a SIP domain, and one that keeps labels and has no list. */
const first = vendorWith('LIST', 'SIP_CREATE');
const second = vendorThat('keeps labels and has no list', ({ can }) => can('LABEL') && !can('LIST'));

const frontDesk = '+14155550123';
const discount = '+13125550301';
const snake = '+13125550302';
const umlaut = '+13125550303';
const camel = '+13125550304';
const linked = '+14155550160';
const unlinked = '+12125550175';
const british = '+442079460171';
const desk = first.sipAddress('acme-desk');
const gone = '+12125550199';

describe('the filter of phone numbers', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    const { control } = app.sandbox;
    emptyAccounts(app);
    for (const [number, label] of [
      [frontDesk, 'Front desk'],
      [discount, '100% line'],
      [snake, 'snake_case'],
      [umlaut, 'ÄRGER \\ Lob'],
      [camel, 'snakeXcase, 100 x'],
    ] as const) {
      control.addNumber({ vendor: second.name, number, label, agentId: second.agents.first });
    }
    control.addNumber({ vendor: first.name, number: linked, agentId: first.agents.first });
    for (const number of [unlinked, british, 'acme-desk']) control.addNumber({ vendor: first.name, number });
    const { id } = control.addNumber({ vendor: first.name, number: gone });
    await adoptUnlisted(app);
    await listNumbers(app, { maxAge: 0 });
    control.removeNumber(first.name, id);
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  const everything = [frontDesk, discount, snake, umlaut, camel, linked, unlinked, british, desk];
  const notLinked = [unlinked, british, desk];
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
    ['texts without characters', { agentId: '', country: '', startsWith: '', contains: '' }, everything],
    ['vendors: one', { vendors: [first.name] }, [linked, unlinked, british, desk]],
    ['vendors: both', { vendors: [first.name, second.name] }, everything],
    ['vendors: none', { vendors: [] }, []],
    ['kind: SIP', { kind: 'SIP' }, [desk]],
    ['kind: PSTN', { kind: 'PSTN' }, everything.filter((address) => address !== desk)],
    ['agentId', { agentId: first.agents.first }, [linked]],
    ['agentId of nobody', { agentId: 'nobody' }, []],
    ['linked: false', { linked: false }, notLinked],
    ['linked: true', { linked: true }, everything.filter((address) => !notLinked.includes(address))],
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
    ['contains, in a label, as letters in two parts', { contains: 'a\u0308rger' }, [umlaut]],
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
      { vendors: [first.name], kind: 'PSTN', linked: true, country: 'US', contains: '55' },
      [linked],
    ],
  ])('given %s, shows just what fits', async (_title, filter, expected) => {
    expect(await found(filter)).toEqual(expected.toSorted());
    expect((await listNumbers(app, { filter, first: 1 })).totalCount).toBe(expected.length);
  });

  it('takes no word for a vendor, a kind or a state that there is none of', async () => {
    for (const filter of [{ vendors: ['ACME'] }, { kind: 'FAX' }, { statuses: ['SOLD'] }, { colour: 'red' }]) {
      const { status, data, errors } = await app.graphql(listQuery, { filter });
      expect({ status, data }).toEqual({ status: 200, data: undefined });
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
  });

  it.each([
    ['contains', 256],
    ['startsWith', 60_000],
    ['country', 256],
    ['agentId', 256],
  ])('says if its %s is too long', async (member, length) => {
    const argument = `filter.${member}`;
    expect(await app.graphql(listQuery, { filter: { [member]: 'x'.repeat(length) } })).toEqual({
      status: 400,
      errors: [
        {
          message: `${argument}: A text to look for has at most 255 characters.`,
          extensions: { code: 'BAD_USER_INPUT', argument },
        },
      ],
    });
    expect(await found({ [member]: 'x'.repeat(255) })).toEqual([]);
  });

  it.each([
    ['vendors', first.name],
    ['statuses', 'ACTIVE'],
  ])('says if its list of %s is too long, and takes one that repeats itself', async (member, value) => {
    const argument = `filter.${member}`;
    const { status, errors } = await app.graphql(listQuery, { filter: { [member]: Array(501).fill(value) } });
    expect({ status, errors }).toEqual({
      status: 400,
      errors: [
        {
          message: `${argument}: A list has at most 500 entries.`,
          extensions: { code: 'BAD_USER_INPUT', argument },
        },
      ],
    });
    expect(await found({ [member]: Array(500).fill(value) })).toEqual(await found({ [member]: [value] }));
  });

  it('asks only the vendors that it names', async () => {
    app.sandbox.control.clearCalls();
    await listNumbers(app, { filter: { vendors: [first.name] }, maxAge: 0 });
    const asked = new Set(app.sandbox.control.calls().map(({ vendor }) => vendor));
    expect([...asked]).toEqual([first.name]);
  });

  it('keeps its place in a list that is paged through', async () => {
    const filter = { vendors: [second.name] };
    const begin = await listNumbers(app, { filter, first: 3 });
    const rest = await listNumbers(app, { filter, first: 3, after: begin.pageInfo.endCursor });
    expect([...addressesOf(begin), ...addressesOf(rest)].toSorted()).toEqual(await found(filter));
  });
});
