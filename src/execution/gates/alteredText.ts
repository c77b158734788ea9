import type { Task } from '../../routing/task.ts';
import type { Finding } from '../../routing/verdict.ts';
import { areAlike, lineDiff } from './complete/lineDiff.ts';
import type { AnswerLines } from './tabs.ts';

/**
 * Finds a line that came back with other characters than it was sent: `&lt;` as a plain sign, or letters such as `ä` as
 * two others, where nobody asked for that.
 */
export function alteredText(
  { path, target, instruction }: Task,
  fileText: string,
  { start, end }: AnswerLines,
): Finding[] | undefined {
  const before = target.text.split(/\r?\n/).map((line) => line.trim());
  if (!before.some(isOdd)) return undefined;
  const after = fileText
    .split(/\r?\n/)
    .slice(start, end)
    .map((line) => line.trim());
  for (const { gone, come } of lineDiff(before, after)) {
    const was = gone
      .map((index) => before[index]!)
      .filter(isOdd)
      .slice(0, mostCompared);
    for (const at of was.length > 0 ? come.slice(0, mostCompared) : []) {
      const now = after[at]!;
      const found = (message: string) => [{ path, line: start + 1 + at, message }];
      if (was.some((line) => isMisread(now, line))) {
        return found('The answer has other letters than the file had: its encoding was misread.');
      }
      if (asksAboutEntities.test(instruction)) continue;
      if (was.some((line) => isDecoded(now, line))) {
        return found('The answer turns HTML entities into the signs that they stand for.');
      }
    }
  }
  return undefined;
}

/** Lines of one change that are looked at, which is far more than a person changes. Chosen by judgement. */
const mostCompared = 200;

const isOdd = (line: string): boolean => entity.test(line) || /[\u0080-\uFFFF]/.test(line);
const entity = /&(?:lt|gt|quot|apos|nbsp|#\d+);/;
const asksAboutEntities = /html|entit|escap|encod|decod|nbsp|&/i;
const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'" };

function isDecoded(now: string, was: string): boolean {
  if (!entity.test(was) || entity.test(now)) return false;
  const decoded = was.replaceAll(/&(lt|gt|quot|apos);/g, (_, name: string) => signs[name]!);
  return decoded !== was && areAlike(decoded, now);
}

/** Whether a line is another one whose UTF-8 was read as Latin-1. */
function isMisread(now: string, was: string): boolean {
  if (!/[\u00C2-\u00F4][\u0080-\u00BF]/.test(now) || /[\u0100-\uFFFF]/.test(now)) return false;
  const read = Buffer.from(now, 'latin1').toString('utf8');
  return !read.includes('\uFFFD') && (read === was || areAlike(read, was));
}
