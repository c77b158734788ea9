import type { Attachment } from '../attachment.ts';
import type { Block } from './blocks.ts';
import { closingTags } from './blocks.ts';

/** A tag at the start of a line, or a code block that names a file: ```` ```ts src/cart.ts (3-9) ````. */
const element =
  /^[ \t]*(?:<([A-Za-z][\w-]{0,63})(\s[^<>]{0,2000})?>|(`{3,})[\w.+#-]* ([^\s`]{1,1000})(?: \((\d+)-(\d+)\))?[ \t]*$)/gm;
const pathAttribute = /\b(?:filePath|folderPath|path)=(?:"([^"]+)"|'([^']+)')/;
const linesAttribute = /\blines=["'](\d+)(?:-(\d+))?["']/;
/** How VS Code's agent and Claude Code say it in words. */
const excerpt = /^Excerpt from ([^\n]{1,1000}?)(?:, lines (\d+) to (\d+))?:$/m;
const selected = /^The user selected the lines (\d+) to (\d+) from ([^\n]{1,1000}):$/m;
const filePathComment = /^(?:\/\/|#|--|;|%|<!--) ?filepath: (\S[^\n]{0,1000}?)(?: ?-->)?$/m;
/** Of a long attachment only the beginning names it. */
const headCharacters = 3_000;
/** More would only slow the rules down. Chosen by judgement. */
const mostAttachments = 200;

/** The files that a block attaches, each once, with their lines where it names them. */
export function attachmentsOf({ name, attributes, body }: NamedBlock): Attachment[] {
  const own = attachmentIn(attributes, single.has(name) ? body : '');
  const isWhole = own.length > 0 && !own[0]!.path.endsWith('/');
  return isWhole ? own : merged([...own, ...attachmentsInside(body)]);
}

type NamedBlock = Pick<Block, 'name' | 'attributes' | 'body'>;

/** Tags around one attachment that say in words what it is. */
const single: ReadonlySet<string> = new Set(['attachment', 'ide_selection']);

function attachmentsInside(body: string): Attachment[] {
  const found: Attachment[] = [];
  const closings = closingTags(body);
  const search = new RegExp(element);
  while (found.length < mostAttachments) {
    const match = search.exec(body);
    if (!match) break;
    const [, tagName, attributes = '', fence, path, startLine, endLine] = match;
    const begin = search.lastIndex;
    if (fence !== undefined) {
      if (/[./\\]/.test(path!)) found.push(attachment(path!, startLine, endLine));
      const end = body.indexOf(`\n${fence}`, begin);
      if (end >= 0) search.lastIndex = end + 1 + fence.length;
      continue;
    }
    const end = attributes.endsWith('/') ? begin : closings.matching(tagName!, begin);
    const text = single.has(tagName!) ? body.slice(begin, end ?? begin) : '';
    const named = attachmentIn(attributes, text);
    found.push(...named);
    // What is attached is not looked into; a list of files is.
    const isWhole = named.length > 0 || single.has(tagName!);
    if (isWhole && end !== undefined) search.lastIndex = end;
  }
  return found;
}

function attachmentIn(attributes: string, body: string): Attachment[] {
  const head = body.slice(0, headCharacters);
  const [, double, single] = pathAttribute.exec(attributes) ?? [];
  const [, from, to] = linesAttribute.exec(attributes) ?? [];
  const path = double ?? single;
  if (path !== undefined) return [attachment(path, from, to ?? from)];
  const [, startLine, endLine, selectedPath] = selected.exec(head) ?? [];
  if (selectedPath !== undefined) return [attachment(selectedPath, startLine, endLine)];
  const quoted = excerpt.exec(head);
  if (!quoted) return [];
  return [attachment(filePathComment.exec(head)?.[1] ?? quoted[1]!, quoted[2], quoted[3])];
}

function attachment(path: string, startLine?: string, endLine?: string): Attachment {
  if (startLine === undefined || endLine === undefined) return { path };
  return { path, range: { startLine: Number(startLine), endLine: Number(endLine) } };
}

/** Lines that are named beside a file's bare name belong to the file whose path ends with it. */
export function merged(found: readonly Attachment[]): Attachment[] {
  const byPath = new Map<string, Attachment>();
  const whole = found.filter(({ path }) => /[\\/]/.test(path)).map(({ path }) => path);
  const ofName = new Map(whole.map((path) => [path.slice(path.search(/[^\\/]*$/)), path]));
  for (const each of found) {
    const path = ofName.get(each.path) ?? each.path;
    const before = byPath.get(path);
    byPath.set(path, { ...before, ...each, path });
  }
  return [...byPath.values()];
}

/**
 * A path as tasks write it: relative to the workspace folder that it is in, with forward slashes, and with
 * the folder's name in front where it has one. Takes absolute paths of every system and URIs; what is in
 * none of the folders stays whole.
 */
export function relativeToFolders(path: string, folders: readonly NamedFolder[]): string {
  const plain = plainPath(path);
  const [around] = folders
    .map(({ path: folder, name }) => ({ name, start: `${plainPath(folder).replace(/\/+$/, '')}/` }))
    .filter(({ start }) => sameCase(plain).startsWith(sameCase(start)))
    .toSorted((one, other) => other.start.length - one.start.length);
  if (!around) return plain;
  const inside = plain.slice(around.start.length);
  return around.name === undefined ? inside : `${around.name}/${inside}`;
}

/** A folder of the workspace; it has a name when there are several. */
export interface NamedFolder {
  /** Absolute, or a URI. */
  readonly path: string;
  readonly name?: string;
}

function plainPath(path: string): string {
  const [, ofUri] = /^[a-z][a-z+.-]+:\/\/[^/]*(\/.*)$/i.exec(path) ?? [];
  const decoded = ofUri === undefined ? path : decode(ofUri);
  return decoded.replaceAll('\\', '/').replace(/^\/(?=[A-Za-z]:\/)|^\.\//, '');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Windows does not tell letters of different case apart. */
function sameCase(path: string): string {
  return /^[A-Za-z]:\//.test(path) ? path.toLowerCase() : path;
}
