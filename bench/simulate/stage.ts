import { copyOf, createDisk, ledgerPath } from './disk.ts';
import { loadProduct, type Plant } from './loadProduct.ts';
import type { Product } from './product.ts';
import { type Place, surroundingsOf } from './surroundings.ts';
import { createTime } from './time.ts';

/*
 * The product's code is loaded once and plays one world after the other: whatever it asks for the time, a
 * file or a thread, the world on stage answers.
 */

export interface Stage {
  readonly product: Product;
  /** SQL that makes an empty ledger: what the real code has made, once for all worlds. */
  readonly emptyLedger: string;
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
  const product = loaded.product(surroundingsOf(loaded, onStage));
  const enter = (next: Place) => void (place = next);
  return { product, emptyLedger: emptyLedgerOf(product, enter), enter };
}

/** Lets the real code make a ledger's file. Its migrations take as long as many lives. */
function emptyLedgerOf(product: Product, enter: (place: Place) => void): string {
  const time = createTime(0);
  const disk = createDisk(time, []);
  const nobody = { isAlive: true };
  enter({ time, disk, messageMs: () => 0, newId: () => 'nobody', ownerOf: () => nobody });
  product.openDatabase(ledgerPath).database.close();
  const sql = copyOf(disk.audit);
  disk.close();
  return sql;
}
