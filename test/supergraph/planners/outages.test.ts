import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeAreaCode, soldIn } from '../../support/purchases.ts';
import { cellOf } from '../docs-table.ts';
import { outages } from './outages.ts';
import { openPassage, type Passage } from './passage.ts';
import { type Planner, planners } from './planners.ts';
import { type Subgraphs, startSubgraphs } from './supergraph.ts';

const TIMEOUT_MS = 60_000;
/** How long each gateway waits for a subgraph. */
const PATIENCE_MS = 2_000;
/** Where nothing answers. */
const NOWHERE = 'http://127.0.0.1:9/graphql';

/** Has each gateway open connections to the subgraphs before these stop to answer. */
const OF_ALL = '{ agents { name phoneNumbers { totalCount } } calls { id } vendorCalls { id } texts { id } }';

/** A gateway that runs, and what its requests pass on their way to each subgraph. */
type Running = { readonly planner: Planner; readonly passages: Readonly<Record<string, Passage>> };

let subgraphs: Subgraphs;
const running = new AsyncDisposableStack();
beforeAll(async () => {
  subgraphs = await startSubgraphs();
  running.defer(() => subgraphs.stop());
}, TIMEOUT_MS);
afterAll(() => running.disposeAsync(), TIMEOUT_MS);

describe.each(Object.entries(planners))('a supergraph, planned by %s,', (name, start) => {
  /** One for each way not to answer, since they are tried at the same time. */
  const gateways = new Map<'half' | 'never', Running>();
  beforeAll(async () => {
    for (const way of ['half', 'never'] as const) {
      const opened = Object.entries(subgraphs.urls).map(async ([subgraph, url]) => {
        const passage = await openPassage(url);
        running.defer(() => passage.stop());
        return [subgraph, passage] as const;
      });
      const passages = Object.fromEntries(await Promise.all(opened));
      const urls = Object.fromEntries(Object.entries(passages).map(([subgraph, { url }]) => [subgraph, url]));
      const planner = await start(subgraphs.compose({ urls }), PATIENCE_MS);
      running.defer(() => planner.stop());
      expect((await planner.ask(OF_ALL)).errors).toBeUndefined();
      gateways.set(way, { planner, passages });
    }
  }, TIMEOUT_MS);

  it.each(outages)('answers what is left without $what', async ({ what, silent, query, data }) => {
    const { known, compose } = subgraphs;
    const variables = { filter: { addresses: [known.address] } };

    async function askWithout() {
      const nowhere = await start(
        compose({ urls: Object.fromEntries(silent.map((each) => [each, NOWHERE])) }),
        PATIENCE_MS,
      );
      try {
        return await nowhere.ask(query, variables);
      } finally {
        await nowhere.stop();
      }
    }
    const inTheMiddle = [...gateways].map(async ([way, { planner, passages }]) => {
      for (const each of silent) passages[each]?.answer(way);
      try {
        return await planner.ask(query, variables);
      } finally {
        for (const each of silent) passages[each]?.answer('whole');
      }
    });
    const answers = await Promise.all([askWithout(), ...inTheMiddle]);
    for (const answer of answers) expect(answer.data).toEqual(data(known));
    const cells = answers.map(({ errors }) => (errors === undefined ? 'yes, and no error' : 'yes'));
    expect(cells).toEqual(answers.map(() => cellOf(what, name)));
  });

  it('sends a purchase once, whose answer does not come, and its key buys one number', async () => {
    const query = `mutation ($input: PurchaseNumberInput!) {
      purchaseNumber(input: $input) { operation { status } userErrors { code } replayed } }`;
    const tried = [...gateways].map(async ([way, { planner, passages }]) => {
      const areaCode = freeAreaCode();
      const variables = { input: { ...subgraphs.known.input, areaCode, idempotencyKey: randomUUID() } };
      const passage = passages['phone-numbers'];
      passage?.answer(way);
      const unanswered = await planner.ask(query, variables);
      // Hive Router leaves `data` out where there is nothing in it.
      expect(unanswered.data?.['purchaseNumber'] ?? null).toBeNull();
      expect(unanswered.errors).toHaveLength(1);
      expect(passage?.requests.filter((body) => body.includes(areaCode))).toHaveLength(1);
      passage?.answer('whole');
      const { data } = await planner.ask(query, variables);
      expect(data).toEqual({
        purchaseNumber: { operation: { status: 'SUCCEEDED' }, userErrors: [], replayed: way === 'half' },
      });
      expect(soldIn(subgraphs.app, areaCode)).toHaveLength(1);
    });
    await Promise.all(tried);
  });
});
