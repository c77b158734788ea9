import { httpError } from '../../../src/providers/http/errors/classifyError.ts';
import { parseProviders } from '../../../src/providers/parseProviders.ts';

/** Addresses as people write them. */
export interface AddressInput {
  /** Plain http to private places, for servers that take no key. */
  readonly plainHttpAtHome?: readonly string[];
  /** Addresses without a version or with the path of a call. */
  readonly wrongPaths?: readonly string[];
}

/** What does not hold of these addresses; empty when all does. */
export function addressProblems({
  plainHttpAtHome = [],
  wrongPaths = [],
}: AddressInput): readonly string[] {
  return [
    ...plainHttpAtHome.flatMap(unusableAtHome),
    ...wrongPaths.flatMap(unmendedPath),
    ...mistakenForModel(),
  ];
}

const read = (baseUrl: string, more: Readonly<Record<string, unknown>>) =>
  parseProviders({ mine: { wire: 'openaiCompatible', auth: 'none', baseUrl, ...more } });

function unusableAtHome(baseUrl: string): readonly string[] {
  const { providers, problems } = read(baseUrl, { plainHttp: true });
  const isUsable = providers.some(({ id }) => id === 'mine');
  const { providers: others } = parseProviders({ ollama: { baseUrl } });
  return [
    ...(isUsable ? [] : [`${baseUrl} cannot be used: ${problems[0]?.message}`]),
    ...(others.some(({ id }) => id === 'ollama') ? [] : [`${baseUrl} takes the built-in away`]),
  ];
}

function unmendedPath(baseUrl: string): readonly string[] {
  const { providers, problems } = read(baseUrl, { plainHttp: true });
  const meant = providers.find(({ id }) => id === 'mine')?.baseUrl;
  if (problems.length > 0 || meant?.endsWith('/v1')) return [];
  return [`${baseUrl} is neither refused nor put right: ${meant}`];
}

/** A path that is not there says nothing about a model. */
function mistakenForModel(): readonly string[] {
  const asked = {
    provider: 'mine',
    origin: 'http://127.0.0.1',
    model: 'some-model',
    now: () => 0,
    clean: (words: string) => words,
  };
  const { kind } = httpError(asked, 404, new Headers(), undefined);
  return kind === 'wrongAddress' ? [] : [`a 404 without a word is told as ${kind}`];
}
