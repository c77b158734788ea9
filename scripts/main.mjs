/**
 * Runs a script's body. What goes wrong is told in words, not as a stack, and ends non-zero; also a body
 * that waits for what can never come.
 * @param {() => Promise<number | void>} body Resolves to an exit code; none means success.
 */
export function main(body) {
  process.once('exit', () => {
    // Node ends without a word, and as if all were well, when nothing is left that could happen.
    if (process.exitCode !== undefined) return;
    console.error(
      'It stopped before it was done: what it waited for can no longer come. Try again.',
    );
    process.exitCode = 1;
  });
  body().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
}
