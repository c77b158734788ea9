import * as vscode from 'vscode';
import type { AdvisorLimits } from '../../routing/budgets/parseAdvisor.ts';
import { formatUsd } from '../../routing/models/money.ts';
import { signalOf } from '../chat/cancellation.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { AdviceRefused } from './adviceDecision.ts';
import { limitsNow } from './advisorLimits.ts';
import { askStronger } from './askStronger.ts';
import type { Asker } from './asker.ts';
import { type AdviceQuestion, readQuestion } from './question.ts';
import type { QuestionCount } from './questionCount.ts';
import { say } from '../platform/say.ts';

/** What the tool needs besides the services of the window. */
export interface AdvisorParts {
  readonly count: QuestionCount;
  readonly asker: () => Asker;
}

/** Lets an agent ask a stronger tier one question, within the limits of `tierwise.advisor`. */
export function createAdvisorTool(
  services: Services,
  parts: AdvisorParts,
): vscode.LanguageModelTool<AdviceQuestion> {
  return {
    prepareInvocation: async () => prepared((await limitsNow(services)).limits, parts),
    async invoke({ input }, token) {
      const signal = signalOf(token);
      try {
        return resultOf(await answered(input, services, parts, signal));
      } catch (error) {
        if (signal.aborted) throw new vscode.CancellationError();
        if (error instanceof AdviceRefused || error instanceof HumanError) {
          return resultOf(`No advice: ${error.message} Go on without it.`);
        }
        throw error;
      }
    },
  };
}

/** What the developer sees before a question is asked: what it may cost at most. */
function prepared(
  { tier = say('the strongest tier'), nanoUsdPerCall, callsPerSession }: AdvisorLimits,
  { count }: AdvisorParts,
): vscode.PreparedToolInvocation {
  const price = say('at most {0}', formatUsd(nanoUsdPerCall));
  return {
    invocationMessage: say('Asking {0}, {1}', tier, price),
    confirmationMessages: {
      title: say('Ask a stronger model for {0}?', price),
      message: say(
        'The agent wants to ask {0} of Tierwise a question. This session has used {1} of {2} questions. Your budgets hold as well.',
        tier,
        count.made(),
        callsPerSession,
      ),
    },
  };
}

/** The answer, in words for the agent. Rejects with AdviceRefused or HumanError when there is none. */
async function answered(
  input: unknown,
  services: Services,
  { count, asker }: AdvisorParts,
  signal: AbortSignal,
): Promise<string> {
  const read = readQuestion(input);
  if ('problem' in read) throw new AdviceRefused(read.problem);
  const { limits, fault } = await limitsNow(services);
  if (fault !== undefined) throw new AdviceRefused(fault);
  if (limits.nanoUsdPerCall === 0) {
    throw new AdviceRefused('The developer has turned questions to a stronger model off.');
  }
  if (!count.take(limits.callsPerSession)) {
    throw new AdviceRefused(
      `All ${limits.callsPerSession} questions of this session have been asked. The developer can raise maxCallsPerSession in tierwise.advisor.`,
    );
  }
  let isAsked = false;
  try {
    const question = { ...read.asked, limits, asker: asker() };
    const { text, head } = await askStronger(question, services, signal, () => {
      isAsked = true;
    });
    const used = `${count.made()} of ${limits.callsPerSession} questions of this session are used.`;
    return `${head} ${used}\n\n${text}`;
  } finally {
    if (!isAsked) count.giveBack();
  }
}

function resultOf(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
