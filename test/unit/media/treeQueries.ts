import type { TreeElement, TreeNode } from '../../../media/tree/tree.ts';

/** All elements of a tree, in the order of the page. */
export function elementsOf(nodes: readonly TreeNode[]): TreeElement[] {
  return nodes.flatMap((node) =>
    typeof node === 'string' ? [] : [node, ...elementsOf(node.children)],
  );
}

/** The text that a screen reader reads, without parts that are only visual. */
export function textOf(node: TreeNode): string {
  if (typeof node === 'string') return node;
  if (node.attributes['aria-hidden'] === 'true') return '';
  return node.children.map(textOf).join('');
}

export function byClass(nodes: readonly TreeNode[], name: string): TreeElement[] {
  return elementsOf(nodes).filter((element) => element.attributes.class?.split(' ').includes(name));
}

export function byTag(nodes: readonly TreeNode[], tag: string): TreeElement[] {
  return elementsOf(nodes).filter((element) => element.tag === tag);
}
