/** Characters that file systems or readers leave out: joiners, marks of direction, selectors, controls. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;

/**
 * A path as the most lenient file system reads it, with one slash between its names: letters of either case
 * are the same, ignorable characters are nothing, a backslash parts names, too, Windows drops dots and spaces
 * at a name's end, and what follows a colon names a stream of the file.
 */
export function comparablePath(path: string): string {
  const folded = path.normalize('NFKC').replace(unseen, '').toUpperCase().toLowerCase();
  return folded
    .split(/[/\\]/)
    .map((name) =>
      name
        .replace(/:.*$/s, '')
        .trim()
        .replace(/[. ]+$/, ''),
    )
    .filter((name) => name !== '')
    .join('/');
}
