import { counted } from '../../routing/input/counted.ts';
import type { ExportedAttempt, SettledCursor, SettledPage } from '../reports.ts';
import { otlpTraces } from './otlpTraces.ts';

/** Where spend is sent; only a developer's settings can name it. */
export interface OtlpTarget {
  /** The full address for traces, such as `https://host/v1/traces`; the caller has checked it. */
  readonly endpoint: URL;
  /** Extra headers, such as the engine's key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Tierwise's version. */
  readonly version: string;
  /** Default: 10 seconds. */
  readonly timeoutMs?: number;
}

/** Settled attempts in their order, and how many of them have been sent. */
export interface OtlpSource {
  readonly sent: SettledCursor;
  /** The next attempts, at most `limit`, and the cursor behind them; empty when all have been sent. */
  read(after: SettledCursor, limit: number): Promise<SettledPage>;
  /** Stores that all up to here have arrived. Until then they are sent again: each arrives at least once. */
  keep(sent: SettledCursor): Promise<void>;
}

/** Why not everything arrived, in words for people. The engine asked for no requests before `retryAtMs`. */
export interface OtlpProblem {
  readonly kind: 'unreachable' | 'redirected' | 'refused' | 'spansRefused';
  readonly message: string;
  readonly retryAtMs?: number;
}

// Chosen by judgement, all three.
const batchSize = 200;
const usualTimeoutMs = 10_000;
const answerBytes = 64 * 1024;

/**
 * Sends what has not been sent, batch by batch. Stops at the first batch that does not arrive, and sends
 * it again next time. Single spans that the engine refuses are not sent again. Rejects only when the
 * source does.
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
      // The headers hold keys, which only this address may see.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const answer = await startOf(response);
    if (response.ok) return { arrived: true, ...refusalIn(answer, endpoint) };
    return { arrived: false, problem: problemOf(response, target) };
  } catch {
    if (signal.aborted) return { arrived: false };
    const message = `${endpoint.origin} could not be reached to export spend. Check the endpoint of the export. Nothing is lost: Tierwise sends it again later.`;
    return { arrived: false, problem: { kind: 'unreachable', message } };
  }
}

function problemOf({ status, type, headers }: Response, target: OtlpTarget): OtlpProblem {
  const { origin } = target.endpoint;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return {
      kind: 'redirected',
      message: `${origin} redirects the export of spend, and Tierwise does not follow. If you trust the new address, set it as the endpoint.`,
    };
  }
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return {
    kind: 'refused',
    message: `${origin} refused the export of spend (status ${status}). Check the endpoint and headers of the export. Nothing is lost: Tierwise sends it again later.`,
    ...(seconds > 0 && { retryAtMs: target.now() + Math.ceil(seconds) * 1000 }),
  };
}

/** The problem when an answer says that the engine refused single spans. */
function refusalIn(answer: string, { origin }: URL): { problem?: OtlpProblem } {
  const rejected = rejectedSpans(answer);
  if (!(rejected > 0)) return {};
  const message = `${origin} refused ${counted(rejected, 'span')} of exported spend, which Tierwise does not send again. See the engine's log for the reason.`;
  return { problem: { kind: 'spansRefused', message } };
}

function rejectedSpans(answer: string): number {
  try {
    const { partialSuccess } = JSON.parse(answer) as {
      partialSuccess?: { rejectedSpans?: unknown } | null;
    };
    return Number(partialSuccess?.rejectedSpans ?? 0);
  } catch {
    // Some engines answer with nothing or with plain text.
    return 0;
  }
}

/** The first part of an answer, long enough for any report of refused spans. */
async function startOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > answerBytes) break;
  }
  return text;
}
