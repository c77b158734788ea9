import { parseProviders } from '../../src/providers/parseProviders.ts';
import { mergeModels } from '../../src/routing/models/catalog.ts';
import { parseModels } from '../../src/routing/models/parseModels.ts';
import type { JudgingOptions } from '../../bench/judging/world.ts';
import { eventStream, startWireServer } from './wireServer.ts';
import { wires } from './wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

/** What a judge was asked, taken apart. */
export interface Question {
  readonly model: string;
  readonly system: string;
  readonly user: string;
  /** The answer stands before the reference. */
  readonly isAnswerFirst: boolean;
}

export interface JudgeServer {
  /** For a world of judges with the tiers `balanced` (`medium`) and `reasoning` (`large`), at one USD a token. */
  readonly options: Omit<JudgingOptions, 'maxUsd'>;
  readonly questions: readonly Question[];
  close(): Promise<void>;
}

/** Models on loopback that judge as a test says. */
export async function startJudgeServer(say: (question: Question) => string): Promise<JudgeServer> {
  const questions: Question[] = [];
  const server = await startWireServer((socket, request) => {
    const question = questionOf(request.body);
    questions.push(question);
    const events = [
      ...wire.opening,
      wire.text(say(question)),
      ...wire.closing('stop', wire.plainUsage),
    ];
    return eventStream(events)(socket, request);
  });
  const prices = [{ from: '2026-01-01', source: 'test', input: 1, output: 5 }];
  const model = { prices, capabilities: {} };
  const { providers } = parseProviders({
    here: { wire: 'openaiCompatible', baseUrl: `${server.url}/v1`, auth: 'none' },
  });
  return {
    questions,
    options: {
      configs: providers,
      catalog: mergeModels(
        parseModels({ 'here/medium': model, 'here/large': model }).models,
        new Map(),
      ),
      tiers: { balanced: ['here/medium'], reasoning: ['here/large'] },
      key: () => undefined,
    },
    close: () => server.close(),
  };
}

function questionOf(body: Record<string, unknown>): Question {
  const messages = body['messages'] as { role: string; content: unknown }[];
  const textOf = (role: string) =>
    messages
      .filter((each) => each.role === role)
      .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
      .join('\n');
  const user = textOf('user');
  return {
    model: String(body['model']),
    system: textOf('system'),
    user,
    isAnswerFirst: user.indexOf('<answer-') < user.indexOf('<reference-'),
  };
}
