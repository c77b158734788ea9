import { createHash } from 'node:crypto';
import type { Workflow } from '../definition.ts';

/** Identifies a definition with its prompts; comments and layout of the file do not count. */
export function workflowHash(workflow: Workflow): string {
  return createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
}
