import type { JsonSchema } from '../../../execution/workflow/jsonSchema.ts';
import { schemaProblem } from '../../../execution/workflow/values/answerSchema.ts';
import { isRecord, own } from '../../../routing/input/objects.ts';
import { patternProblem, type PatternSettings } from '../../scorers/patterns.ts';
import type { ScorerSettings } from '../../scorers/settings.ts';

/** An assert of promptfoo, with the variables of its test filled in. */
export interface Assert {
  readonly type: string;
  readonly value?: unknown;
  readonly threshold?: number;
}

/** The scorer that checks the same, or why there is none. */
export type MappedAssert =
  | {
      readonly scorer: ScorerSettings;
      /** How the scorer differs from the assert. */
      readonly but?: string;
      readonly why?: undefined;
    }
  | { readonly scorer?: undefined; readonly why: string };

type Mapper = (assert: Assert, isNegated: boolean) => MappedAssert;

const unmapped = (why: string): MappedAssert => ({ why });
const scoredBy = (scorer: ScorerSettings): MappedAssert => ({ scorer });

/**
 * The scorer for an assert. The kinds are those of promptfoo's documents and of its own list of types
 * (`site/docs/configuration/expected-outputs`, `src/types/index.ts`), read on 2026-11-29.
 */
export function mapAssert(assert: Assert): MappedAssert {
  const { type } = assert;
  const isNegated = type.startsWith('not-');
  const mapper = own(assertKinds, isNegated ? type.slice('not-'.length) : type);
  if (mapper === undefined) {
    return unmapped(
      type.startsWith('promptfoo:redteam:')
        ? 'Attacks on a model are no evaluation of it here. Leave them with promptfoo.'
        : `This kind of assert is not known. Check the spelling of "${type}".`,
    );
  }
  return typeof mapper === 'string' ? unmapped(mapper) : mapper(assert, isNegated);
}

const cannotNegate = 'No scorer checks that this is not so. Write a `pattern` with `absent: true`.';

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const noText = 'It has no text to compare with. Write one as `value`.';

/** promptfoo takes a list, or a text with commas. */
function textsOf(value: unknown): readonly string[] {
  const parts: unknown[] =
    typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [value].flat();
  const texts = parts.map(textOf);
  return texts.every((text) => text !== undefined) ? texts : [];
}

function literal(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`);
}

function pattern(written: string, isAbsent: boolean): MappedAssert {
  const problem = patternProblem({ pattern: written });
  if (problem !== undefined) return unmapped(problem);
  const settings: PatternSettings = { kind: 'pattern', pattern: written };
  return scoredBy(isAbsent ? { ...settings, absent: true } : settings);
}

const equals: Mapper = ({ value }, isNegated) => {
  const text = textOf(value);
  if (text !== undefined) {
    return isNegated
      ? pattern(String.raw`^\s*${literal(text)}\s*$`, true)
      : scoredBy({ kind: 'exact', expected: text });
  }
  if (typeof value !== 'object' || value === null) return unmapped(noText);
  return isNegated ? unmapped(cannotNegate) : scoredBy({ kind: 'json', expected: value });
};

function contains(which: 'one' | 'all' | 'any', ignoreCase: boolean): Mapper {
  return ({ value }, isNegated) => {
    const text = textOf(value);
    const texts = which === 'one' ? (text === undefined ? [] : [text]) : textsOf(value);
    if (texts.length === 0) return unmapped(noText);
    if (isNegated && which === 'all' && texts.length > 1) {
      return unmapped('No scorer checks that one of several texts is missing. Name the one.');
    }
    const field = isNegated ? 'none' : which === 'any' ? 'any' : 'all';
    return scoredBy({
      kind: 'contains',
      [field]: texts,
      space: 'exact',
      ...(ignoreCase && { ignoreCase }),
    });
  };
}

const startsWith: Mapper = ({ value }, isNegated) => {
  const text = textOf(value);
  return text === undefined ? unmapped(noText) : pattern(`^${literal(text)}`, isNegated);
};

const regex: Mapper = ({ value }, isNegated) => {
  const text = textOf(value);
  return text === undefined ? unmapped(noText) : pattern(text, isNegated);
};

function jsonIn(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const anyObject: JsonSchema = { type: 'object', properties: {} };

const json: Mapper = ({ value: written }, isNegated) => {
  if (isNegated) return unmapped('No scorer checks that there is no JSON.');
  const value = typeof written === 'string' ? jsonIn(written) : written;
  if (value === undefined) {
    return {
      ...scoredBy({ kind: 'jsonSchema', schema: anyObject }),
      but: 'Here the JSON has to be an object. Take the scorer out where a list is right.',
    };
  }
  if (!isRecord(value)) {
    return unmapped('Its schema is no object. Write the JSON Schema of an object as `value`.');
  }
  const problem = schemaProblem(value as JsonSchema);
  return problem === undefined
    ? scoredBy({ kind: 'jsonSchema', schema: value as JsonSchema })
    : unmapped(problem);
};

function judged(rubric: (criteria: string) => string): Mapper {
  return ({ value, threshold }, isNegated) => {
    const criteria = Array.isArray(value) ? textsOf(value).join('\n') : textOf(value);
    if (criteria === undefined || criteria === '') return unmapped(noText);
    if (isNegated) return unmapped('A judge asks for what is good. Write the opposite as rubric.');
    const scorer = { kind: 'judge', rubric: rubric(criteria) } as const;
    return scoredBy(threshold === undefined ? scorer : { ...scorer, least: threshold });
  };
}

const asWritten = judged((criteria) => criteria);
const agreeing = judged((facts) => `Its facts agree with this: ${facts}`);

/** The threshold of an embedding says nothing of a judge's points. */
const similar: Mapper = ({ value }, isNegated) => ({
  ...judged((text) => `It means the same as this: ${text}`)({ type: 'similar', value }, isNegated),
  but: 'It compares embeddings, and here a judge compares what is meant. Look at its rubric.',
});

const program =
  'It runs a program of its own, which is never run. Write a scorer of values or `judge`.';
const embedding = 'It compares embeddings. Write `similar` with an expected text, or `judge`.';
const wordOverlap = 'No scorer counts common words. Write `similar` or `judge`.';
const markup = 'No scorer parses this language. Write the `gate` syntax for an edit, or `pattern`.';
const toolCalls = 'Answers are scored, not calls of tools. Leave it with promptfoo.';
const traces = 'Answers are scored, not traces. Leave it with promptfoo.';
const probabilities = 'It needs the probabilities of tokens, which most providers do not tell.';
const context = 'It needs the context of a search, which a fixture has not. Write `judge`.';
const service = 'It asks a service of its own. Write `judge` with a rubric.';
const between = 'It compares answers with each other; here each answer is scored alone.';

/** Each kind of assert without `not-`: how it is mapped, or why it cannot be. */
export const assertKinds: Readonly<Record<string, Mapper | string>> = {
  'answer-relevance': embedding,
  bleu: wordOverlap,
  classifier: service,
  contains: contains('one', false),
  'contains-all': contains('all', false),
  'contains-any': contains('any', false),
  'contains-html': markup,
  'contains-json': json,
  'contains-sql': markup,
  'contains-xml': markup,
  'context-faithfulness': context,
  'context-recall': context,
  'context-relevance': context,
  'conversation-relevance': context,
  cost: 'Money is a threshold of all fixtures. Write `maxCostUsd` under `thresholds`.',
  equals: equals,
  'f-score': 'Accuracy and recall are thresholds. Give fixtures a `label` and write `minRecall`.',
  factuality: agreeing,
  'finish-reason': 'A broken answer fails already, whatever it says.',
  'g-eval': asWritten,
  gleu: wordOverlap,
  guardrails: service,
  human: 'A person gives this verdict. Write what they look at as a `judge`.',
  icontains: contains('one', true),
  'icontains-all': contains('all', true),
  'icontains-any': contains('any', true),
  'is-html': markup,
  'is-json': json,
  'is-refusal': 'A refusal fails already; an answer that must refuse is for `judge`.',
  'is-sql': markup,
  'is-valid-function-call': toolCalls,
  'is-valid-openai-function-call': toolCalls,
  'is-valid-openai-tools-call': toolCalls,
  'is-xml': markup,
  javascript: program,
  latency: 'Time is a threshold of all fixtures. Write `maxLatencyMs` under `thresholds`.',
  levenshtein: 'It counts characters. Write `similar` with the least share that is alike.',
  'llm-rubric': asWritten,
  'max-score': between,
  meteor: wordOverlap,
  'model-graded-closedqa': asWritten,
  'model-graded-factuality': agreeing,
  moderation: service,
  perplexity: probabilities,
  'perplexity-score': probabilities,
  pi: service,
  python: program,
  regex: regex,
  'rouge-n': wordOverlap,
  ruby: program,
  'search-rubric': 'Its judge searches the web, and ours does not. Write `judge` with the facts.',
  'select-best': between,
  similar: similar,
  'similar:cosine': similar,
  'similar:dot': similar,
  'similar:euclidean': similar,
  'skill-used': traces,
  'starts-with': startsWith,
  'tool-call-f1': toolCalls,
  'trace-error-spans': traces,
  'trace-span-count': traces,
  'trace-span-duration': traces,
  'trajectory:goal-success': traces,
  'trajectory:step-count': traces,
  'trajectory:tool-args-match': traces,
  'trajectory:tool-sequence': traces,
  'trajectory:tool-used': traces,
  webhook: program,
  'word-count': 'No scorer counts words. Write a `pattern`, or say it in a `judge`.',
};
