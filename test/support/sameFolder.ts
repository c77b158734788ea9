import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Gives a folder the contents of another one, without touching files that are equal. */
export function makeSame(folder: string, wanted: string): void {
  for (const name of readdirSync(folder)) {
    if (!existsSync(join(wanted, name))) rmSync(join(folder, name), { recursive: true });
  }
  for (const name of readdirSync(wanted)) {
    const [from, to] = [join(wanted, name), join(folder, name)];
    const [is, shouldBe] = [lstatSync(to, { throwIfNoEntry: false }), lstatSync(from)];
    if (is?.isDirectory() && shouldBe.isDirectory()) makeSame(to, from);
    else if (!is?.isFile() || !readFileSync(to).equals(readFileSync(from))) {
      rmSync(to, { recursive: true, force: true });
      cpSync(from, to, { recursive: true });
    }
  }
}
