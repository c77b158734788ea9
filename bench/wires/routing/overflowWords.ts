import { httpError } from '../../../src/providers/http/errors/classifyError.ts';

/** The words of a server for a task that is too long, which are told as something else. */
export function overflowWordProblems(words: readonly string[]): readonly string[] {
  return words.flatMap((message) => {
    const shapes: readonly unknown[] = [
      { error: { message } },
      { error: message },
      { message },
      [{ error: { message } }],
      {
        error: {
          message: 'Provider returned error',
          metadata: { raw: JSON.stringify({ error: { message } }) },
        },
      },
    ];
    const wrong = shapes.map(kindOf).filter((kind) => kind !== 'tooLong');
    return wrong.length === 0 ? [] : [`“${message}” is told as ${wrong.join(', ')}`];
  });
}

function kindOf(body: unknown): string {
  const asked = {
    provider: 'p',
    origin: 'http://h',
    now: () => 0,
    clean: (words: string) => words,
  };
  return httpError(asked, 400, new Headers(), body).kind;
}
