type Operand = number;

const operators: Readonly<Record<string, (one: Operand, other: Operand) => unknown>> = {
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '%': (one, other) => one % other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

/** The result of an operator on two plain values; undefined for an unknown operator. */
export function arithmetic(operator: string, one: unknown, other: unknown): unknown {
  if (operator === '===') return one === other;
  if (operator === '!==') return one !== other;
  if (operator === '+') {
    const joins = typeof one === 'string' || typeof other === 'string';
    return joins ? `${one}${other}` : Number(one) + Number(other);
  }
  return operators[operator]?.(one as Operand, other as Operand);
}
