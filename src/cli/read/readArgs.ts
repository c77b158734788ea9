import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearWords } from '../../routing/input/didYouMean.ts';
import { UsageError } from '../command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads the arguments of a command. Throws `UsageError`, and what `parseArgs` throws. */
export function readArgs<Config extends ParseArgsConfig & { readonly options: Options }>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  refuseSlips(config);
  return parseArgs(config);
}

/**
 * Refuses arguments that Node would read otherwise than they were meant, or tell in its own words: misspelt, repeated
 * and empty options, and arguments that belong to none.
 */
function refuseSlips({
  args = [],
  options,
  allowPositionals = false,
}: ParseArgsConfig & { readonly options: Options }): void {
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional' && !allowPositionals) {
      throw new UsageError(
        `"${token.value}" stands alone. Write before it which option it is for, such as --${Object.keys(options)[0]} ${token.value}.`,
      );
    }
    if (token.kind !== 'option') continue;
    const { name, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw unknownOption(args[token.index] ?? token.rawName, options);
    if (seen.has(name) && option.type === 'string' && option.multiple !== true) {
      throw new UsageError(`--${name} is written twice. Write it once.`);
    }
    seen.add(name);
    if (option.type === 'boolean' && inlineValue === true) {
      throw new UsageError(`--${name} takes no value. Write it alone, or leave it out.`);
    }
    if (option.type === 'string' && !hasValue(value, inlineValue)) throw noValue(name, value);
  }
}

function hasValue(value: string | undefined, inlineValue: boolean | undefined): boolean {
  return value !== undefined && value !== '' && (inlineValue === true || !/^-./.test(value));
}

function noValue(name: string, next: string | undefined): UsageError {
  return new UsageError(
    next === undefined || next === ''
      ? `--${name} needs a value behind it.`
      : `--${name} needs a value behind it, and ${next} looks like an option. If it is the value, write --${name}=${next}.`,
  );
}

function unknownOption(written: string, options: Options): UsageError {
  const [bare = ''] = written.replace(/^-+/, '').split('=');
  const near = nearWords(bare, Object.keys(options), { shown: (name) => `--${name}` });
  return new UsageError(`There is no option ${written.split('=')[0]}.${near}`);
}
