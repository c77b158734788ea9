import { readFileSync } from 'node:fs';

const refusing = '(() => { throw new Error("Tierwise makes no code from a text."); })';

/** Places in bundled packages that make code from a text, and never need to. */
const places = [
  {
    // For scripts inside a WebAssembly module (EM_ASM and EM_JS of Emscripten), which no grammar has.
    file: /tree-sitter-wasm[\\/]wasm[\\/]tree-sitter\.js$/,
    call: /\beval(?=\(func\))/g,
    times: 2,
    instead: refusing,
  },
  {
    // Zod tries this, and reads schemas without made code where it is refused.
    file: /zod[\\/]v4[\\/]core[\\/](?:util|doc)\.js$/,
    call: /const F = Function;/g,
    times: 1,
    instead: `const F = function () { ${refusing}(); };`,
  },
];

/**
 * Takes `eval` and `Function` out of what is bundled. A new version with more or fewer such places fails
 * the build, so that somebody reads it.
 * @type {import('esbuild').Plugin}
 */
export const withoutEval = {
  name: 'without eval',
  setup(build) {
    for (const { file } of places) {
      build.onLoad({ filter: file }, ({ path }) => ({
        contents: withoutEvalIn(readFileSync(path, 'utf8'), path),
        loader: 'js',
      }));
    }
  },
};

/**
 * The same for the text of one file.
 * @param {string} source
 * @param {string} path
 */
export function withoutEvalIn(source, path) {
  const place = places.find(({ file }) => file.test(path));
  if (!place) return source;
  const { call, times, instead } = place;
  const found = source.match(call)?.length ?? 0;
  if (found === times) return source.replace(call, instead);
  throw new Error(
    `${path} makes code from texts in ${found} places, not ${times}. Read them first.`,
  );
}
