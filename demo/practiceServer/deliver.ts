import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { BilledCall } from './billing.ts';
import type { PracticeUsage, Reply } from './call.ts';
import { faultOf, type Fault } from './faults.ts';
import { sendFrames, sendJson, startStream } from './http.ts';
import type { PracticeModel } from './models.ts';
import { usageOfInput, usageOfPart } from './reply.ts';
import type { CompatibleManner, Wire } from './wires/wire.ts';

export interface Delivery {
  readonly response: ServerResponse;
  readonly wire: Wire;
  readonly model: PracticeModel;
  readonly manner: CompatibleManner;
  readonly reply: Reply;
  readonly streams: boolean;
  readonly headers: Record<string, string>;
  readonly fault: Fault | undefined;
  /** Factor on every delay. */
  readonly pace: number;
  /** Aborts when the client disconnects. */
  readonly gone: AbortSignal;
  /** Called once, before the last byte, so that the bill exists as soon as the client has its answer. */
  bill(status: BilledCall['status'], usage: PracticeUsage): void;
}

/** Sends a reply at the model's pace and bills what was sent. */
export async function deliver(delivery: Delivery): Promise<void> {
  try {
    if (faultOf(delivery.fault, 'hang')) await once(delivery.gone, 'abort');
    delivery.gone.throwIfAborted();
    await (delivery.streams ? deliverStream(delivery) : deliverWhole(delivery));
  } catch (error) {
    if (!delivery.gone.aborted) throw error;
    delivery.bill('aborted', usageOfInput(delivery.reply));
  }
}

async function deliverWhole(delivery: Delivery): Promise<void> {
  const { response, wire, reply, model, pace, gone, fault, bill } = delivery;
  const pieces = piecesOf(reply.text);
  const delay = model.firstTextMs + pieces.length * model.chunkMs;
  await wait(delay * pace, undefined, { signal: gone });
  const cut = faultOf(fault, 'cutOff');
  if (cut) {
    bill('error', usageOfPart(reply, reply.text.slice(0, cut.afterChars)));
    response.destroy();
    return;
  }
  bill('complete', reply.usage);
  sendJson(response, 200, wire.wholeReply(reply, delivery.manner), delivery.headers);
}

async function deliverStream(delivery: Delivery): Promise<void> {
  const { response, wire, reply, model, pace, gone, fault, bill } = delivery;
  const stream = wire.streamedReply(reply, delivery.manner);
  const chunkMs = faultOf(fault, 'slow')?.msPerChunk ?? model.chunkMs * pace;
  startStream(response, delivery.headers);
  sendFrames(response, stream.begin());
  await thinkSilently(delivery);
  await wait(model.firstTextMs * pace, undefined, { signal: gone });
  sendFrames(response, stream.beginText());

  const cut = faultOf(fault, 'cutOff');
  const text = cut ? reply.text.slice(0, cut.afterChars) : reply.text;
  let sent = '';
  try {
    for (const piece of piecesOf(text)) {
      sendFrames(response, stream.text(piece));
      sent += piece;
      await wait(chunkMs, undefined, { signal: gone });
    }
  } catch {
    bill('aborted', usageOfPart(reply, sent));
    return;
  }

  if (cut) {
    bill('error', usageOfPart(reply, sent));
    if (cut.how === 'reset') response.destroy();
    else response.end();
    return;
  }
  bill('complete', reply.usage);
  sendFrames(response, stream.end());
  response.end();
}

/** Sends only signs of life for as long as the fault says. */
async function thinkSilently({ response, wire, fault, gone }: Delivery): Promise<void> {
  const silence = faultOf(fault, 'thinkSilently');
  if (!silence) return;
  for (let left = silence.ms; left > 0; left -= silence.pingEveryMs) {
    await wait(Math.min(left, silence.pingEveryMs), undefined, { signal: gone });
    response.write(wire.ping);
  }
}

const wordsPerPiece = 3;
const mostPieces = 120;

/** Splits a text into pieces of a few words; longer texts get larger pieces, so that none takes too long. */
function piecesOf(text: string): string[] {
  const words = text.match(/\s*\S+|\s+$/g) ?? [];
  const size = Math.max(wordsPerPiece, Math.ceil(words.length / mostPieces));
  const pieces: string[] = [];
  for (let start = 0; start < words.length; start += size) {
    pieces.push(words.slice(start, start + size).join(''));
  }
  return pieces;
}
