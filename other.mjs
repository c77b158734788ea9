import { readFileSync } from 'node:fs';
const src = readFileSync('/tmp/gates/edits.mjs', 'utf8');
