import { inEnglish, type Say, toSay } from './say.ts';

/** Why work stays on this machine, or on hosts that the user named. */
export interface Stay {
  /** The name of the rule that says so. */
  readonly rule: string;
  readonly origin: 'settings' | 'repository';
  /** The file that the rule names; omitted when it names all work of some kind. */
  readonly path?: string;
}

/** A file whose text a request has read, or may show again. */
export interface SeenFile {
  /** As tasks write it. */
  readonly path: string;
  /** VS Code language id; omitted when it is not known. */
  readonly language?: string;
}

/** `stays on this machine: rule “keys” for secret/keys.ts`. */
export function describeStay({ rule, path }: Stay, say: Say = inEnglish): string {
  return path === undefined
    ? say('stays on this machine: rule “{0}”', rule)
    : say('stays on this machine: rule “{0}” for {1}', rule, path);
}

/** The next step when no model may see what must stay on this machine. */
export const howToRunHere = toSay(
  'Start a local model server, name one of its models in this tier, name a host of your own in `tierwise.localHosts`, or change the rule.',
);
