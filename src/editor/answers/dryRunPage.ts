import { describeDryRun } from '../../routing/dryRun/describeDryRun.ts';
import type { DryRun } from '../../routing/dryRun/whatWouldHappen.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { say } from '../platform/say.ts';

/** A dry run as Markdown: the decision, what was passed over, each rule, and what would change it. */
export function dryRunStory(run: DryRun): string {
  const { path, target, type } = run.task;
  const [{ lines: top } = { lines: [] }, ...parts] = describeDryRun(run, say);
  const about = say(
    'Task: {0} on {1}, lines {2} to {3}',
    type,
    path,
    target.startLine,
    target.endLine,
  );
  return [
    ...top.map(escapeMarkdown),
    escapeMarkdown(about),
    ...parts.flatMap(({ title, lines }) => [
      `## ${title}`,
      lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
    ]),
    say('No model was asked, and nothing was recorded.'),
  ].join('\n\n');
}
