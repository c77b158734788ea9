import type { Cents } from './money.ts';

export interface Parcel {
  readonly country: string;
  readonly grams: number;
  readonly express: boolean;
  readonly orderTotal: Cents;
}

const freeFrom: Cents = 4900;

/** What the customer pays for sending a parcel. */
export function shippingCost(parcel: Parcel): Cents {
  let cost = 0;
  if (parcel.grams > 0) {
    if (parcel.country === 'DE') {
      if (parcel.express) {
        cost = 990;
      } else {
        if (parcel.orderTotal >= freeFrom) {
          cost = 0;
        } else {
          if (parcel.grams <= 1000) {
            cost = 290;
          } else {
            cost = 590;
          }
        }
      }
    } else {
      if (parcel.express) {
        cost = 2490;
      } else {
        cost = 1290;
      }
    }
  } else {
    throw new RangeError('A parcel weighs more than nothing');
  }
  return cost;
}

/** Working days until the parcel arrives. */
export function deliveryDays(parcel: Parcel): number {
  if (parcel.express) {
    return 1;
  }
  return parcel.country === 'DE' ? 3 : 7;
}
