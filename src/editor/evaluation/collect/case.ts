import type * as vscode from 'vscode';
import type { NewFixture } from '../../../evaluation/collect/newFixture.ts';
import type { FixtureSubject } from '../../../evaluation/fixture.ts';

/** A piece of work that can become a fixture. */
export interface Case {
  readonly subject: FixtureSubject;
  /** With everything in it that the work had: it is to be scrubbed before it leaves memory. */
  readonly fixture: NewFixture;
  /** The files whose text may be in it. */
  readonly files: readonly vscode.Uri[];
}
