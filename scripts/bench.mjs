// npm run bench [area…] [--json]: installs what is missing, then hands over to bench/run.ts.
import { join } from 'node:path';
import { main } from './main.mjs';
import { run } from './processes.mjs';
import { ensureTools, root } from './tools.mjs';

main(async () => {
  const { node, env } = await ensureTools();
  return run(node, [join(root, 'bench', 'run.ts'), ...process.argv.slice(2)], { env });
});
