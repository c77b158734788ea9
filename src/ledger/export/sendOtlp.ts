import type { ExportedAttempt, SettledCursor, SettledPage } from '../reports.ts';
import { otlpTraces } from './otlpTraces.ts';

/** Where spend is sent. There is none unless the developer configured it. */
export interface OtlpTarget {
  /** The whole address of the traces, such as `https://host/v1/traces`; the caller has checked it. */
  readonly endpoint: URL;
  /** Such as a key of the engine. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Tierwise's own. */
  readonly version: string;
  readonly timeoutMs?: number;
}

/** Settled attempts in their order, and how far they have been sent. */
export interface OtlpSource {
  readonly sent: SettledCursor;
  /** The next ones, at most `limit`, and where they end; none when all have been sent. */
  read(after: SettledCursor, limit: number): Promise<SettledPage>;
  /** All up to here have arrived. Until this is kept, they are sent again: at least once, never not. */
  keep(sent: SettledCursor): Promise<void>;
}

/** Why not all was taken, in words for people. `retryAtMs`: the engine asked to be left alone till then. */
export interface OtlpProblem {
  readonly kind: 'unreachable' | 'redirected' | 'refused' | 'spansRefused';
  readonly message: string;
  readonly retryAtMs?: number;
}

const batchSize = 200;
const usualTimeoutMs = 10_000;
const answerBytes = 64 * 1024;

/**
 * Sends what has not been sent, batch by batch. Stops at the first that does not arrive and sends it
 * again next time. Spans that the engine refuses one by one are not sent again. Rejects only where
 * the source does.
 */
export async function sendOtlp(
  target: OtlpTarget,
  source: OtlpSource,
  signal: AbortSignal,
): Promise<OtlpProblem | undefined> {
  let { sent } = source;
  let refused: OtlpProblem | undefined;
  while (!signal.aborted) {
    const { attempts, cursor } = await source.read(sent, batchSize);
    if (attempts.length === 0) break;
    const { arrived, problem } = await sendBatch(target, attempts, signal);
    if (!arrived) return problem;
    refused ??= problem;
    sent = cursor;
    await source.keep(sent);
  }
  return refused;
}

interface Sent {
  readonly arrived: boolean;
  readonly problem?: OtlpProblem;
}

async function sendBatch(
  target: OtlpTarget,
  batch: readonly ExportedAttempt[],
  signal: AbortSignal,
): Promise<Sent> {
  const { endpoint, headers, version, timeoutMs = usualTimeoutMs } = target;
  const body = JSON.stringify(otlpTraces(batch, version));
  try {
    const response = await target.fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      // Headers hold keys and are for this address alone.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const answer = await startOf(response);
    if (response.ok) return { arrived: true, ...refusalIn(answer, endpoint) };
    return { arrived: false, problem: problemOf(response, target) };
  } catch {
    if (signal.aborted) return { arrived: false };
    const message = `${endpoint.origin} could not be reached to export spend. Check the export's endpoint; nothing is lost, it is sent again later.`;
    return { arrived: false, problem: { kind: 'unreachable', message } };
  }
}

function problemOf({ status, type, headers }: Response, target: OtlpTarget): OtlpProblem {
  const { origin } = target.endpoint;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return {
      kind: 'redirected',
      message: `${origin} redirects the export of spend. It is not followed; set the address it leads to if you trust it.`,
    };
  }
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return {
    kind: 'refused',
    message: `${origin} refused the export of spend (status ${status}). Check the export's endpoint and headers; nothing is lost, it is sent again later.`,
    ...(seconds > 0 && { retryAtMs: target.now() + Math.ceil(seconds) * 1000 }),
  };
}

/** What an answer says of single spans that the engine did not take. */
function refusalIn(answer: string, { origin }: URL): { problem?: OtlpProblem } {
  const rejected = rejectedSpans(answer);
  if (!(rejected > 0)) return {};
  const spans = rejected === 1 ? '1 span' : `${rejected} spans`;
  const message = `${origin} did not take ${spans} of exported spend. Look into its log; they are not sent again.`;
  return { problem: { kind: 'spansRefused', message } };
}

function rejectedSpans(answer: string): number {
  try {
    const { partialSuccess } = JSON.parse(answer) as {
      partialSuccess?: { rejectedSpans?: unknown } | null;
    };
    return Number(partialSuccess?.rejectedSpans ?? 0);
  } catch {
    // Some engines answer with nothing, or with a word.
    return 0;
  }
}

/** As much of an answer as a refusal can need. */
async function startOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > answerBytes) break;
  }
  return text;
}
