import type { BeforeCall } from './beforeCall.ts';
import { type Answer, commonGateDraws, type Draft, judge, type Judging } from './judging.ts';
import type { OutcomeTask, Sample } from './outcomes.ts';

/** A task with what each rung would answer. */
export interface DrawnTask extends BeforeCall {
  /** One for each rung. */
  readonly answers: readonly Answer[];
}

/** Tasks that every model of the ladder answered. */
export function answeredByAll(
  tasks: readonly OutcomeTask[],
  ladder: readonly string[],
): OutcomeTask[] {
  return tasks.filter(({ samples }) => ladder.every((model) => samples.has(model)));
}

/** Draws all answers of one run and the order of the tasks, which are the same for every plan. */
export function drawTruth(
  tasks: readonly OutcomeTask[],
  ladder: readonly string[],
  { judging, random }: { readonly judging: Judging; readonly random: () => number },
): DrawnTask[] {
  const drafted = tasks.map(({ taskType, prompt, samples }) => ({
    known: { taskType, ...(prompt !== undefined && { prompt }) },
    drafts: ladder.map((model) => drawDraft(samples.get(model)!, random)),
  }));
  const inOrder = shuffled(drafted, random);
  const common = commonGateDraws(inOrder.length, judging, random);
  return inOrder.map(({ known, drafts }, place) => ({
    ...known,
    answers: drafts.map((draft, rung) =>
      judge({ ...draft, gateDraw: common[place] ?? draft.gateDraw }, rung, judging),
    ),
  }));
}

function drawDraft(samples: readonly Sample[], random: () => number): Draft {
  const { quality, nanoUsd } = samples[Math.floor(random() * samples.length)]!;
  const good = random() < quality;
  const draw = random();
  return { good, nanoUsd, gateDraw: good ? 1 - draw : draw, feedbackDraw: random() };
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}
