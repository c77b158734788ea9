/** A page of the guide. */
export interface GuidePage {
  /** Its file name, such as `rules.md`. */
  readonly name: string;
  readonly text: string;
}

/** A name that the guide may explain: a command by its title, a view, or what stands as code. */
export interface Explained {
  readonly kind: 'command' | 'view' | 'code';
  readonly name: string;
}

/** The pages that people wrote, in the order in which they are read. */
export interface Guide {
  /** `text` as a link to where the name is explained first, or alone where it is not explained. */
  linkTo(text: string, explained: Explained): string;
  /** Whether some page explains the name. */
  explains(explained: Explained): boolean;
}

export function guideOf(pages: readonly GuidePage[]): Guide {
  const placeOf = (explained: Explained): string | undefined => {
    for (const { name, text } of pages) {
      const at = mentionOf(text, explained);
      if (at !== undefined) return `${name}${anchorBefore(text, at)}`;
    }
    return undefined;
  };
  return {
    linkTo: (text, explained) => {
      const place = placeOf(explained);
      return place === undefined ? text : `[${text}](${place})`;
    },
    explains: (explained) => placeOf(explained) !== undefined,
  };
}

/** The anchor that GitHub and VS Code give a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function mentionOf(text: string, { kind, name }: Explained): number | undefined {
  const literal = name
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(' ', String.raw`\s`);
  const pattern = {
    command: `\\*(?:Tierwise:\\s)?${literal}\\*`,
    view: `\\*${literal}\\*\\sview`,
    code: `(?<![\\w/#.])${literal}(?![\\w.])`,
  }[kind];
  return new RegExp(pattern).exec(text)?.index;
}

function anchorBefore(text: string, at: number): string {
  const [, heading] = /(?:^|\n)##+ (.+)\n(?:(?!\n##+ )[^])*$/.exec(text.slice(0, at)) ?? [];
  return heading === undefined ? '' : `#${anchorOf(heading)}`;
}
