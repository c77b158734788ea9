import { fitOutput } from '../../../src/execution/attempt/fitOutput.ts';
import { callFor } from '../../../src/execution/attempt/prompt.ts';
import { plainVscode } from '../../../test/support/plainVscodeInNode.ts';
import { ProviderError } from '../../../src/providers/providerError.ts';
import { estimateTokens } from '../../../src/routing/candidates/requirements.ts';
import { capacityOf } from '../../../src/routing/models/capacity.ts';
import type { Model } from '../../../src/routing/models/model.ts';
import { conversationTask } from '../../../src/routing/task.ts';

// It says its texts through VS Code, of which there is only a stand-in here.
void plainVscode;
const { describeProviderError } = await import('../../../src/editor/platform/describeProblem.ts');

/** A model with a small window, and what the settings allow as output. */
export interface SmallContext {
  readonly model: Pick<Model, 'contextTokens' | 'maxOutputTokens'>;
  readonly 'setting maxOutputTokens': number;
}

/** What is wrong with a three-line request to a model with a small window; empty when nothing is. */
export function faultsOfSmallContext(input: SmallContext): string[] {
  const wanted = input['setting maxOutputTokens'];
  const model: Model = {
    reference: 'local/small',
    name: 'small',
    capabilities: {},
    prices: [],
    simulated: false,
    ...input.model,
  };
  const window = model.contextTokens ?? Infinity;
  const messages = [{ role: 'user', text: 'const a = 1;\nconst b = 2;\nWhat is a + b?' }] as const;
  const conversation = { system: '', messages, tools: [] };
  const task = conversationTask({ id: 'task', type: 'explain', instruction: '' }, conversation);
  const call = callFor(task, model, { maxOutputTokens: wanted });
  const sent = estimateTokens([call.system, ...call.messages.map(({ text }) => text)].join('\n'));
  const told = capacityOf(model, wanted);
  const error = new ProviderError({
    kind: 'tooLong',
    provider: 'Local',
    origin: 'http://127.0.0.1:1',
    message: 'too long',
  });
  const said = describeProviderError(error, { model, tier: 'fast' }).message;
  const checks: readonly [boolean, string][] = [
    [sent + call.maxOutputTokens <= window, `${call.maxOutputTokens} tokens are asked for`],
    [fitOutput(call, model).maxOutputTokens === call.maxOutputTokens, 'fitting again changes it'],
    [told.inputTokens + told.outputTokens <= window, 'the picker is told more than the window'],
    [told.inputTokens >= Math.min(window, 128_000) / 2, `the picker is told ${told.inputTokens}`],
    [!/file is too long/i.test(said), `the failure is told as “${said}”`],
  ];
  return checks.flatMap(([holds, fault]) => (holds ? [] : [fault]));
}
