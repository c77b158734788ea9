import { plantOf } from './plants.ts';
import { seeWorld } from './playWorlds.ts';
import { openStage } from './stage.ts';

/*
 * A process that plays worlds for another one (workers.ts): in come seeds, out goes what was seen in each
 * world. It may be told the name of a planted mistake.
 */

const [, , plant] = process.argv;
const stage = await openStage(plant === undefined ? undefined : plantOf(plant));
let queue = Promise.resolve();

process.on('message', (seed: number) => {
  queue = queue.then(async () => void process.send?.(await seeWorld(stage, { seed })));
});
process.on('disconnect', () => process.exit());
