import type { TreeElement, TreeNode } from './tree.ts';

const svgTags: ReadonlySet<string> = new Set(['svg', 'g', 'title', 'rect', 'line', 'text']);

/**
 * Makes the children of `parent` match `nodes` with as few changes as possible, so that focus,
 * scrolling and live regions survive. A child with a `data-key` keeps its node when others are
 * inserted before it.
 */
export function update(parent: Element, nodes: readonly TreeNode[]): void {
  const keyed = new Map(
    [...parent.children].map((child) => [child.getAttribute('data-key'), child] as const),
  );
  nodes.forEach((node, index) => {
    const key = typeof node === 'string' ? undefined : node.attributes['data-key'];
    const at = parent.childNodes[index];
    const old = key === undefined ? at : keyed.get(key);
    if (!old || !isSame(old, node)) {
      parent.insertBefore(create(node), at ?? null);
      return;
    }
    if (old !== at) parent.insertBefore(old, at ?? null);
    change(old, node);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild?.remove();
}

function isSame(old: ChildNode, node: TreeNode): boolean {
  if (typeof node === 'string') return old instanceof Text;
  return old instanceof Element && old.localName === node.tag;
}

function change(old: ChildNode, node: TreeNode): void {
  if (typeof node === 'string') {
    if (old.textContent !== node) old.textContent = node;
  } else {
    fill(old as Element, node);
  }
}

function create(node: TreeNode): ChildNode {
  if (typeof node === 'string') return document.createTextNode(node);
  const created = svgTags.has(node.tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', node.tag)
    : document.createElement(node.tag);
  fill(created, node);
  return created;
}

function fill(target: Element, { attributes, children }: TreeElement): void {
  for (const name of target.getAttributeNames()) {
    if (!(name in attributes)) target.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (target.getAttribute(name) !== value) target.setAttribute(name, value);
  }
  update(target, children);
  // The chosen option of a select is a property, not an attribute.
  if (target instanceof HTMLSelectElement && attributes['data-value'] !== undefined) {
    target.value = attributes['data-value'];
  }
}
