import { setTimeout as sleep } from 'node:timers/promises';
import { readOperations } from '../../src/audit/read-pages.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { SandboxControl, SandboxNumber } from '../../src/sandbox/control.ts';
import type { Auditor } from '../support/auditor.ts';
import type { Instance } from './instance.ts';
import { post } from './post.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** People who settle what no machine can, and now and then say what is not so. */
export type Person = {
  /** Settles what waits, until told to end: mostly as it is. */
  work(isOver: () => boolean): Promise<void>;
  /** Settles everything that waits, as it is. Returns how many were left. */
  settleAll(): Promise<number>;
  /** Says of everything that was settled wrongly how it is. Returns how many were left. */
  correctAll(): Promise<number>;
  /** Whether somebody said once that nothing came of this operation, though something had. */
  hasMisled(operationId: string): boolean;
};

type Desk = {
  readonly instances: readonly Instance[];
  readonly auditor: Auditor;
  readonly control: SandboxControl;
  readonly random: Random;
  readonly events: Tally;
  /** Answers that can only be wrong. */
  readonly breaches: string[];
};

type Finding = { readonly vendorId: string } | { readonly failed: true };

const SETTLE = `mutation ($input: SettleNumberOperationInput!) {
  settleNumberOperation(input: $input) { operation { status } userErrors { message } } }`;

/** A person at this desk. */
export function createPerson({ instances, auditor, control, random, events, breaches }: Desk): Person {
  /** What was settled wrongly, and when it is corrected. */
  const wrong = new Map<string, { readonly operation: Operation; readonly correctAt: number }>();
  const misled = new Set<string>();

  async function waiting(): Promise<Operation[]> {
    const all: Operation[] = [];
    for await (const page of readOperations(auditor.ledger, { statuses: ['NEEDS_ATTENTION'] })) all.push(...page);
    return all;
  }

  /** Looks at the vendor's dashboard. */
  async function look({ id, vendor, target }: Operation): Promise<SandboxNumber | null> {
    const held = control.numbers(vendor).find(({ number }) => number === target);
    const last = held ? await auditor.ledger.findLastHolding(toNumberId(vendor, held.id), id) : null;
    return held && (last === null || last.kind === 'RELEASE') ? held : null;
  }

  async function settle({ id: operationId }: Operation, finding: Finding, note: string): Promise<boolean> {
    const input = { operationId, note, ...finding };
    const answer = await post(random.pick(instances).url(), { query: SETTLE, variables: { input } });
    return answer?.data?.settleNumberOperation?.userErrors.length === 0;
  }

  async function settleRightly(operation: Operation): Promise<void> {
    const held = await look(operation);
    const isDone = await settle(operation, held ? { vendorId: held.id } : { failed: true }, 'Looked at the dashboard.');
    if (isDone) events.add('settled by a person');
  }

  async function settleWrongly(operation: Operation): Promise<void> {
    if ((await look(operation)) === null) return settleAsAnother(operation);
    misled.add(operation.id);
    wrong.set(operation.id, { operation, correctAt: Date.now() + random.between(2_000, 8_000) });
    if (await settle(operation, { failed: true }, 'Looked at the wrong dashboard.')) events.add('settled wrongly');
  }

  /** Names a number that came of something else, which must be refused. */
  async function settleAsAnother(operation: Operation): Promise<void> {
    const others = control.numbers(operation.vendor).filter(({ number }) => number !== operation.target);
    if (await settle(operation, { vendorId: random.pick(others).id }, 'Took another number for this one.')) {
      breaches.push(`settled with another number: ${operation.id}, ${operation.target}`);
    }
    events.add('another number named, and refused');
  }

  async function correct(isDue: (at: number) => boolean): Promise<number> {
    for (const [id, { operation, correctAt }] of wrong) {
      if (!isDue(correctAt)) continue;
      const now = await auditor.ledger.find(id);
      if (now?.status === 'SUCCEEDED') {
        wrong.delete(id);
        continue;
      }
      const held = await look(operation);
      if (held && (await settle(operation, { vendorId: held.id }, 'Corrected.'))) {
        events.add('corrected by a person');
        wrong.delete(id);
      }
    }
    return wrong.size;
  }

  return {
    async work(isOver) {
      while (!isOver()) {
        for (const operation of await waiting()) {
          if (isOver()) return;
          const dice = random.next();
          if (dice < 0.3) await settleRightly(operation);
          else if (dice < 0.45) await settleWrongly(operation);
        }
        await correct((at) => at <= Date.now());
        await sleep(random.between(1_000, 4_000));
      }
    },
    async settleAll() {
      const all = await waiting();
      for (const operation of all) await settleRightly(operation);
      return all.length;
    },
    correctAll: () => correct(() => true),
    hasMisled: (operationId) => misled.has(operationId),
  };
}
