import type { Gate } from '../../execution/gates/gate.ts';

/**
 * A gate that works in a copy of one folder. The copy knows no name of the folder, so the gate gets paths
 * without it and its findings get it back.
 *
 * @param prefix `web/` in a workspace of several folders, else empty
 */
export function insideCopy(gate: Gate, prefix: string): Gate {
  if (prefix === '') return gate;
  return {
    name: gate.name,
    async check(candidate, signal) {
      const { task } = candidate;
      const path = task.path.startsWith(prefix) ? task.path.slice(prefix.length) : task.path;
      const verdict = await gate.check({ ...candidate, task: { ...task, path } }, signal);
      if (verdict.kind !== 'fail') return verdict;
      const evidence = verdict.evidence.map((finding) =>
        finding.path !== undefined && isInside(finding.path)
          ? { ...finding, path: `${prefix}${finding.path}` }
          : finding,
      );
      return { ...verdict, evidence };
    },
  };
}

function isInside(path: string): boolean {
  return path !== '' && !/^(?:[A-Za-z]:)?[\\/]|^\.\.(?:\/|$)/.test(path);
}
