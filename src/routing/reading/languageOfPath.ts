import { own } from '../input/objects.ts';

/** VS Code's ids of common languages, by the ending of a path. Seen in VS Code's own extensions. */
const byEnding: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  bat: 'bat',
  c: 'c',
  cc: 'cpp',
  cjs: 'javascript',
  cpp: 'cpp',
  cs: 'csharp',
  css: 'css',
  cxx: 'cpp',
  dart: 'dart',
  cts: 'typescript',
  ex: 'elixir',
  exs: 'elixir',
  fs: 'fsharp',
  go: 'go',
  gradle: 'groovy',
  groovy: 'groovy',
  h: 'c',
  hpp: 'cpp',
  hs: 'haskell',
  htm: 'html',
  html: 'html',
  ini: 'ini',
  ipynb: 'jupyter',
  java: 'java',
  js: 'javascript',
  json: 'json',
  jsonc: 'jsonc',
  jsx: 'javascriptreact',
  kt: 'kotlin',
  kts: 'kotlin',
  less: 'less',
  lua: 'lua',
  m: 'objective-c',
  markdown: 'markdown',
  md: 'markdown',
  mjs: 'javascript',
  mts: 'typescript',
  pl: 'perl',
  php: 'php',
  ps1: 'powershell',
  psm1: 'powershell',
  py: 'python',
  pyi: 'python',
  r: 'r',
  rb: 'ruby',
  rs: 'rust',
  scala: 'scala',
  scss: 'scss',
  sh: 'shellscript',
  sql: 'sql',
  svelte: 'svelte',
  swift: 'swift',
  tex: 'latex',
  tf: 'terraform',
  toml: 'toml',
  ts: 'typescript',
  tsx: 'typescriptreact',
  vue: 'vue',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
};

/** Files that have no ending of their own. */
const byName: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  makefile: 'makefile',
  gemfile: 'ruby',
  rakefile: 'ruby',
};

/** The language of a file by its ending, as VS Code's id; undefined where the ending does not tell. */
export function languageOfPath(path: string): string | undefined {
  const name = path.slice(path.search(/[^\\/]*$/)).toLowerCase();
  const ending = /\.(\w+)$/.exec(name)?.[1];
  return ending === undefined ? own(byName, name) : own(byEnding, ending);
}

/** The shortest ending of files in a language, without its dot; undefined where none is known. */
export function endingOfLanguage(language: string): string | undefined {
  const endings = Object.keys(byEnding).filter((ending) => byEnding[ending] === language);
  return endings.toSorted((a, b) => a.length - b.length)[0];
}
