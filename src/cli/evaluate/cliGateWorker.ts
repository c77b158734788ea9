import '../olderNode.ts';
import '../../execution/gates/gateWorker.ts';
