import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellOf } from '../docs-table.ts';
import { type Answered, type Planner, planners } from './planners.ts';
import { NO_ANSWER, queries } from './queries.ts';
import { type Subgraphs, startSubgraphs } from './supergraph.ts';

const TIMEOUT_MS = 60_000;

let subgraphs: Subgraphs;
beforeAll(async () => {
  subgraphs = await startSubgraphs();
}, TIMEOUT_MS);
afterAll(() => subgraphs.stop(), TIMEOUT_MS);

describe.each(Object.entries(planners))('a supergraph, planned by %s,', (name, start) => {
  let planner: Planner;
  let withoutBilling: Planner;
  beforeAll(async () => {
    planner = await start(subgraphs.compose());
    withoutBilling = await start(subgraphs.compose({ without: 'billing' }));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await planner.stop();
    await withoutBilling.stop();
  }, TIMEOUT_MS);

  it.each(queries)('answers: $what', async ({ what, query, variables = () => ({}), data, without, flaws = {} }) => {
    const { known } = subgraphs;
    const given = variables({ ...known, input: { ...known.input, idempotencyKey: randomUUID() } });
    const asked = (without ? withoutBilling : planner).ask(query, given);
    // What a planner cannot do is named, so that it is noticed when it can.
    const cell = cellOf(what, name);
    const flaw = flaws[name];
    const answer = await (flaw === NO_ANSWER ? Promise.race([asked, noAnswer()]) : asked);
    expect(flaw === undefined ? [YES] : [NO, YES_AND_ERROR]).toContain(cell);
    if (cell === NO) expect(answer.data).not.toEqual(data(known));
    else expect(answer.data).toEqual(data(known));
    if (flaw === undefined) expect(answer.errors).toBeUndefined();
    else expect(JSON.stringify(answer)).toContain(flaw);
  });
});

const [YES, NO, YES_AND_ERROR] = ['yes', 'no', 'yes, and an error'];

/** Several times what the slowest answer takes. */
async function noAnswer(): Promise<Answered> {
  await setTimeout(3_000, undefined, { ref: false });
  return { errors: [{ message: NO_ANSWER }] };
}
