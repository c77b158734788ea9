// npm run mutate [-- --seed N --per-area N --areas a,b --file path --nearest N --floor 0.88 --confirm --json --list]:
// installs what is missing, then hands over to mutate/main.ts.
import { join } from 'node:path';
import { main } from './main.mjs';
import { run } from './processes.mjs';
import { ensureTools, root } from './tools.mjs';

main(async () => {
  const { node, env } = await ensureTools();
  const script = join(root, 'scripts', 'mutate', 'main.ts');
  return run(node, [script, ...process.argv.slice(2)], { env });
});
