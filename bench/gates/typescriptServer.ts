import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Problem } from '../../src/editor/gates/newProblems.ts';
import { ensureTools } from '../../scripts/tools.mjs';

/** The TypeScript server that VS Code ships and runs, over its standard streams. */
export interface TypeScriptServer {
  /** All errors of a file with this text. */
  errorsOf(file: string, text: string): Promise<Problem[]>;
  dispose(): void;
}

interface Diagnostic {
  readonly start: { readonly line: number; readonly offset: number };
  readonly text: string;
  readonly code: number;
  readonly category: string;
}

interface ServerEvent {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly request_seq?: number; readonly diagnostics?: readonly Diagnostic[] };
}

export async function startTypeScriptServer(): Promise<TypeScriptServer> {
  const { codeServer } = await ensureTools({ codeServer: true });
  const vscode = join(dirname(codeServer), '..', '..', 'lib', 'vscode');
  const server = join(vscode, 'extensions', 'node_modules', 'typescript', 'lib', 'tsserver.js');
  const options = ['--disableAutomaticTypingAcquisition', '--useInferredProjectPerProjectRoot'];
  const child = spawn(process.execPath, [server, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, PromiseWithResolvers<Problem[]>>();
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`tsserver ended with ${code}.`));
  });
  let found: Problem[] = [];
  let sequence = 0;

  function send(command: string, parameters: object): number {
    sequence += 1;
    const request = { seq: sequence, type: 'request', command, arguments: parameters };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return sequence;
  }

  function hear({ type, event, body }: ServerEvent): void {
    if (type !== 'event') return;
    if (event === 'syntaxDiag' || event === 'semanticDiag') {
      const errors = (body?.diagnostics ?? []).filter(({ category }) => category === 'error');
      found.push(
        ...errors.map(({ start, text, code }) => ({
          line: start.line - 1,
          column: start.offset - 1,
          message: text,
          code,
        })),
      );
    }
    if (event === 'requestCompleted') waiting.get(body!.request_seq!)?.resolve(found);
  }
  readMessages(child.stdout, hear);

  return {
    async errorsOf(file, text) {
      send('updateOpen', { openFiles: [{ file, fileContent: text }] });
      found = [];
      const request = send('geterr', { delay: 0, files: [file] });
      const done = Promise.withResolvers<Problem[]>();
      waiting.set(request, done);
      return done.promise.finally(() => waiting.delete(request));
    },
    dispose: () => child.kill(),
  };
}

/** `Content-Length: <bytes>`, an empty line, then JSON. */
function readMessages(stream: NodeJS.ReadableStream, hear: (event: ServerEvent) => void): void {
  let buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const start = buffer.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/.exec(buffer.toString('utf8', 0, Math.max(0, start)));
      const end = start + 4 + Number(length?.[1]);
      if (!length || buffer.length < end) return;
      hear(JSON.parse(buffer.toString('utf8', start + 4, end)));
      buffer = buffer.subarray(end);
    }
  });
}
