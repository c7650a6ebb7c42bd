import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '../support/service-process.ts';
import { type Answer, sendGraphql } from '../support/test-app.ts';

/** What stands before several instances, and sends requests to those that are ready. */
export type Balancer = {
  /** Sends to this instance too, as soon as it is ready, until it is not. */
  add(service: ServiceProcess): void;
  /** Waits until an instance is in use, or is not any more. */
  until(service: ServiceProcess, isUsed: boolean): Promise<void>;
  graphql(query: string, variables?: object): Promise<Answer>;
  /** How often a request found nobody at an instance, and was sent to another one. */
  turnedAway(): number;
  stop(): void;
};

/** How often it asks each instance whether it is ready, in ms. */
const LOOK_INTERVAL_MS = 100;

/** A load balancer as most are: in turns, by health checks, to another instance where a connection is refused. */
export function createBalancer(): Balancer {
  const known = new Set<ServiceProcess>();
  let used: ServiceProcess[] = [];
  let turn = 0;
  let turnedAway = 0;
  let isStopped = false;

  const look = async (): Promise<void> => {
    const looked = await Promise.all(
      [...known].map(async (service) => {
        const answer = await fetch(`${service.url}/health/ready`).catch(() => null);
        await answer?.text();
        return answer?.ok ? [service] : [];
      }),
    );
    used = looked.flat();
  };
  const goOnLooking = async (): Promise<void> => {
    while (!isStopped) {
      await look();
      await sleep(LOOK_INTERVAL_MS);
    }
  };
  void goOnLooking();

  return {
    add: (service) => void known.add(service),
    async until(service, isUsed) {
      while (used.includes(service) !== isUsed) await sleep(LOOK_INTERVAL_MS);
    },
    async graphql(query, variables) {
      for (;;) {
        turn += 1;
        const service = used[turn % used.length];
        if (!service) throw new Error('No instance is ready.');
        try {
          return await sendGraphql(service.url, { query, variables });
        } catch (error) {
          if (!isRefused(error)) throw error;
          turnedAway += 1;
          await sleep(LOOK_INTERVAL_MS);
        }
      }
    },
    turnedAway: () => turnedAway,
    stop: () => {
      isStopped = true;
    },
  };
}

/** Nothing was sent: only then may a change be sent to somebody else. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
