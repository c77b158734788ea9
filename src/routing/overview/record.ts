import type { InputProblem } from '../input/problems.ts';
import type { RulePlaces, WrittenPolicy } from '../policy/parsePolicy.ts';
import type { LocalRule } from '../policy/policy.ts';

/*
 * This folder says what is in force and who said so. A situation and the record that was made while the
 * settings and the policy files were read come in; lines with the place of each go out (`overview.ts`). What
 * the record does not know has no place: none is guessed.
 */

/** The parts of a policy file besides its rules. */
export const policyParts = ['critical', 'auto', 'turns', 'workflows'] as const;
export type PolicyPart = (typeof policyParts)[number];

/** 1-based lines of a policy file. */
export interface WrittenLines {
  readonly rules: ReadonlyMap<object, number>;
  readonly parts: ReadonlyMap<PolicyPart, number>;
}

/** Something in a file that does not count as it is written, or not at all. */
export interface FileRemark {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** The policy file of one folder, as it was read last. */
export interface FileRecord {
  /** As people see it, such as `shop/.tierwise/policy.yaml`. */
  readonly path: string;
  readonly uri: string;
  /** What counts of it. */
  readonly policy: WrittenPolicy;
  readonly lines: WrittenLines;
  /** The newest text has an error, so lines are those of an older one. */
  readonly isOlder: boolean;
  /** Stands for rules that could not be read, and keeps all work on this machine meanwhile. */
  readonly unread?: LocalRule;
  /** Parts that another folder sets first. */
  readonly unused: readonly PolicyPart[];
  readonly remarks: readonly FileRemark[];
}

/** Something in a setting that does not count. */
export interface SettingRemark extends InputProblem {
  readonly setting: string;
}

/** What the reader of the settings knows of where everything comes from. */
export interface SettingsRecord {
  /** Where each rule of the user stands in `tierwise.rules`. */
  readonly ownRules: RulePlaces;
  /** The settings that the user wrote. */
  readonly written: ReadonlySet<string>;
  readonly remarks: readonly SettingRemark[];
  /** The commands of the gate `command`, as they are run. */
  readonly commands: readonly { readonly name: string; readonly argv: readonly string[] }[];
  /** Hosts that count as this machine. */
  readonly localHosts: readonly string[];
  /** Providers, models and tiers are those of practice. */
  readonly isPractising: boolean;
}

/** What the readers of settings and policy files know of where everything comes from. */
export interface PolicyRecord extends SettingsRecord {
  /** One for each folder that has a policy file. */
  readonly files: readonly FileRecord[];
  /** Policy files are read in trusted workspaces only. */
  readonly readsFiles: boolean;
}

/** Where something is written: a line of a file, or a setting of the user. */
export type Place =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly uri: string;
      /** 1-based; undefined where the text has changed since. */
      readonly line?: number;
    }
  | { readonly kind: 'setting'; readonly key: string };
