import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Skill } from '../../../demo/practiceServer/models.ts';
import type { Job } from '../../support/agentJobs/job.ts';
import { jobs } from '../../support/agentJobs/jobs.ts';
import { playJob } from '../../support/agentJobs/playJob.ts';
import { callsIn, type MadeCall } from '../../support/agentJobs/saidSoFar.ts';
import { passesHidden, runTool, writeFiles } from '../../support/companion/agentTools.ts';

/** Plays a job with the skill that each turn has; resolves to its calls and whether it was done right. */
async function play(job: Job, skillAt: (calls: readonly MadeCall[]) => Skill, most = 120) {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-job-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, job.files);
  const calls: MadeCall[] = [];
  let ended = false;
  while (!ended && calls.length < most) {
    const { toolCalls } = playJob(job, calls, skillAt(calls));
    ended = toolCalls.length === 0;
    for (const { name, given } of toolCalls) {
      const known = given as Record<string, unknown>;
      const result = await runTool(folder, name, known);
      calls.push({ id: `call ${calls.length}`, name, given: known, result });
    }
  }
  const isRight = await passesHidden(folder, job.hidden);
  return { turns: calls.length + 1, ended, isRight };
}

test.each(jobs)('$id is done right by a strong model', async (job) => {
  const { ended, isRight, turns } = await play(job, () => 'deep');
  expect({ ended, isRight }).toEqual({ ended: true, isRight: true });
  const expected = { fixDates: 10, addDiscounts: 23, moveToCents: 52 }[job.id];
  expect(turns).toBe(expected);
});

// A model that does not see its slip goes round in a circle; a few rounds of it are enough.
test.each(jobs)('$id goes wrong on a weak model alone', async (job) => {
  const { ended, isRight } = await play(job, () => 'plain', job.id === 'fixDates' ? 14 : 28);
  expect({ ended, isRight }).toEqual({ ended: false, isRight: false });
});

test.each(jobs)('$id is mended by a strong model once a check shows the slip', async (job) => {
  const failed = ({ result = '' }: MadeCall) => /exit code: [^0]/.test(result);
  const { ended, isRight } = await play(job, (calls) => {
    const lastEdit = calls.findLastIndex(({ name }) => name === 'replace_string_in_file');
    const isOpen = lastEdit >= 0 && calls.slice(lastEdit).some(failed);
    return isOpen
      ? 'deep'
      : calls.some(({ name }) => name === 'manage_todo_list')
        ? 'plain'
        : 'subtle';
  });
  expect(ended).toBe(true);
  // What a test of the loop does not see stays wrong.
  expect(isRight).toBe(job.id !== 'addDiscounts');
});

test('calls and results are read from the bodies of all three wires', () => {
  const call = { id: 'c1', name: 'read_file', given: { filePath: 'a.ts' }, result: 'one' };
  const json = JSON.stringify(call.given);
  const anthropic = {
    messages: [
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'c1', name: call.name, input: call.given }],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'one' }] },
        ],
      },
    ],
  };
  const responses = {
    input: [
      { type: 'function_call', call_id: 'c1', name: call.name, arguments: json },
      { type: 'function_call_output', call_id: 'c1', output: 'one' },
    ],
  };
  const completions = {
    messages: [
      {
        role: 'assistant',
        tool_calls: [{ id: 'c1', function: { name: call.name, arguments: json } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'one' },
    ],
  };
  for (const body of [anthropic, responses, completions]) expect(callsIn(body)).toEqual([call]);
});
