import type ts from 'typescript';
import type { FunctionShape } from '../shape.ts';
import { callFunction, scopeOf, Thrown } from './evaluate.ts';
import { examplesFor } from './examples.ts';

/*
 * This folder finds out what a function returns, so that the practice models can write tests. It tries
 * arguments, interprets a small part of the language without running the code, and returns cases of
 * arguments and results.
 */

/** The behaviour of a function for given arguments, as far as it could be determined. */
export type Case =
  | { readonly given: readonly unknown[]; readonly kind: 'returns'; readonly value: unknown }
  | { readonly given: readonly unknown[]; readonly kind: 'throws'; readonly message: string };

/** One case for each path through the function, the most informative first; empty if there are too many. */
export function casesFor(shape: FunctionShape, file: ts.SourceFile): Case[] {
  const paths = new Set<string>();
  const cases: Case[] = [];
  for (const given of examplesFor(shape, file, scopeOf(file))) {
    const scope = scopeOf(file);
    let found: Case;
    try {
      const value = callFunction(shape.node, given, scope);
      found = { given, kind: 'returns', value };
    } catch (error) {
      if (!(error instanceof Thrown)) continue;
      if (/not (?:yet )?implemented/i.test(error.message)) continue;
      found = { given, kind: 'throws', message: error.message };
    }
    const path = scope.run.path.join(' ');
    if (paths.has(path)) continue;
    paths.add(path);
    cases.push(found);
  }
  return cases.toSorted(
    (one, other) => Number(one.kind === 'throws') - Number(other.kind === 'throws'),
  );
}
