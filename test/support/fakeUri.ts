/** As much of a `Uri` as files and the cells of notebooks need. */
export class FakeUri {
  readonly path: string;
  readonly scheme: string;
  readonly fragment: string;
  constructor(path: string, scheme = 'file', fragment = '') {
    this.path = path;
    this.scheme = scheme;
    this.fragment = fragment;
  }
  get fsPath(): string {
    return this.path;
  }
  with(changes: { scheme: string; fragment: string }): FakeUri {
    return new FakeUri(this.path, changes.scheme, changes.fragment);
  }
  toString(): string {
    return `${this.scheme}://${keyOf(this)}`;
  }
}

/** The key of a document's text: its path, and of a notebook's cell which one it is. */
export function keyOf({ path, fragment }: Pick<FakeUri, 'path' | 'fragment'>): string {
  return fragment === '' ? path : `${path}#${fragment}`;
}
