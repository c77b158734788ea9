/**
 * Runs a script's body. What goes wrong is told in words, not as a stack, and ends non-zero.
 * @param {() => Promise<number | void>} body Resolves to an exit code; none means success.
 */
export function main(body) {
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
