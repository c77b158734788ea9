/** The SDK ends its loop at `data: [DONE]` and does not tell whether it came; this fetch does. */
export interface DoneWatch {
  /** The same fetch, watched. */
  over(inner: typeof fetch): typeof fetch;
  /** Whether the line is in the last bytes that were read. */
  isDone(): boolean;
}

/** Room for the line where chunks cut it apart. */
const tailBytes = 64;
const doneLine = /(?:^|[\r\n])data: ?\[DONE\][\r\n]/;

export function createDoneWatch(): DoneWatch {
  let before = '';
  let last: Uint8Array = new Uint8Array();
  function take(bytes: Uint8Array): void {
    before = (before + textOf(last.subarray(-tailBytes))).slice(-tailBytes);
    last = bytes;
  }

  return {
    over: (inner) => async (input, init) => {
      const { body, headers } = await inner(input, init);
      const watched = body && readAlong(body, take);
      return new Response(watched, { headers });
    },
    isDone: () => doneLine.test(before + textOf(last)),
  };
}

/** One character a byte, which is enough to find the line. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** The same body. It reads nothing ahead of its reader. */
function readAlong(
  body: ReadableStream<Uint8Array>,
  onBytes: (bytes: Uint8Array) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        onBytes(value);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
