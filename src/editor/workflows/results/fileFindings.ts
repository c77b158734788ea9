import { type ReviewFinding, severityOf } from '../../../execution/answer/parseAnswer.ts';

/** The findings in a step's value `{ findings: [{ path, line, severity, message }] }`, by path. */
export function fileFindings(value: unknown): Map<string, ReviewFinding[]> {
  const byPath = new Map<string, ReviewFinding[]>();
  const { findings } = (typeof value === 'object' && value ? value : {}) as { findings?: unknown };
  for (const found of Array.isArray(findings) ? findings : []) {
    const { path, line, severity, message } = (found ?? {}) as Record<string, unknown>;
    if (typeof path !== 'string' || typeof message !== 'string') continue;
    if (typeof line !== 'number' || !Number.isInteger(line) || line < 1) continue;
    byPath.set(path, [
      ...(byPath.get(path) ?? []),
      { line, severity: severityOf(severity), message },
    ]);
  }
  return byPath;
}
