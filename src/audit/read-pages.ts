import type { Operation, OperationFilter } from '../domain/operation.ts';
import type { ListPosition, Page, Paging } from '../domain/paging.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { AuditSources } from './findings.ts';

const PAGE_SIZE = 500;

/** The operations that a filter lets through, newest first, page by page. */
export function readOperations(
  ledger: Pick<AuditSources['ledger'], 'page'>,
  filter: OperationFilter,
): AsyncGenerator<Operation[]> {
  return readPages((paging) => ledger.page({ filter, paging }));
}

/** Every number of the registry, released ones too, page by page. By address, since that never changes meanwhile. */
export function readNumbers(registry: Pick<AuditSources['registry'], 'page'>): AsyncGenerator<PhoneNumber[]> {
  const order = 'ADDRESS_ASC';
  const filter = { statuses: ['ACTIVE', 'INACTIVE', 'RELEASED', 'UNKNOWN'] } as const;
  return readPages((paging) => registry.page({ filter, order, paging }));
}

async function* readPages<Node>(read: (paging: Paging) => Promise<Page<Node>>): AsyncGenerator<Node[]> {
  let after: ListPosition | null = null;
  do {
    const page: Page<Node> = await read({ direction: 'forward', size: PAGE_SIZE, after, before: null });
    yield page.edges.map(({ node }) => node);
    after = page.hasNextPage ? (page.edges.at(-1)?.position ?? null) : null;
  } while (after !== null);
}

/** All that a paged reading gives, for readings known to be short. */
export async function collect<Node>(pages: AsyncIterable<Node[]>): Promise<Node[]> {
  const nodes: Node[] = [];
  for await (const page of pages) nodes.push(...page);
  return nodes;
}
