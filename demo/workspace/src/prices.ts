import type { Cents } from './money.ts';

export interface Voucher {
  readonly code: string;
  readonly percent: number;
  readonly validUntil: string;
}

/** How many percent a school or a library saves on a larger order. */
export function bulkDiscountPercent(quantity: number): number {
  if (quantity < 1) {
    throw new RangeError('An order has at least one book');
  }
  if (quantity >= 100) {
    return 15;
  }
  if (quantity >= 25) {
    return 10;
  }
  return quantity >= 10 ? 5 : 0;
}

/** A price less some percent, rounded half up to a cent. */
export function discounted(price: Cents, percent: number): Cents {
  return price - Math.round((price * percent) / 100);
}

/** Vouchers are valid to the end of their last day (ISO date, UTC). */
export function isValid(voucher: Voucher, today: string): boolean {
  return today <= voucher.validUntil;
}

/** The best of several vouchers; they do not add up. */
export function bestVoucher(vouchers: readonly Voucher[], today: string): Voucher | undefined {
  return vouchers
    .filter((voucher) => isValid(voucher, today))
    .toSorted((one, other) => other.percent - one.percent)[0];
}
