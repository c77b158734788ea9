import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { classify as classifyPrompt } from '../routing/classify.ts';
import { readWeights, type Weights } from '../routing/classifierWeights.ts';
import shippedClassifier from '../routing/shippedClassifier.json' with { type: 'json' };
import type { Command, Io } from './command.ts';
import { linesOf } from './lines.ts';

const usage = `Usage: classify --jsonl [file]

Reads lines of JSON, {"id": "…", "prompt": "…"}, from the file or from standard input, and writes one
line for each: {"id", "taskType", "confidence", "reasoning", "signals"}.

  taskType    boilerplate, feature, refactor, debug, test, docs, explain, review, design or other
  confidence  how likely that is, from 0 to 1
  reasoning   need for reasoning: 0 none, 0.33 low, 0.67 medium, 1 high
  signals     why, the strongest reason first

A line that cannot be read is told on standard error with its number, and passed over.
Exit code: 0 all lines read · 1 some could not be read, or the file could not · 2 wrong usage
`;

/** `classify --jsonl`: what prompts ask for, a line each. */
export const classify: Command = {
  name: 'classify',
  summary: 'name the task type of prompts',
  usage,
  async run(args, io) {
    const wanted = wantedFrom(args);
    if ('problem' in wanted) {
      io.writeError(`${wanted.problem}\n\n${usage}`);
      return 2;
    }
    if (wanted.help) {
      io.write(usage);
      return 0;
    }
    return classifyLines(wanted.file === undefined ? io.stdin : createReadStream(wanted.file), io);
  },
};

type Wanted = { help: boolean; file?: string | undefined } | { problem: string };

function wantedFrom(args: readonly string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { jsonl: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return { help: true };
    if (!values.jsonl) return { problem: 'Say --jsonl: lines of JSON are the only form there is.' };
    if (positionals.length > 1) return { problem: 'Name one file, or none for standard input.' };
    return { help: false, file: positionals[0] };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

async function classifyLines(chunks: AsyncIterable<string | Uint8Array>, io: Io): Promise<number> {
  const weights = readWeights(shippedClassifier);
  let number = 0;
  let bad = 0;
  try {
    for await (const line of linesOf(chunks)) {
      number += 1;
      if (line.trim() === '') continue;
      const answer = answerTo(line, weights);
      if ('problem' in answer) {
        bad += 1;
        io.writeError(`Line ${number}: ${answer.problem}\n`);
      } else io.write(`${JSON.stringify(answer)}\n`);
    }
  } catch (error) {
    io.writeError(`The prompts cannot be read: ${messageOf(error)}\n`);
    return 1;
  }
  return bad > 0 ? 1 : 0;
}

function answerTo(line: string, weights: Weights): object | { problem: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    return { problem: `this is not JSON (${messageOf(error)})` };
  }
  const { id, prompt } = (parsed ?? {}) as { id?: unknown; prompt?: unknown };
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
