import { type BinaryOperationNode, OperatorNode, PrimitiveValueListNode } from 'kysely';

/** The values that a column is compared with, by `in` or `not in`; null where it is compared in another way. */
export function listOf(node: BinaryOperationNode): { values: readonly unknown[]; isExcluded: boolean } | null {
  const { operator, rightOperand } = node;
  if (!PrimitiveValueListNode.is(rightOperand) || !OperatorNode.is(operator)) return null;
  if (operator.operator !== 'in' && operator.operator !== 'not in') return null;
  return { values: rightOperand.values, isExcluded: operator.operator === 'not in' };
}
