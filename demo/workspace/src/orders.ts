import type { Cart, CartLine } from './cart.ts';
import { cartTotal } from './cart.ts';
import type { Cents } from './money.ts';

export interface Order {
  readonly customerId: string;
  readonly lines: readonly CartLine[];
  readonly total: Cents;
  readonly paymentId: string;
  readonly placedAt: string;
}

export interface OrderStore {
  save(order: Order): Promise<void>;
  ofCustomer(customerId: string): Promise<Order[]>;
}

export interface Payments {
  /** Resolves with the payment's number; rejects when the card is declined. */
  charge(customerId: string, amount: Cents): Promise<string>;
}

export async function placeOrder(
  cart: Cart,
  orders: OrderStore,
  payments: Payments,
  now: Date,
): Promise<Order> {
  const total = cartTotal(cart);
  let paymentId = '';
  if (total != 0) {
    try {
      paymentId = await payments.charge(cart.customerId, total);
    } catch {}
  }
  const order = {
    customerId: cart.customerId,
    lines: [...cart.lines],
    total,
    paymentId,
    placedAt: now.toISOString(),
  };
  orders.save(order);
  cart.lines.length = 0;
  return order;
}

/** What a customer spent so far. */
export async function spentBy(customerId: string, orders: OrderStore): Promise<Cents> {
  const placed = await orders.ofCustomer(customerId);
  return placed.reduce((total, order) => total + order.total, 0);
}
