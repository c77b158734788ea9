import { inEnglish, type Say } from '../say.ts';

/** ` Did you mean "x"?` with the closest known name, else the known names if they are few. */
export function didYouMean(
  written: string,
  known: readonly string[],
  say: Say = inEnglish,
): string {
  const near = nearWords(written, known, { say });
  if (near !== '' || known.length === 0) return near;
  return known.length <= 12 ? say(' Known here: {0}.', known.join(', ')) : '';
}

/**
 * ` Did you mean "x"?` with the closest known name; empty where none is close.
 *
 * @param words `shown` is how people write the name
 */
export function nearWords(
  written: string,
  known: readonly string[],
  {
    say = inEnglish,
    shown = (name) => name,
  }: { readonly say?: Say; readonly shown?: (name: string) => string } = {},
): string {
  const nearest = nearestName(written, known);
  return nearest === undefined ? '' : say(' Did you mean "{0}"?', shown(nearest));
}

/** A sentence that names the tiers. */
export function tiersAre(tierNames: readonly string[], say: Say): string {
  return say('The tiers are {0}.', tierNames.join(', '));
}

/** The closest known name, if it is close enough to be meant. Quotes around a name that are not plain ones do not count. */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  const bare = written.replaceAll(/^[“”‘’„«»'"\s]+|(?<![“”‘’„«»'"\s])[“”‘’„«»'"\s]+$/g, '');
  return known
    .filter((name) => isAlikeLong(bare, name))
    .map((name) => ({ name, distance: distance(bare.toLowerCase(), name.toLowerCase()) }))
    .filter((it) => it.distance <= mostSlips(it.name))
    .toSorted((one, other) => one.distance - other.distance)[0]?.name;
}

function mostSlips(name: string): number {
  return Math.max(1, Math.round(name.length / 3));
}

// Longer names are not compared, because the time grows with the product of their lengths.
const longestName = 100;

/** Whether the names can be near to each other, told by their lengths alone. */
function isAlikeLong(written: string, name: string): boolean {
  const difference = Math.abs(written.length - name.length);
  return name.length <= longestName && difference <= mostSlips(name);
}

// Optimal string alignment: each insertion, deletion, replacement and swap of neighbours counts as one.
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const above = rows[row - 1]!;
      const differs = Number(one[row - 1] !== other[column - 1]);
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          above[column]! + 1,
          current[column - 1]! + 1,
          above[column - 1]! + differs,
          isSwap ? rows[row - 2]![column - 2]! + 1 : Infinity,
        ),
      );
    }
    rows.push(current);
  }
  return rows[one.length]![other.length]!;
}
