import { describe, expect, test } from 'vitest';
import { asClassified } from '../../../../src/routing/classify/asClassified.ts';
import { classify } from '../../../../src/routing/classify/classify.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { askedIn } from '../../../../src/routing/reading/asked.ts';
import { conversationTask } from '../../../../src/routing/task.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import { clineRequests } from '../../../support/foreignLoops/cline.ts';
import { edgeRequests } from '../../../support/foreignLoops/edges.ts';
import { extensionRequests } from '../../../support/foreignLoops/extensions.ts';
import type { ForeignRequest, Right } from '../../../support/foreignLoops/foreignLoop.ts';
import { vscodeRequests } from '../../../support/foreignLoops/vscodeAgent.ts';
import { vscodeTalks } from '../../../support/foreignLoops/vscodeTalk.ts';
import { loopSituation } from '../../../support/loops.ts';
import { shippedWeights as weights } from '../../../support/shippedClassifier.ts';

/** What is read of a request and decided about it where nothing is cached. */
function readingOf({ conversation }: ForeignRequest): Right {
  const { request } = askedIn(conversation.messages);
  const { words, attachments } = request;
  const turn = readTurn(conversation);
  const classified = asClassified(classify(words, { weights }), words);
  const head = { id: 'task', ...classified, instruction: words, attachments };
  const task = conversationTask({ ...head, ...(turn && { turn }) }, conversation);
  const { plan } = decide(task, loopSituation());
  return {
    words,
    ...(plan.kind === 'direct' && { tier: plan.choice.tier as NonNullable<Right['tier']> }),
    ...(turn && {
      kind: turn.kind,
      by: turn.by,
      ...(turn.side && { side: turn.side }),
      turns: turn.loop.turns,
      troubles: turn.loop.troubles.map(({ kind }) => kind),
      isChecked: turn.loop.isChecked,
    }),
  };
}

const groups: Readonly<Record<string, readonly ForeignRequest[]>> = {
  'VS Code’s agent': vscodeRequests,
  'how developers go on': vscodeTalks,
  'Cline and Roo Code': clineRequests,
  'other extensions': extensionRequests,
  'edges of loops': edgeRequests,
};

describe.each(Object.entries(groups))('%s', (_, requests) => {
  test.each(requests.map((each) => [each.name, each] as const))('%s', (_name, request) => {
    const { types: _types, ...right } = request.right;
    expect(readingOf(request)).toMatchObject(right);
  });
});
