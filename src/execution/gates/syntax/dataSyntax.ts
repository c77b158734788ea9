import type { Task } from '../../../routing/task.ts';

/** The first place where a data file cannot be parsed; `line` is 1-based. */
export interface DataProblem {
  readonly line: number;
  readonly message: string;
}

type Format = 'json' | 'jsonc' | 'yaml';

/** JSON files that may have comments and trailing commas. */
const jsonWithComments =
  /(?:^|\/)(?:[tj]sconfig[^/]*\.json|\.eslintrc(?:\.json)?|\.swcrc|\.?devcontainer\.json|[^/]*\.(?:jsonc|code-workspace|code-snippets))$|(?:^|\/)\.vscode\/[^/]*\.json$/;

/** A file's data format; undefined for code. */
export function dataFormat({
  language,
  path,
}: Pick<Task, 'language' | 'path'>): Format | undefined {
  if (language === 'jsonc' || jsonWithComments.test(path)) return 'jsonc';
  if (language === 'json' || path.endsWith('.json')) return 'json';
  return language === 'yaml' || /\.ya?ml$/.test(path) ? 'yaml' : undefined;
}

/** The last files that were parsed: several gates ask about the same ones. */
const parsed: { readonly format: Format; readonly text: string; problem: Answer }[] = [];
type Answer = Promise<DataProblem | undefined>;
const mostParsed = 4;

/** The first syntax error of a data file; undefined when it can be parsed. */
export function dataProblem(format: Format, text: string): Answer {
  const known = parsed.find((each) => each.format === format && each.text === text);
  if (known) return known.problem;
  const problem = format === 'yaml' ? yamlProblem(text) : jsonProblem(format, text);
  parsed.unshift({ format, text, problem });
  parsed.length = Math.min(parsed.length, mostParsed);
  return problem;
}

async function jsonProblem(format: Format, text: string): Answer {
  const plain = format === 'jsonc' ? withoutComments(text) : text;
  if (plain.trim() === '') return format === 'jsonc' ? undefined : { line: 1, message: 'No value' };
  try {
    JSON.parse(plain);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? plain.length);
    return { line: plain.slice(0, position).split('\n').length, message };
  }
}

async function yamlProblem(text: string): Answer {
  const { LineCounter, isScalar, parseAllDocuments, visit } = await import('yaml');
  const lines = new LineCounter();
  // The parser's own search for keys that come twice compares each with each.
  const documents = parseAllDocuments(text, { uniqueKeys: false, lineCounter: lines });
  let twice: DataProblem | undefined;
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error)
      return { line: error.linePos?.[0].line ?? 1, message: error.message.split('\n')[0]! };
    visit(document, {
      Map(_, { items }) {
        const keys = new Set<unknown>();
        for (const { key } of items) {
          if (!isScalar(key) || key.value === '<<') continue;
          if (keys.has(key.value)) {
            const { line } = lines.linePos(key.range?.[0] ?? 0);
            twice ??= { line, message: `Map keys must be unique: ${String(key.value)}` };
          }
          keys.add(key.value);
        }
      },
    });
  }
  return twice;
}

// Comments become blanks, so that every other character keeps its position.
function withoutComments(text: string): string {
  return text
    .replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, (found) =>
      found.startsWith('"') ? found : found.replace(/[^\n]/g, ' '),
    )
    .replace(/"(?:\\.|[^"\\\n])*"|,(?=\s*[\]}])/g, (found) => (found === ',' ? ' ' : found));
}
