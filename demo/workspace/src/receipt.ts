import { formatCents } from './money.ts';
import type { Order } from './orders.ts';

const width = 40;

function row(left: string, right: string): string {
  const gap = Math.max(1, width - left.length - right.length);
  return left + ' '.repeat(gap) + right;
}

/** The receipt as plain text, one line a book. */
export function formatReceipt(order: Order): string {
  var lines: string[] = [];
  lines.push(row('Bookshop', order.placedAt.slice(0, 10)));
  lines.push('-'.repeat(width));
  for (let i = 0; i < order.lines.length; i++) {
    const line = order.lines[i];
    let amount = line.price * line.quantity;
    lines.push(row(line.quantity + ' x ' + line.title, formatCents(amount)));
  }
  lines.push('-'.repeat(width));
  lines.push(row('Total', formatCents(order.total)));
  if (order.paymentId !== '') {
    lines.push('Paid: ' + order.paymentId);
  }
  return lines.join('\n');
}
