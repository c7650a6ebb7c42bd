import { startService } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createGraphqlServer } from '../../src/graphql/server.ts';
import type { OperationContext } from '../../src/operations/shared/context.ts';
import { createSync } from '../../src/sync/sync.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { Order, Outcome } from './crash-site.ts';
import { vendors } from './scenarios.ts';
import { watchSteps } from './steps.ts';

/** So few that no vendor's time is up before a busy machine has come to them. */
const AT_A_TIME = 100;

/**
 * The service as a process of its own. Its parent sends it orders; it carries out many at the same time, and halts each
 * for ever after as many steps as the order says. Tells its parent of each that was halted or answered, and waits to be
 * killed.
 */
const logger = createLogger('silent');
const contexts: OperationContext[] = [];
await startService({
  config: readConfig(process.env, vendors),
  vendors,
  logger,
  decorate(context) {
    contexts.push(context);
    return context;
  },
});
const [context] = contexts;
if (context === undefined) throw new Error('The service was started without a context.');
const sync = createSync({ ...context, maxAgeSeconds: 0, minIntervalMs: 0 });
const apollo = createGraphqlServer(vendors, logger);
await apollo.start();

async function carryOut(operations: OperationContext, { id, steps, body }: Order): Promise<Outcome> {
  const { promise: halted, resolve: halt } = Promise.withResolvers<Outcome>();
  let made = 0;
  const watched = watchSteps(operations, async (step) => {
    made += 1;
    if (made < steps) return;
    halt({ id, haltedAfter: step });
    await new Promise(() => undefined);
  });
  const answering = apollo.executeOperation(body, { contextValue: createContext({ operations: watched, sync }) });
  const answered = answering.then(({ body: answer }): Outcome => {
    if (answer.kind !== 'single' || answer.singleResult.errors) throw new Error(JSON.stringify(answer));
    return { id, haltedAfter: null };
  });
  return Promise.race([halted, answered]);
}

process.on('message', async (orders: readonly Order[]) => {
  for (let from = 0; from < orders.length; from += AT_A_TIME) {
    const together = orders.slice(from, from + AT_A_TIME);
    await Promise.all(together.map(async (order) => process.send?.(await carryOut(context, order))));
  }
});
process.send?.('ready');
