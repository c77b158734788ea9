import type { ReviewFinding } from '../../../execution/answer/parseAnswer.ts';

/** The findings in a step's value `{ findings: [{ path, line, severity, message }] }`, by path. */
export function fileFindings(value: unknown): Map<string, ReviewFinding[]> {
  const byPath = new Map<string, ReviewFinding[]>();
  const { findings } = (typeof value === 'object' && value ? value : {}) as { findings?: unknown };
  for (const found of Array.isArray(findings) ? findings : []) {
    const { path, line, severity, message } = (found ?? {}) as Record<string, unknown>;
    if (typeof path !== 'string' || typeof message !== 'string') continue;
    if (typeof line !== 'number' || !Number.isInteger(line) || line < 1) continue;
    const level = severity === 'error' || severity === 'warning' ? severity : 'info';
    byPath.set(path, [...(byPath.get(path) ?? []), { line, severity: level, message }]);
  }
  return byPath;
}
