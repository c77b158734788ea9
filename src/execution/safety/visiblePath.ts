/** Characters that a reader does not see, or that turn the order of what is read around. */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|^ +| +$|(?<=\/) +| +(?=\/)| {2,}/gu;

/** A path, or a text from one, in which nothing is hidden: such characters appear as `\u{202e}`. */
export function visiblePath(path: string): string {
  return path.replace(hidden, (found) =>
    [...found].map((each) => `\\u{${each.codePointAt(0)!.toString(16)}}`).join(''),
  );
}

/** The last name of a path as it is shown. */
export function visibleName(path: string): string {
  return visiblePath(path.slice(path.lastIndexOf('/') + 1));
}

/** Names that a project has many of, so that the name alone does not say which file is meant. */
const common =
  /^(?:index|main|mod|lib|app|types|utils?|helpers?|constants|config|readme|license|changelog|__init__|__main__|page|layout|route|setup|schema|models?|views?|tests?|package|tsconfig|makefile|dockerfile)(?:\.|$)/i;

/** Whether a file's name alone leaves open which file is meant; `others` are the paths to tell it from. */
export function isAmbiguous(path: string, others: readonly string[]): boolean {
  const nameOf = (each: string) => each.slice(each.lastIndexOf('/') + 1).toLowerCase();
  const name = nameOf(path);
  return (
    common.test(name) ||
    visiblePath(name) !== name ||
    others.some((other) => other !== path && nameOf(other) === name)
  );
}
