import { createRequire } from 'node:module';
import { existsSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const name = 'o200k.json.br';

/**
 * Writes the tokenizer's ranks into a folder, compressed to a third; in the package as text they take a quarter
 * more, and are its largest part.
 * @param {string} folder
 */
export function writeTokenRanks(folder) {
  const target = `${folder}/${name}`;
  if (existsSync(target)) return;
  const require = createRequire(import.meta.url);
  const ranks = Buffer.from(JSON.stringify(require('js-tiktoken/ranks/o200k_base')));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: ranks.length,
  };
  writeFileSync(target, brotliCompressSync(ranks, { params }));
}

/**
 * Reads the ranks from that file, which is beside the bundle.
 * @type {import('esbuild').Plugin}
 */
export const compressedRanks = {
  name: 'compressed ranks',
  setup({ onLoad }) {
    onLoad({ filter: /js-tiktoken[/\\]dist[/\\]ranks[/\\]o200k_base\.js$/ }, () => ({
      contents: `import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
const file = new URL('./${name}', import.meta.url);
export default JSON.parse(brotliDecompressSync(readFileSync(file)).toString());`,
      loader: 'js',
    }));
  },
};
