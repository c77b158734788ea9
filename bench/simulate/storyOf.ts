import type { Played } from './playWorld.ts';

const mostLines = 40;

/** What happened in the life that broke a promise: its own lines, and what befell everybody. */
export function storyOf({ broken, history }: Played): string {
  const [first] = broken;
  if (!first) return '';
  const { seed, promise, about, detail } = first;
  const ids = idsOf(about, history);
  const lines = history.filter(({ about: id }) => ids.has(id) || id.startsWith('the '));
  const told = lines.slice(-mostLines).map(({ atMs, about: id, words }) => {
    return `  ${String(atMs).padStart(9)} ms  ${id} ${words}`;
  });
  return [`Seed ${seed} breaks “${promise}”: ${about}, ${detail}`, ...told].join('\n');
}

/** The request and all its attempts. */
function idsOf(about: string, history: Played['history']): ReadonlySet<string> {
  const request = history.find(({ about: id, of }) => id === about && of)?.of ?? about;
  const attempts = history.flatMap(({ about: id, of }) => (of === request ? [id] : []));
  return new Set([request, about, ...attempts]);
}
