import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { CandidateSubject } from './candidate.ts';
import type { FixtureSubject } from './fixture.ts';

/** What an evaluation found, as far as a policy can say it. */
export interface Evaluated {
  /** The name of the evaluation. */
  readonly evaluation: string;
  readonly subject: FixtureSubject;
  /** The candidate that the work is to go to from now on. */
  readonly winner: CandidateSubject;
}

export type PolicyEdit =
  | {
      readonly kind: 'edited';
      readonly text: string;
      /** What the policy cannot say, as a sentence with the next step. */
      readonly note?: string;
    }
  /** Why there is no edit, as a sentence with the next step. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The text of a policy file that sends the evaluated work to the winner: a task type by the first rule, named
 * after the evaluation, and a step by the models of its workflow. A rule of that name stays where it is and
 * gets its new `use`. Everything else stays as it is written, comments included.
 */
export function policyEdit(yaml: string, { evaluation, subject, winner }: Evaluated): PolicyEdit {
  if (winner.kind === 'model') {
    const { reference } = winner.choice;
    return refused(
      `The policy of a repository names tiers only, and ${reference} is a model. Put it into a tier in \`tierwise.tiers\` of your settings.`,
    );
  }
  const start = yaml.trim() === '' ? 'version: 1\n' : yaml;
  const document = parseDocument(start);
  const path =
    subject.kind === 'taskType'
      ? ['rules']
      : ['workflows', subject.workflow, 'steps', subject.step];
  if (document.errors.length > 0 || !leadsToMaps(document, path)) {
    return refused(
      'The policy file has an error. Correct it first: the Problems view shows where.',
    );
  }
  if (subject.kind === 'taskType') {
    const rule = {
      name: `evaluated: ${evaluation}`,
      when: { taskType: subject.taskType },
      use: useOf(winner),
    };
    return { kind: 'edited', text: withRule(start, document, rule) };
  }
  const text = withChoice(start, document, { path, choice: stepUseOf(winner) });
  const note = gatesNote(winner, subject.step);
  return { kind: 'edited', text, ...(note !== undefined && { note }) };
}

/** Whether everything on the way to the last key is a map, as far as it is there. */
function leadsToMaps(document: Document, path: readonly string[]): boolean {
  return path.every((_, depth) => {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    return node === undefined || node === null || isMap(node);
  });
}

type TierSubject = Exclude<CandidateSubject, { kind: 'model' }>;
type Written = string | readonly string[] | { readonly [name: string]: Written };

function useOf(winner: TierSubject): Written {
  if (winner.kind === 'tier') return winner.tier;
  return { cascade: winner.tiers, gates: winner.gates };
}

function stepUseOf(winner: TierSubject): Written {
  return winner.kind === 'tier' ? winner.tier : { cascade: winner.tiers };
}

/** A policy chooses the model of a step; its gates belong to the workflow. */
function gatesNote(winner: TierSubject, step: string): string | undefined {
  if (winner.kind === 'tier') return undefined;
  return `The cascade was evaluated with the gates ${winner.gates.join(', ')}. Write them as \`gates\` of the step “${step}” in its workflow.`;
}

function refused(why: string): PolicyEdit {
  return { kind: 'refused', why };
}

interface WrittenRule {
  readonly name: string;
  readonly when: { readonly taskType: string };
  readonly use: Written;
}

function withRule(yaml: string, document: Document, rule: WrittenRule): string {
  const rules: unknown = document.get('rules', true);
  const items = isSeq(rules) ? rules.items : [];
  const place = items.findIndex((item) => isMap(item) && item.get('name') === rule.name);
  if (place !== -1) {
    const written = document.getIn(['rules', place, 'use'], true);
    const edited = replaced(yaml, written, flow(rule.use));
    document.setIn(['rules', place, 'when', 'taskType'], rule.when.taskType);
    document.setIn(['rules', place, 'use'], rule.use);
    return smallest(edited, document);
  }
  const edited = insertedRule(yaml, document, rule);
  if (items.length > 0) (rules as { items: unknown[] }).items.unshift(document.createNode(rule));
  else document.set('rules', [rule]);
  return smallest(edited, document);
}

/** The text with the rule before all others; undefined where the document has to be written as a whole. */
function insertedRule(yaml: string, document: Document, rule: WrittenRule): string | undefined {
  const rules: unknown = document.get('rules', true);
  const block = (indent: string) =>
    [
      `${indent}- name: ${flow(rule.name)}`,
      `${indent}  when: ${flow(rule.when)}`,
      `${indent}  use: ${flow(rule.use)}`,
      '',
    ].join('\n');
  if (rules === undefined) return appended(yaml, `rules:\n${block('  ')}`);
  if (!isSeq(rules) || rules.items.length === 0) {
    return replaced(yaml, rules, `\n${block('  ').trimEnd()}`, yaml.indexOf('rules:') + 6);
  }
  const start = rules.range![0];
  if (rules.flow) return spliced(yaml, start + 1, start + 1, `${flow({ ...rule })}, `);
  // A comment before the first rule is about that rule, so the new one comes before it.
  const key = pairOf(document.contents as YAMLMap, 'rules')!.key as Node;
  const line = yaml.indexOf('\n', key.range![1]) + 1;
  const indent = ' '.repeat(start - (yaml.lastIndexOf('\n', start - 1) + 1));
  return spliced(yaml, line, line, block(indent));
}

function withChoice(
  yaml: string,
  document: Document,
  { path, choice }: { readonly path: readonly string[]; readonly choice: Written },
): string {
  const edited = insertedChoice(yaml, document, path, choice);
  document.setIn(path, document.createNode(choice));
  return smallest(edited, document);
}

function insertedChoice(
  yaml: string,
  document: Document,
  path: readonly string[],
  choice: Written,
): string | undefined {
  const written: unknown = document.hasIn(path) ? document.getIn(path, true) : undefined;
  if (written !== undefined) return replaced(yaml, written, flow(choice));
  const depth = path.findLastIndex((_, at) => {
    const map: unknown = document.getIn(path.slice(0, at), true);
    return isMap(map) && map.items.length > 0;
  });
  if (depth <= 0) return appended(yaml, nested(path, choice, ''));
  const map = document.getIn(path.slice(0, depth), true) as YAMLMap<Node, Node>;
  const start = map.items[0]!.key.range![0];
  if (map.flow) {
    const inner = path
      .slice(depth + 1)
      .reduceRight<Written>((value, key) => ({ [key]: value }), choice);
    return spliced(yaml, start, start, `${flow(path[depth]!)}: ${flow(inner)}, `);
  }
  const indent = ' '.repeat(start - (yaml.lastIndexOf('\n', start - 1) + 1));
  return spliced(
    yaml,
    start,
    start,
    `${nested(path.slice(depth), choice, indent).trimStart()}${indent}`,
  );
}

/** Keys below each other, with the value behind the last one. */
function nested(path: readonly string[], value: Written, indent: string): string {
  return path
    .map((key, at) => {
      const isLast = at === path.length - 1;
      return `${indent}${'  '.repeat(at)}${flow(key)}:${isLast ? ` ${flow(value)}` : ''}\n`;
    })
    .join('');
}

/** The smaller edit where it means the same as the edited document, else the document written as a whole. */
function smallest(edited: string | undefined, document: Document): string {
  if (edited !== undefined) {
    const read = parseDocument(edited);
    if (read.errors.length === 0 && isDeepStrictEqual(read.toJS(), document.toJS())) return edited;
  }
  return document.toString({ lineWidth: 0 });
}

function replaced(
  yaml: string,
  node: unknown,
  text: string,
  /** Where a missing value would be inserted. */
  at = -1,
): string | undefined {
  const range = (node as Partial<Node> | null | undefined)?.range;
  if (range && range[1] > range[0]) return spliced(yaml, range[0], range[1], text);
  return at < 0 ? undefined : spliced(yaml, at, at, text);
}

function spliced(yaml: string, start: number, end: number, text: string): string {
  // A text on a line of its own leaves no space behind the key.
  const before = yaml.slice(0, start);
  return `${text.startsWith('\n') ? before.trimEnd() : before}${text}${yaml.slice(end)}`;
}

function appended(yaml: string, text: string): string {
  return `${yaml}${yaml.endsWith('\n') ? '' : '\n'}${text}`;
}

function pairOf(map: YAMLMap, name: string) {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

const plain = /^[A-Za-z][\w./-]*$/;
/** Words that YAML 1.1 or 1.2 reads as something else than text. */
const meaning = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A value on one line. */
function flow(value: Written): string {
  if (typeof value === 'string') {
    return plain.test(value) && !meaning.test(value) ? value : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, each]) => `${flow(key)}: ${flow(each)}`);
  return `{ ${pairs.join(', ')} }`;
}
