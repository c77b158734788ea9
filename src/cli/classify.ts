import { createReadStream } from 'node:fs';
import { classify as classifyPrompt } from '../routing/classify/classify.ts';
import { isRecord } from '../routing/input/objects.ts';
import { readWeights, type Weights } from '../routing/classify/linearModel.ts';
import shippedClassifier from '../routing/classify/shippedClassifier.json' with { type: 'json' };
import { type Command, exitCodes, type Io, UsageError } from './command.ts';
import { linesOf } from './read/lines.ts';
import { isOfSystem, unreadable } from './read/readInput.ts';
import { readArgs } from './read/readArgs.ts';

const usage = `Usage: tierwise classify --jsonl [FILE]

Reads lines of JSON, {"id": "…", "prompt": "…"}, from the file or from standard input, and writes one
line for each: {"id", "taskType", "confidence", "reasoning", "signals"}.

  taskType    boilerplate, feature, refactor, debug, test, docs, explain, review, design or other
  confidence  how likely that type is, from 0 to 1
  reasoning   need for reasoning: 0 none, 0.33 low, 0.67 medium, 1 high
  signals     why, the strongest reason first

A line that cannot be read is reported on standard error with its number, and skipped.
Exit code: 0 all lines read · 1 some could not be read, or the file could not · 2 wrong usage
`;

/** `classify --jsonl`: names the task type of each prompt, one JSON line for each. */
export const classify: Command = {
  name: 'classify',
  summary: 'names the task type of prompts',
  usage,
  async run(args, io) {
    const file = readFileName(args);
    const chunks = file === undefined ? io.stdin : createReadStream(file);
    try {
      return await classifyLines(chunks, io);
    } catch (error) {
      throw isOfSystem(error) ? unreadable(file ?? 'Standard input', error) : error;
    }
  },
};

/** Undefined when the prompts come from standard input. */
function readFileName(args: readonly string[]): string | undefined {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { jsonl: { type: 'boolean' } },
  });
  if (!values.jsonl) {
    throw new UsageError('Add --jsonl: lines of JSON are the only input format.');
  }
  if (positionals.length > 1) throw new UsageError('Name one file, or none for standard input.');
  return positionals[0];
}

async function classifyLines(chunks: AsyncIterable<string | Uint8Array>, io: Io): Promise<number> {
  const weights = readWeights(shippedClassifier);
  let number = 0;
  let bad = 0;
  for await (const line of linesOf(chunks)) {
    number += 1;
    if (line.trim() === '') continue;
    const answer = answerTo(line, weights);
    if ('problem' in answer) {
      bad += 1;
      io.writeError(`Line ${number}: ${answer.problem}.\n`);
    } else io.write(`${JSON.stringify(answer)}\n`);
  }
  return bad > 0 ? exitCodes.failed : exitCodes.done;
}

const notAnObject =
  'it is not a JSON object; write one in each line, such as {"id": 1, "prompt": "…"}, without a comma behind it';

function answerTo(line: string, weights: Weights): object | { problem: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { problem: notAnObject };
  }
  if (!isRecord(parsed)) return { problem: notAnObject };
  const { id, prompt } = parsed;
  if (typeof id !== 'string' && typeof id !== 'number') {
    return { problem: 'it needs an "id", a string or a number' };
  }
  if (typeof prompt !== 'string') return { problem: 'it needs a "prompt", a string' };
  const { taskType, confidence, reasoning, signals } = classifyPrompt(prompt, { weights });
  return { id, taskType, confidence: rounded(confidence), reasoning: rounded(reasoning), signals };
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
