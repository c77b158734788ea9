import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { plainPath } from '../../execution/workflow/parse/readTemplate.ts';

/** Where a fixture stands. */
export interface FixturePlace {
  /** 1-based. */
  readonly line: number;
  /** The JSON Lines file beside the evaluation; omitted for the evaluation itself. */
  readonly file?: string;
}

/**
 * The places of the fixtures of an evaluation that has no problems, by their ids.
 *
 * @param readFile the text of a file beside the evaluation
 */
export async function fixturePlaces(
  text: string,
  readFile: (path: string) => Promise<string | undefined>,
): Promise<ReadonlyMap<string, FixturePlace>> {
  const counter = new LineCounter();
  const fixtures: unknown = parseDocument(text, { lineCounter: counter }).get('fixtures', true);
  if (isScalar(fixtures)) {
    const file = plainPath(String(fixtures.value));
    return linesOf((await readFile(file)) ?? '', file);
  }
  const places = new Map<string, FixturePlace>();
  for (const each of isSeq(fixtures) ? fixtures.items : []) {
    if (!isMap(each)) continue;
    places.set(String(each.get('id')), { line: counter.linePos(each.range![0]).line });
  }
  return places;
}

function linesOf(text: string, file: string): Map<string, FixturePlace> {
  const places = new Map<string, FixturePlace>();
  for (const [index, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (written.trim() === '') continue;
    const { id } = JSON.parse(written) as { readonly id: string };
    places.set(id, { line: index + 1, file });
  }
  return places;
}
