import { headerProblem } from '../../providers/http/authHeaders.ts';
import { checkEndpoint } from '../../providers/http/checkEndpoint.ts';
import { say } from '../platform/say.ts';

/** Where to send spend. */
export interface OtlpSetting {
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads the `tierwise.otlp` setting. Undefined when no endpoint is set, so that nothing is sent. A
 * problem is a sentence for people.
 */
export function readOtlpSetting(written: unknown): OtlpSetting | { problem: string } | undefined {
  const { endpoint, headers } = Object(written) as { endpoint?: unknown; headers?: object | null };
  if (endpoint === undefined || endpoint === '') return undefined;
  const problem = endpointProblem(endpoint) ?? headersProblem(headers ?? {});
  if (problem) return { problem };
  return { endpoint: new URL(String(endpoint)), headers: { ...headers } as Record<string, string> };
}

function endpointProblem(endpoint: unknown): string | undefined {
  const wrong = checkEndpoint(String(endpoint), {}, say);
  return wrong && `tierwise.otlp › endpoint: ${wrong}`;
}

function headersProblem(headers: object): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    const wrong = headerProblem(name, value, say);
    if (wrong) return `tierwise.otlp › headers › ${name}: ${wrong}`;
  }
  return undefined;
}
