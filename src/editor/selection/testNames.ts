import { own } from '../../routing/input/objects.ts';
import { endingOfLanguage } from '../../routing/reading/languageOfPath.ts';

/** How a language names the test file of a source file: `name` and `extension` without the dot. */
const testNames: Readonly<Record<string, (name: string, extension: string) => string>> = {
  py: (name) => `test_${name}.py`,
  go: (name) => `${name}_test.go`,
  rb: (name) => `${name}_spec.rb`,
  java: (name) => `${name}Test.java`,
};

/** Folders that only say what kind of files they hold; a source and its test differ in them. */
const kindFolders = /^(?:src|lib|source|main|java|tests?|__tests__|specs?)$/i;

/** The names that the test file of a source file may have, the one for a new file first. */
export function testNamesOf(fileName: string, language: string): readonly string[] {
  const dot = fileName.lastIndexOf('.');
  const hasEnding = dot > 0;
  const name = hasEnding ? fileName.slice(0, dot) : fileName;
  const ending = hasEnding ? fileName.slice(dot + 1) : endingOfLanguage(language);
  if (ending === undefined) return [`${name}.test`];
  return [
    own(testNames, ending)?.(name, ending) ?? `${name}.test.${ending}`,
    `${name}.spec.${ending}`,
  ];
}

/** Whether a file is one of tests, by its name. */
export function isTestName(fileName: string): boolean {
  return /[._-](?:test|spec)\.[^.]+$|^test_.*\.py$|[a-z\d]Tests?\.(?:java|kt|cs)$/.test(fileName);
}

/** A file's folders without those that tell kinds of files apart: `packages/till` for `packages/till/src/price.ts`. */
export function placeOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.filter((each) => !kindFolders.test(each)).join('/');
}

/** A pattern for files of these names in any folder. Where a name has a mark of patterns, others match as well. */
export function patternOf(names: readonly string[]): string {
  return `**/{${names.map((name) => name.replaceAll(/[[\]{}*?,!]/g, '?')).join(',')}}`;
}
