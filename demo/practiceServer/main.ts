import { parseArgs } from 'node:util';
import { startPracticeServer } from './server.ts';
import { compatibleManners } from './wires/wire.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    pace: { type: 'string', default: '1' },
    'compatible-as': { type: 'string' },
    'anthropic-key': { type: 'string' },
    'openai-key': { type: 'string' },
    'compatible-key': { type: 'string' },
  },
});

const server = await startPracticeServer({
  port: Number(values.port),
  pace: Number(values.pace),
  compatibleAs: compatibleManners.find((manner) => manner === values['compatible-as']),
  keys: {
    ...(values['anthropic-key'] !== undefined && { anthropic: values['anthropic-key'] }),
    ...(values['openai-key'] !== undefined && { openai: values['openai-key'] }),
    ...(values['compatible-key'] !== undefined && { compatible: values['compatible-key'] }),
  },
});

async function stop(): Promise<void> {
  await server.close();
  process.exit(0);
}
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());

process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
