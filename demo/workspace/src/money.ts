/** An amount of money in whole cents. */
export type Cents = number;

/** For people: `12.50 EUR`, `-0.05 EUR`. */
export function formatCents(amount: Cents, currency = 'EUR'): string {
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
}

export function parseCents(text: string): Cents {
  const match = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) {
    throw new SyntaxError(`Not an amount of money: ${text}`);
  }
  const whole = Number(match[1]);
  const fraction = Number((match[2] ?? '').padEnd(2, '0'));
  return whole * 100 + fraction;
}

/** The instalments in which a customer pays a total. */
export function splitEvenly(total: Cents, parts: number): Cents[] {
  if (!Number.isInteger(parts) || parts < 1) {
    throw new RangeError('A total is split into one part or more');
  }
  const share = Math.floor(total / parts);
  return Array.from({ length: parts }, () => share);
}
