import { parentPort, workerData } from 'node:worker_threads';
import { completeGate } from './complete/complete.ts';
import { formatGate } from './format.ts';
import type { Gate } from './gate.ts';
import { createSyntaxGate } from './syntax/syntax.ts';
import type { CheckReply, CheckRequest, GateWorkerData, TextGateName } from './workerGates.ts';

const { grammarsFolder } = workerData as GateWorkerData;
const gates: Readonly<Record<TextGateName, Gate>> = {
  complete: completeGate,
  format: formatGate,
  syntax: createSyntaxGate({ grammarsFolder: new URL(grammarsFolder) }),
};
const port = parentPort!;
// Checks are not cancelled here: the caller no longer waits, and the answer is dropped.
const { signal } = new AbortController();

port.on('message', ({ id, gate, candidate }: CheckRequest) => {
  gates[gate].check(candidate, signal).then(
    (verdict) => port.postMessage({ id, verdict } satisfies CheckReply),
    (bug: unknown) => port.postMessage({ id, bug } satisfies CheckReply),
  );
});
