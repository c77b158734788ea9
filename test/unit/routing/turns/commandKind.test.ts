import { expect, test } from 'vitest';
import { readCommand } from '../../../../src/routing/turns/commandKind.ts';

const commands: readonly (readonly [command: string, kind: string, checks?: string])[] = [
  ['npm test', 'check', 'tests'],
  ['cd packages/shop && npm test -- cart', 'check', 'tests'],
  ['CI=1 npx vitest run test/cart.test.ts 2>&1 | tail -20', 'check', 'tests'],
  ['pnpm run test:unit', 'check', 'tests'],
  ['python -m pytest -q tests/test_cart.py', 'check', 'tests'],
  ['uv run pytest', 'check', 'tests'],
  ['python3 test_cart.py', 'check', 'tests'],
  ['go test ./...', 'check', 'tests'],
  ['cargo test --quiet', 'check', 'tests'],
  ['./gradlew test', 'check', 'tests'],
  ['dotnet test', 'check', 'tests'],
  ['node --test', 'check', 'tests'],
  ['timeout 60 npx tsc --noEmit -p .', 'check', 'build'],
  ['npm run build', 'check', 'build'],
  ['npm run check', 'check', 'build'],
  ['go vet ./... && go build ./...', 'check', 'build'],
  ['npx eslint src --fix', 'check', 'lint'],
  ['npm run lint', 'check', 'lint'],
  ['ruff check .', 'check', 'lint'],
  ['npm run lint && npm test', 'check', 'tests'],
  ['cat src/cart.ts', 'read'],
  ["sed -n '1,40p' src/cart.ts", 'read'],
  ['rg -n "npm test" src | head', 'read'],
  ['git status && git diff', 'read'],
  ['cd src && ls -la', 'read'],
  ['. .venv/bin/activate && cat src/cart.py', 'read'],
  ["sed -i 's/a/b/' src/cart.ts", 'edit'],
  ["cat > src/cart.ts <<'EOF'\nexport const npm = 'npm test';\nEOF", 'edit'],
  [
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: src/cart.ts\n*** End Patch\nEOF",
    'edit',
  ],
  ['echo done > notes.txt', 'edit'],
  ['npm install vitest', 'run'],
  ['git commit -m "add tests"', 'run'],
  ['node dist/server.js', 'run'],
  ['', 'run'],
];
const written = commands.map(
  ([command, kind, checks = 'no check']) => [command, kind, checks] as const,
);
test.each(written)('%j is for: %s, %s', (command, kind, checks) => {
  const facts = readCommand(command);
  expect([facts.kind, facts.checks ?? 'no check']).toEqual([kind, checks]);
});

test.each([
  ['grep -rn total src', true],
  ['cat log.txt | grep error', true],
  ['npm test | tail -5', true],
  ['npm test || true', true],
  ['npm test', false],
  ['grep -q x a.ts && npm test', false],
])('the exit code of %j says nothing of the work: %j', (command, hides) => {
  expect(readCommand(command).hidesExitCode).toBe(hides);
});

test.each([
  ['cat src/cart.ts src/tax.ts | head', ['src/cart.ts', 'src/tax.ts']],
  ["sed -i 's/a/b/' ./src/cart.ts", ['./src/cart.ts']],
  [
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: src/a.ts\n*** Add File: src/b b.ts\n*** End Patch\nEOF",
    ['src/a.ts', 'src/b b.ts'],
  ],
  ['curl https://example.com/a.js', []],
  ['npm test', []],
])('%j names %j', (command, paths) => {
  expect(readCommand(command).paths).toEqual(paths);
});
