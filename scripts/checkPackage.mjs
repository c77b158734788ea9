import { readFileSync } from 'node:fs';
import { packageProblems } from './packageRules.mjs';
import { filesInZip } from './zip.mjs';

// A program of its own, because it reads TypeScript, which the Node of `npm test` may be too old for.

const problems = packageProblems(filesInZip(readFileSync(process.argv[2] ?? '')));
if (problems.length > 0) {
  console.error(`The package is not as it must be:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
