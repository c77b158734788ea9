import { isMap, isScalar, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';

/** A change to a text, in UTF-16 units. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The smallest change to a workflow's YAML that moves a step to another tier: everything else,
 * including comments, stays as it is. Undefined when there is no such step, or it has no prompt.
 */
export function moveStep(yaml: string, step: string, tier: string): TextChange | undefined {
  const document = parseDocument(yaml);
  const found = document.contents && stepNamed(document.getIn(['steps'], true), step);
  if (!found || !found.has('prompt')) return undefined;
  const written = pairOf(found, 'model')?.value;
  const tierText = /^[\w./@:-]+$/.test(tier) ? tier : JSON.stringify(tier);
  if (written?.range) {
    // The range ends with the value itself, before a comment that follows it.
    return { start: written.range[0], end: written.range[1], text: tierText };
  }
  const first = (found.items as Pair<Node, Node>[])[0]!.key;
  const start = first.range![0];
  if (found.flow) return { start, end: start, text: `model: ${tierText}, ` };
  const indent = ' '.repeat(start - (yaml.lastIndexOf('\n', start - 1) + 1));
  return { start, end: start, text: `model: ${tierText}\n${indent}` };
}

/** Finds a step by name. Steps may be nested: in a branch, in a loop or in parallel. */
function stepNamed(within: unknown, name: string): YAMLMap | undefined {
  const steps = isMap(within) ? (within.items as Pair<Node, Node>[]) : [];
  for (const { key, value } of steps) {
    if (!isMap(value)) continue;
    if (isScalar(key) && key.value === name) return value;
    const inner = innerSteps(value)
      .map((each) => stepNamed(each, name))
      .find((found) => found !== undefined);
    if (inner) return inner;
  }
  return undefined;
}

function innerSteps(step: YAMLMap): unknown[] {
  const arms = step.get('branch', true) as { items?: unknown[] } | undefined;
  return [
    step.get('parallel', true),
    step.get('steps', true),
    ...(arms?.items ?? []).map((arm) => (isMap(arm) ? arm.get('steps', true) : undefined)),
  ];
}

function pairOf(map: YAMLMap, name: string): Pair<Node, Node> | undefined {
  return (map.items as Pair<Node, Node>[]).find(({ key }) => isScalar(key) && key.value === name);
}
