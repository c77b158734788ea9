import type { Cents } from './money.ts';

export interface CartLine {
  readonly isbn: string;
  readonly title: string;
  readonly price: Cents;
  readonly quantity: number;
}

export interface Cart {
  readonly customerId: string;
  readonly lines: CartLine[];
  readonly voucher?: string;
}

/** A new cart with the line added; an equal book raises the quantity of its line. */
export function addLine(cart: Cart, added: CartLine): Cart {
  const known = cart.lines.some((line) => line.isbn === added.isbn);
  if (!known) {
    return { ...cart, lines: [...cart.lines, added] };
  }
  const lines = cart.lines.map((line) =>
    line.isbn === added.isbn ? { ...line, quantity: line.quantity + added.quantity } : line,
  );
  return { ...cart, lines };
}

/** A new cart without the book. */
export function removeLine(cart: Cart, isbn: string): Cart {
  return { ...cart, lines: cart.lines.filter((line) => line.isbn !== isbn) };
}

export function cartTotal(cart: Cart): Cents {
  return cart.lines.reduce((total, line) => total + line.price * line.quantity, 0);
}

/**
 * The lines of both carts, for a visitor who signs in with a cart in hand.
 * A book that is in both appears once, with the sum of the quantities.
 */
export function mergeLines(first: readonly CartLine[], second: readonly CartLine[]): CartLine[] {
  throw new Error('not implemented');
}
