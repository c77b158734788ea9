// npm run package [-- --twice]: makes the package and checks what is in it. With --twice, makes it from
// nothing two times, the second time in another time zone, and compares the bytes.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { main } from './main.mjs';
import { ensurePackage, vsix } from './package.mjs';
import { ensureTools, root } from './tools.mjs';
import { filesInZip } from './zip.mjs';

main(async () => {
  const tools = await ensureTools();
  if (!process.argv.includes('--twice')) {
    await ensurePackage(tools, { always: true });
    console.log(`${vsix}\nSHA-256 ${hashOf(readFileSync(vsix))}`);
    return;
  }
  const [one, other] = [await madeAnew(tools, 'UTC'), await madeAnew(tools, 'Pacific/Auckland')];
  if (one.equals(other)) {
    console.log(`Two builds are the same: SHA-256 ${hashOf(one)}`);
    return;
  }
  const [first, second] = [filesInZip(one), filesInZip(other)];
  const names = new Set([...first.keys(), ...second.keys()]);
  const differing = [...names].filter(
    (name) => !first.get(name)?.equals(second.get(name) ?? Buffer.alloc(0)),
  );
  console.log(
    `Two builds differ in ${differing.join(', ') || 'the archive alone, not in its files'}`,
  );
  return 1;
});

/** @param {import('./tools.mjs').Tools} tools @param {string} TZ */
async function madeAnew(tools, TZ) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await ensurePackage({ ...tools, env: { ...tools.env, TZ } }, { always: true });
  return readFileSync(vsix);
}

/** @param {Buffer} bytes */
function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
