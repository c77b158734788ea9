import { objectOf, parseJson } from '../json.ts';
import { errorIn } from './errorIn.ts';

/**
 * The error in a line of an event stream that is no `data:` line; undefined when the line holds none.
 * llama.cpp and GPUStack write `error: {…}`, some gateways the bare JSON (gpustack/gpustack#852, 2024-12,
 * and #6155, 2026-08). Event-stream parsers skip such lines, and with them the reason.
 */
export function errorLine(line: string): unknown {
  const found = /^(?:error:\s*)?(\{.*\})\s*$/.exec(line);
  if (!found) return undefined;
  const body = objectOf(parseJson(found[1]!));
  if (!body) return undefined;
  return line.startsWith('error:') ? body : errorIn(body);
}

/**
 * What the last event says that is words in place of JSON, such as `data: error: out of memory`
 * (lucasjinreal/Crane#121, 2026-09); undefined when there is none. Half of a JSON text is no words.
 */
export function wordsInEvents(lines: string): string | undefined {
  const said = [...lines.matchAll(/^data: ?(.*)$/gm)].map(([, data]) => data!.trim());
  return said
    .findLast((data) => /^[^\s"[{]+\s/.test(data) && parseJson(data) === undefined)
    ?.replace(/^error:\s*/i, '');
}
