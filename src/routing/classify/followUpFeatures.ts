import type { Feature } from './feature.ts';

/** What people say when they go on with work that they began earlier. */
const turns: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['still', /\b(?:still|again|same (?:error|issue|problem))\b/],
  [
    'a report',
    /\b(?:i(?:'m| am)? (?:get|got|getting|see)|it (?:says|gives|shows|throws|returns))\b/,
  ],
  ['a wish', /\b(?:should|must|needs? to|supposed to|has to)\b/],
  ['a negation', /\b(?:don'?t|do not|doesn'?t|does not|isn'?t|can'?t|cannot|not)\b/],
  ['instead', /\b(?:instead|rather)\b/],
  ['going on', /\b(?:let'?s|go ahead|continue|proceed|next)\b/],
  ['you', /\b(?:you|your)\b/],
  ['a pronoun', /\b(?:it|that|this|them|those|these)\b/],
  ['a mention', /(?:^|\s)[@#][\w./-]+/],
  ['an errand', /\b(?:run|install|commit|push|deploy|start|restart|check)\b/],
  ['a number', /\b\d+\b/],
  ['and then', /\b(?:now|also|then|next)\b/],
];

/**
 * Features for turns of speech that are common in the middle of a conversation, each alone, in pairs, and
 * with what the prompt brings.
 */
export function followUpFeatures(
  prose: readonly string[],
  { hasCode, hasTrace }: { readonly hasCode: boolean; readonly hasTrace: boolean },
): Feature[] {
  const text = prose.join(' ').toLowerCase();
  const found = turns.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  const mood = text.includes('?') ? 'in a question' : 'in a statement';
  const pasted = `${hasCode ? 'with' : 'without'} code, ${hasTrace ? 'with' : 'without'} trace`;
  const together = found.flatMap((name, index) => [
    ...found.slice(index + 1).map((other) => `goes on: ${name} and ${other}`),
    `goes on: ${name} ${mood}`,
    `goes on: ${name} ${pasted}`,
  ]);
  return [
    ...found.map((name) => ({ name: `goes on: ${name}`, value: 0.5 })),
    ...together.map((name) => ({ name, value: 0.4 })),
  ];
}
