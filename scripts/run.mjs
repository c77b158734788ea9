// Runs a command of the dependencies, or `node`, after installing what is missing.
import { main } from './main.mjs';
import { run } from './processes.mjs';
import { ensureTools } from './tools.mjs';

main(async () => {
  const [command, ...args] = process.argv.slice(2);
  if (!command) throw new Error('Usage: node scripts/run.mjs <command> [arguments…]');
  const { env } = await ensureTools();
  return run(command, args, { env });
});
