import type { InputProblem } from '../routing/input/problems.ts';
import { inEnglish, type Say, toSay } from '../routing/say.ts';
import { hostOf } from './http/hosts.ts';

/** Reads the `tierwise.localHosts` setting. A faulty entry names no host, so nothing more counts as local. */
export function readLocalHosts(
  written: unknown,
  say: Say = inEnglish,
): {
  readonly hosts: readonly string[];
  readonly problems: readonly InputProblem[];
} {
  if (written === undefined || written === null) return { hosts: [], problems: [] };
  if (!Array.isArray(written)) {
    return { hosts: [], problems: [{ path: [], message: say('Write a list of host names.') }] };
  }
  const read = written.map(hostIn);
  return {
    hosts: read.filter((host) => host !== undefined),
    problems: read.flatMap((host, index) =>
      host === undefined ? [{ path: [index], message: say(wrongHost) }] : [],
    ),
  };
}

const wrongHost = toSay(
  'Write the name or address of one host, such as gpu.lan or 192.168.1.20, without https://, port or *.',
);

function hostIn(entry: unknown): string | undefined {
  if (typeof entry !== 'string' || !/^(?:[\p{L}\p{N}.-]+|\[[\da-f:.]+\])$/iu.test(entry))
    return undefined;
  const address = `http://${entry}`;
  if (!URL.canParse(address)) return undefined;
  const host = hostOf(new URL(address));
  return host === '' || host === '0.0.0.0' ? undefined : host;
}
