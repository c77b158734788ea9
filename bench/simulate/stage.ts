import { loadProduct, type Plant } from './loadProduct.ts';
import type { Product } from './product.ts';
import { type Place, surroundingsOf } from './surroundings.ts';

/*
 * The product's code is loaded once and plays one world after the other: whatever it asks for the time, a
 * file or a thread, the world on stage answers.
 */

export interface Stage {
  readonly product: Product;
  /** From now on the code lives in this world. */
  enter(place: Place): void;
}

export async function openStage(plant?: Plant): Promise<Stage> {
  const loaded = await loadProduct(plant);
  let place: Place | undefined;
  const onStage = (): Place => {
    if (!place) throw new Error('No world is on stage.');
    return place;
  };
  return {
    product: loaded.product(surroundingsOf(loaded, onStage)),
    enter: (next) => void (place = next),
  };
}
