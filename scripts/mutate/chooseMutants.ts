import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Area, filesOf } from './areas.ts';
import { type Equivalent, reasonsOf } from './equivalents.ts';
import { importGraphOf } from './importGraph.ts';
import { type Mutant, keyOf } from './mutant.ts';
import { mutantsOf } from './operators.ts';
import { type RelatedTest, needsEditor, relatedTests } from './relatedTests.ts';
import { sampleOf } from './sampling.ts';
import { usableIn } from './usable.ts';

export interface Wanted {
  readonly areas: readonly Area[];
  readonly equivalents: readonly Equivalent[];
  /** Names of areas; defaults to all. */
  readonly only?: readonly string[] | undefined;
  /** Restricts the mutants to this file. */
  readonly file?: string | undefined;
  readonly seed: number;
  readonly perArea: number;
}

export interface Choice {
  readonly area: Area;
  readonly mutant: Mutant;
  /** Why no test can notice the mutant, if it is listed as equivalent. */
  readonly equivalent: string | undefined;
  readonly tests: readonly RelatedTest[];
}

export interface Chosen {
  readonly choices: readonly Choice[];
  /** Files that only the editor tests can load. */
  readonly excluded: readonly string[];
  /** The total number of mutants in each area. */
  readonly made: ReadonlyMap<string, number>;
}

/** Chooses the mutants of each area by the seed, with the tests that should notice them. */
export function chooseMutants(root: string, wanted: Wanted): Chosen {
  const { areas, seed, perArea: count } = wanted;
  const graph = importGraphOf(root);
  const files = filesOf(root, areas);
  const all = [...files.values()].flat();
  const excluded = all.filter((file) => needsEditor(graph, file));
  const used = all.filter((file) => !excluded.includes(file));
  const mutants = new Map(
    used.map((file) => [file, mutantsOf(file, readFileSync(join(root, file), 'utf8'))]),
  );
  const reasons = reasonsOf(wanted.equivalents, [...mutants.values()].flat());

  const chosenAreas = areas.filter(({ name }) => wanted.only?.includes(name) ?? true);
  const compiled = chosenAreas.flatMap(({ name }) => files.get(name) ?? []);
  const isUsable = usableIn(root, wanted.file === undefined ? compiled : [wanted.file]);
  const perArea = chosenAreas.map((area) => {
    const own = files.get(area.name)?.flatMap((file) => mutants.get(file) ?? []) ?? [];
    const from = own.filter(({ file }) => wanted.file === undefined || file === wanted.file);
    const choices = sampleOf(from, { seed, count }, isUsable).map((mutant) => ({
      area,
      mutant,
      equivalent: reasons.get(keyOf(mutant)),
      tests: relatedTests(graph, mutant.file, area),
    }));
    return { name: area.name, made: from.length, choices };
  });
  return {
    choices: perArea.flatMap(({ choices }) => choices),
    excluded,
    made: new Map(perArea.map(({ name, made }) => [name, made])),
  };
}
