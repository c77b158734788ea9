import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The bytes of the heap that are in use once everything that nobody holds is collected. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What a first round sets free may hold more.
  for (let round = 0; round < 3; round++) collect();
  return process.memoryUsage().heapUsed;
}
