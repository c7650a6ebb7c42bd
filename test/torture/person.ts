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
  /** What was settled wrongly, and could not be corrected yet, for people. */
  uncorrected(): string[];
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

const isDone = (errors: readonly string[] | null): boolean => errors?.length === 0;

/** A person at this desk. */
export function createPerson({ instances, auditor, control, random, events, breaches }: Desk): Person {
  /** What was settled wrongly, and when it is corrected. */
  const wrong = new Map<string, { readonly operation: Operation; readonly correctAt: number; words: string }>();
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

  async function settle({ id: operationId }: Operation, finding: Finding, note: string): Promise<string[] | null> {
    const input = { operationId, note, ...finding };
    const answer = await post(random.pick(instances).url(), { query: SETTLE, variables: { input } });
    return answer?.data?.settleNumberOperation?.userErrors.map(({ message }: { message: string }) => message) ?? null;
  }

  async function settleRightly(operation: Operation): Promise<void> {
    const held = await look(operation);
    const finding = held ? { vendorId: held.id } : ({ failed: true } as const);
    if (isDone(await settle(operation, finding, 'Looked at the dashboard.'))) events.add('settled by a person');
  }

  async function settleWrongly(operation: Operation): Promise<void> {
    if ((await look(operation)) === null) return settleAsAnother(operation);
    misled.add(operation.id);
    wrong.set(operation.id, { operation, correctAt: Date.now() + random.between(2_000, 8_000), words: '' });
    if (isDone(await settle(operation, { failed: true }, 'Looked at the wrong dashboard.')))
      events.add('settled wrongly');
  }

  /** Names a number that came of something else, which must be refused. */
  async function settleAsAnother(operation: Operation): Promise<void> {
    const others = control.numbers(operation.vendor).filter(({ number }) => number !== operation.target);
    if (isDone(await settle(operation, { vendorId: random.pick(others).id }, 'Took another number for this one.'))) {
      breaches.push(`settled with another number: ${operation.id}, ${operation.target}`);
    }
    events.add('another number named, and refused');
  }

  async function correct(isDue: (at: number) => boolean): Promise<number> {
    for (const [id, entry] of wrong) {
      const { operation } = entry;
      if (!isDue(entry.correctAt)) continue;
      const now = await auditor.ledger.find(id);
      if (now?.status === 'SUCCEEDED') {
        wrong.delete(id);
        continue;
      }
      const held = await look(operation);
      const errors = held
        ? await settle(operation, { vendorId: held.id }, 'Corrected.')
        : ['It is not in the account.'];
      entry.words = errors?.join(' ') ?? 'Nobody answers.';
      if (isDone(errors)) {
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
    uncorrected: () =>
      [...wrong.values()].map(({ operation: { id, vendor, target }, words }) => `${id} ${vendor} ${target}: ${words}`),
    correctAll: () => correct(() => true),
    hasMisled: (operationId) => misled.has(operationId),
  };
}
