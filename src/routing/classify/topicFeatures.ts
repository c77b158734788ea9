import { conceptsOf } from './concepts.ts';
import type { Feature } from './feature.ts';
import { outlineOf } from './outline.ts';

const topics = ['tool', 'craft', 'life', 'screen'];

/** Features for how much of the prompt is about programs and how much about other things. */
export function topicFeatures(words: readonly string[]): Feature[] {
  const spoken = words.filter((word) => /^\p{L}/u.test(word));
  const counts = topics.map(
    (topic) => spoken.filter((word) => conceptsOf(word).includes(topic)).length,
  );
  const [tool = 0, craft = 0, life = 0] = counts;
  const first = outlineOf(words.slice(0, 1))[0] ?? 'nothing';
  const subject = subjectOf(tool + craft, life);
  const names = [
    ...topics.map((topic, index) => `${topic} words: ${countClass(counts[index]!)}`),
    ...topics.map((topic, index) => `${topic} share: ${share(counts[index]!, spoken.length)}`),
    subject,
    `${subject} after ${first}`,
  ];
  return names.map((name) => ({ name, value: 0.5 }));
}

function subjectOf(trade: number, life: number): string {
  if (trade === 0) return 'no word about programs';
  return life > trade ? 'more about other things than programs' : 'about programs';
}

function share(count: number, all: number): number {
  return Math.round((5 * count) / Math.max(all, 1));
}

function countClass(count: number): string {
  if (count < 3) return String(count);
  if (count < 6) return '3 to 5';
  return count < 12 ? '6 to 11' : 'many';
}
