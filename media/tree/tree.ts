/** The page as data: elements with attributes and text, never markup. */
export interface TreeElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly TreeNode[];
}

export type TreeNode = TreeElement | string;

type Child = TreeNode | false | undefined | readonly Child[];

/** Makes an element. Children that are false, undefined or empty are omitted. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): TreeElement {
  return { tag, attributes, children: children.flatMap(nodesOf) };
}

function nodesOf(child: Child): TreeNode[] {
  if (child === false || child === undefined || child === '') return [];
  if (typeof child === 'string' || 'tag' in child) return [child];
  return child.flatMap(nodesOf);
}
