import type { ApiFormat, AuthScheme } from '../providerConfig.ts';

/** A kind of provider that people need not describe by hand. All of it is data. */
export interface Preset {
  /** Also the id of its entry in `tierwise.providers`. */
  readonly id: string;
  /** As users see it. */
  readonly name: string;
  readonly wire: ApiFormat;
  readonly address: PresetAddress;
  /** How the key is sent. Omitted for the usual way of the wire. */
  readonly auth?: AuthScheme;
  readonly key: 'needed' | 'optional' | 'none';
  /** Where people get a key. */
  readonly keyPage?: string;
  /**
   * `listed`: the server lists its models to those with a key. `listedToAll`: a wrong key gets the list as well.
   * `typed`: it does not list the names that calls take.
   */
  readonly models: 'listed' | 'listedToAll' | 'typed';
  /** Where it says more of its models than in its list. */
  readonly details?: 'litellm';
  /** `models`: it runs models of its own, where it stands. `gateway`: it hands prompts on to other servers. */
  readonly runs?: 'models' | 'gateway';
  /** What to know before it is added, as a sentence for people. */
  readonly hint?: string;
  readonly source: PresetSource;
}

/** Where the facts of a preset are documented. */
export interface PresetSource {
  readonly page: string;
  /** ISO date on which they were looked up, there or in a text that quotes the page. */
  readonly read: string;
}

export type PresetAddress =
  /** The same for all. */
  | { readonly kind: 'fixed'; readonly baseUrl: string }
  /** Made of one name; `*` stands for it in the template. A whole address is taken as well. */
  | {
      readonly kind: 'named';
      /** What the name is of, such as `resource`. */
      readonly what: string;
      readonly template: string;
      readonly example: string;
    }
  /** A server of one's own. */
  | { readonly kind: 'server'; readonly usual?: string };
