import {
  BinaryOperationNode,
  type ComparisonOperator,
  OperatorNode,
  PrimitiveValueListNode,
  type RawBuilder,
} from 'kysely';

/** How a column is compared with a list: the operator, and the list as one value on its right. */
type Comparison = readonly [operator: ComparisonOperator, list: RawBuilder<unknown>];

/**
 * A comparison by `in` or `not in`, with its list as one value: however long that is, it makes no statement of its own, of
 * which the databases keep some. Any other comparison as it is.
 */
export function withListAsOneValue(
  node: BinaryOperationNode,
  compare: (operator: 'in' | 'not in', values: readonly unknown[]) => Comparison,
): BinaryOperationNode {
  const { leftOperand, operator, rightOperand } = node;
  if (!PrimitiveValueListNode.is(rightOperand) || !OperatorNode.is(operator)) return node;
  if (operator.operator !== 'in' && operator.operator !== 'not in') return node;
  const [by, list] = compare(operator.operator, rightOperand.values);
  return BinaryOperationNode.create(leftOperand, OperatorNode.create(by), list.toOperationNode());
}
