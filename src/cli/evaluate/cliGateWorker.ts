import { fillInOlderNode } from '../olderNode.ts';
import { openGateWorker } from './door.ts';

fillInOlderNode();
await openGateWorker();
