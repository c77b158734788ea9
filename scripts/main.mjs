/**
 * Runs a script's body. An error is reported as a message, without a stack, and the exit code is not 0.
 * The same holds for a body whose promise can never settle.
 * @param {() => Promise<number | void>} body Resolves to an exit code; undefined means success.
 */
export function main(body) {
  process.once('exit', () => {
    // Node exits silently with code 0 when a promise is pending but nothing can settle it.
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
