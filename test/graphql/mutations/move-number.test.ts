import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toNumberId } from '../../../src/domain/number-id.ts';
import {
  at,
  carrier,
  directions,
  done,
  holdAtCarrier,
  isOwned,
  moveInput,
  ownTrunk,
  platforms,
  stepsOf,
  takeIn,
  writes,
} from '../../support/moves.ts';
import { codesOf, countOperations, fieldsOf, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    ...{ recoveryGraceSeconds: 0, recoveryPatienceSeconds: 60, recoveryIntervalSeconds: 0.2 },
  });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const move = (input: object) => mutate(app, 'moveNumber', input);

describe.each(directions)('a move $way', ({ from, to }) => {
  it('over a trunk of the caller: the other platform has it with its agent, and the first one no more', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    const input = moveInput(number, to, { label: 'Moved' });
    const first = await move(input);
    const moved = { vendor: to.name, address: number.address, agent: { id: to.agents.second }, label: 'Moved' };
    expect(done(first)).toMatchObject({ ...moved, acquisition: 'SIP_IMPORTED' });
    expect(first.operation).toMatchObject({ kind: 'MOVE', status: 'SUCCEEDED', vendor: from.name, attempts: 0 });
    expect(await stepsOf(app, first.operation?.id)).toEqual([
      `SIP_IMPORT ${to.name} SUCCEEDED`,
      `RELEASE ${from.name} SUCCEEDED`,
    ]);
    expect(at(control, from, number.address)).toBeUndefined();
    expect(at(control, to, number.address)).toMatchObject({ agentId: to.agents.second });
    expect(await readNumber(app, number.id)).toMatchObject({ status: 'RELEASED' });
    expect(control.sales()).toEqual([]);
    const before = writes(app);
    expect(await move(input)).toEqual(first);
    expect(codesOf(await move({ ...input, agentId: to.agents.first }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(writes(app)).toEqual(before);
  });

  it('over the trunk of a carrier of this service, which sends its calls there, and back again', async () => {
    const { control } = app.sandbox;
    const held = await holdAtCarrier(app, control);
    const connect = { phoneNumberId: held.id, vendor: from.name, agentId: from.agents.first };
    const number = done(await mutate(app, 'connectNumber', { idempotencyKey: randomUUID(), ...connect }));
    const there = await move(moveInput(number, to, { trunk: undefined }));
    expect(await stepsOf(app, there.operation?.id)).toEqual([
      `SIP_IMPORT ${to.name} SUCCEEDED`,
      `REROUTE ${carrier.name} SUCCEEDED`,
      `RELEASE ${from.name} SUCCEEDED`,
    ]);
    const back = done(await move(moveInput(done(there), from, { trunk: undefined })));
    expect(back).toMatchObject({ vendor: from.name, address: held.address, agent: { id: from.agents.second } });
    expect(at(control, to, held.address)).toBeUndefined();
    expect(at(control, carrier, held.address)).toBeDefined();
    expect(control.sales()).toEqual([]);
  });

  it('that the other platform refuses has failed, and changes nothing', async () => {
    const number = await takeIn(app, from);
    app.sandbox.control.addFault({ vendor: to.name, operation: 'import', kind: 'refuse' });
    const { operation, userErrors } = await move(moveInput(number, to));
    expect(operation).toMatchObject({ status: 'FAILED' });
    expect(codesOf({ userErrors })).not.toContain('HELD_TWICE');
    expect(at(app.sandbox.control, from, number.address)).toMatchObject({ agentId: from.agents.first });
    expect(at(app.sandbox.control, to, number.address)).toBeUndefined();
  });

  it('whose import was not answered says that both may hold it, and goes on by itself', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    control.addFault({ vendor: to.name, operation: 'import', kind: 'reset-after', times: 1 });
    const { operation, userErrors } = await move(moveInput(number, to));
    expect(operation).toMatchObject({ status: 'PENDING' });
    expect(codesOf({ userErrors })).toEqual(['OUTCOME_UNKNOWN', 'HELD_TWICE']);
    const ended = await untilOperation(app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(ended.phoneNumber).toMatchObject({ vendor: to.name, address: number.address });
    expect(at(control, from, number.address)).toBeUndefined();
  });

  it('whose release was not answered says that both may hold it, until that is known', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    control.addFault({ vendor: from.name, operation: 'release', kind: 'reset-after', times: 1 });
    const { operation, userErrors } = await move(moveInput(number, to));
    expect(codesOf({ userErrors })).toEqual(['OUTCOME_UNKNOWN', 'HELD_TWICE']);
    await untilOperation(app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(at(control, from, number.address)).toBeUndefined();
  });

  it('whose release is refused needs a person, and says that both hold it; a repeat of the key tries it anew', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    const stop = control.addFault({ vendor: from.name, operation: 'release', kind: 'refuse' });
    const input = moveInput(number, to);
    const { operation, phoneNumber, userErrors } = await move(input);
    expect({ phoneNumber, status: operation?.status }).toEqual({ phoneNumber: null, status: 'NEEDS_ATTENTION' });
    expect(codesOf({ userErrors })).toEqual(['VENDOR_REJECTED', 'HELD_TWICE']);
    expect(at(control, from, number.address)).toBeDefined();
    expect(at(control, to, number.address)).toBeDefined();
    stop();
    const repeated = await move(input);
    expect(done(repeated)).toMatchObject({ vendor: to.name });
    expect(repeated.operation).toMatchObject({ id: operation?.id, status: 'SUCCEEDED' });
    expect(await stepsOf(app, operation?.id)).toEqual([
      `SIP_IMPORT ${to.name} SUCCEEDED`,
      `RELEASE ${from.name} FAILED`,
      `RELEASE ${from.name} SUCCEEDED`,
    ]);
    expect(at(control, from, number.address)).toBeUndefined();
  });

  it('does not release what the other platform does not show with its agent', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    const lost = { vendor: to.name, operation: 'get', kind: 'refuse' } as const;
    const stop = control.addFault(lost);
    const { operation, userErrors } = await move(moveInput(number, to));
    expect(operation).toMatchObject({ status: 'PENDING' });
    expect(codesOf({ userErrors })).toContain('HELD_TWICE');
    expect(at(control, from, number.address)).toMatchObject({ agentId: from.agents.first });
    stop();
    await untilOperation(app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
  });
});

describe('a move', () => {
  const [from, to] = platforms;

  it.each([
    ['to where the number is', () => ({ vendor: from.name, agentId: from.agents.first }), 'INVALID_INPUT', 'vendor'],
    ['to a vendor that takes nothing in', () => ({ vendor: carrier.name }), 'NOT_SUPPORTED_BY_VENDOR', null],
    ['that is not confirmed', () => ({ confirmAddress: '+12015550000' }), 'CONFIRMATION_MISMATCH', 'confirmAddress'],
    [
      'without a trunk, where this service holds it at no carrier',
      () => ({ trunk: undefined }),
      'INVALID_INPUT',
      'trunk',
    ],
    [
      'over a trunk that is none',
      () => ({ trunk: { ...ownTrunk, terminationUri: 'sip:x' } }),
      'INVALID_INPUT',
      'trunk.terminationUri',
    ],
    ['under a key that is none', () => ({ idempotencyKey: 'with spaces' }), 'INVALID_INPUT', 'idempotencyKey'],
    ['of an unknown number', () => ({ phoneNumberId: 'nothing' }), 'NOT_FOUND', 'phoneNumberId'],
  ])('%s is refused before anything is written or sent', async (_what, changes, code, field) => {
    const number = await takeIn(app, from);
    const before = [writes(app), await countOperations(app)];
    const input = { ...moveInput(number, to), ...changes() };
    const { operation, userErrors } = await move(input);
    expect(operation).toBeNull();
    expect(codesOf({ userErrors })[0]).toBe(code);
    if (field !== null) expect(fieldsOf({ userErrors })).toContain(field);
    expect([writes(app), await countOperations(app)]).toEqual(before);
  });

  it('of a number that its platform sold is refused: it belongs there', async () => {
    const bought = { vendor: from.name, areaCode: '907', idempotencyKey: randomUUID() };
    const number = done(await mutate(app, 'purchaseNumber', bought));
    const { operation, userErrors } = await move(moveInput(number, to));
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR', retryable: false, charged: 'NO' }]);
    expect(userErrors[0]?.message).toContain('sold this number');
    expect(app.sandbox.control.sales().map(({ number: sold }) => sold)).toEqual([number.address]);
    app.sandbox.control.reset();
  });

  it('of a locked number is refused; one that is locked on the way ends with a person', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    const lock = (locked: boolean) => mutate(app, 'updateNumber', { phoneNumberId: number.id, locked });
    done(await lock(true));
    expect(codesOf(await move(moveInput(number, to)))).toEqual(['NUMBER_LOCKED']);
    done(await lock(false));
    const stop = control.addFault({ vendor: to.name, operation: 'get', kind: 'refuse' });
    const input = moveInput(number, to);
    const { operation } = await move(input);
    done(await lock(true));
    stop();
    const stuck = await untilOperation(app, operation?.id, { status: 'NEEDS_ATTENTION' });
    expect(codesOf(stuck)).toEqual(['NUMBER_LOCKED', 'HELD_TWICE']);
    done(await lock(false));
    expect(done(await move(input))).toMatchObject({ vendor: to.name });
  });

  it('shows the trunk to nobody: not in the log, not in the database', async () => {
    const number = await takeIn(app, from);
    const secret = 'hunter2-is-not-shown';
    done(await move(moveInput(number, to, { trunk: { ...ownTrunk, username: `user-${secret}`, password: secret } })));
    expect(app.logLines.join('\n')).not.toContain(secret);
    const query = '{ numberOperations(first: 10) { nodes { history { note } userErrors { message } } } }';
    expect(JSON.stringify(await app.graphql(query))).not.toContain(secret);
  });

  it('that had failed, and whose import is there after all, is told to a person, who goes on by its key', async () => {
    const { control } = app.sandbox;
    // To a platform whose list does not count what it has.
    const [to, from] = platforms;
    const number = await takeIn(app, from);
    // The list does not show what came, until it does.
    control.addFault({ vendor: to.name, operation: 'import', kind: 'reset-after', times: 1 });
    const hide = control.addFault({ vendor: to.name, operation: 'list', kind: 'miss-one', number: number.address });
    const input = moveInput(number, to);
    const { operation } = await move(input);
    const failed = await untilOperation(app, operation?.id, { status: 'FAILED' });
    expect(failed.userErrors).toMatchObject([{ retryable: true }]);
    hide();
    const refresh = '{ phoneNumbers(maxAge: 0) { totalCount } }';
    await app.graphql(refresh);
    const told = await untilOperation(app, operation?.id, { status: 'NEEDS_ATTENTION', errorCodes: ['HELD_TWICE'] });
    expect(told.userErrors[0]?.message).toContain('after all');
    // What was found so late is not linked any more by itself: the first platform keeps the number until it is.
    expect(codesOf(await move(input))).toEqual(['AGENT_LINK_FAILED', 'HELD_TWICE']);
    expect(isOwned(control, number.address, [from])).toBe(true);
    const late = control.numbers(to.name).find((held) => held.number === number.address);
    const phoneNumberId = toNumberId(to.name, late?.id ?? '');
    done(await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: input.agentId }));
    expect(done(await move(input))).toMatchObject({ vendor: to.name });
    expect(at(control, from, number.address)).toBeUndefined();
  });

  it('that is stuck is settled as done once the first platform has the number no more, and not before', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    control.addFault({ vendor: from.name, operation: 'release', kind: 'refuse' });
    const { operation } = await move(moveInput(number, to));
    const settle = () => {
      const input = { operationId: operation?.id, done: true, note: 'Deleted it in the dashboard.' };
      return mutate(app, 'settleNumberOperation', input);
    };
    expect(codesOf(await settle())).toEqual(['INVALID_INPUT']);
    control.removeNumber(from.name, number.vendorId);
    const settled = await settle();
    expect(settled.userErrors).toEqual([]);
    expect(settled.operation).toMatchObject({ kind: 'MOVE', status: 'SUCCEEDED' });
    expect(await readNumber(app, number.id)).toMatchObject({ status: 'RELEASED' });
  });

  it('leaves the number with one owner at every call that a vendor sees', async () => {
    const { control } = app.sandbox;
    const number = await takeIn(app, from);
    const answer = move(moveInput(number, to));
    let isOver = false;
    const watched = (async () => {
      while (!isOver) {
        expect(isOwned(control, number.address)).toBe(true);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    done(await answer);
    isOver = true;
    await watched;
  });
});
