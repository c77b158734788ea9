import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Classes and functions: something was to be added, and something else is gone or left out. */
export const lossCode3: readonly Shape[] = [
  {
    language: 'rust',
    path: 'src/parse.rs',
    instruction: 'Add a method that goes back to the start.',
    file: `
pub struct Parser {
    pub text: String,
    pub at: usize,
}

impl Parser {
    pub fn next(&mut self) -> Option<char> {
        let found = self.text.chars().nth(self.at);
        self.at += 1;
        found
    }

    pub fn rest(&self) -> &str {
        &self.text[self.at..]
    }
}
`,
    change: [put(16, '', '    pub fn reset(&mut self) {', '        self.at = 0;', '    }')],
    answers: [
      {
        id: 'parse-rs-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'parse-rs-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(13, 15)],
      },
      {
        id: 'parse-rs-elide',
        kind: 'code left out is not seen',
        source: reports.unchangedMethods,
        right: 'reject',
        instead: [cut(7, 15, '    // (unchanged methods ...)')],
      },
      {
        id: 'parse-rs-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(14, '        // The remaining text is not copied.')],
      },
      {
        id: 'parse-rs-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(12, 15)],
        instruction: 'Remove rest.',
        type: 'refactor',
      },
      {
        id: 'parse-rs-field',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        instead: [
          cut(3, 3),
          put(16, '', '    pub fn reset(&mut self) {', '        self.text.clear();', '    }'),
        ],
        instruction: 'Add a method that goes back to the start.',
        type: 'feature',
      },
    ],
  },
  {
    language: 'ruby',
    path: 'app/models/post.rb',
    instruction: 'Add a method draft? that says whether it is not public.',
    file: `
class Post
  attr_reader :title
  attr_reader :text

  def publish
    @public = true
  end

  def hide
    @public = false
  end

  def public?
    @public
  end
end
`,
    change: [put(16, '', '  def draft?', '    !public?', '  end')],
    answers: [
      {
        id: 'post-rb-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'post-rb-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(9, 12)],
      },
      {
        id: 'post-rb-elide',
        kind: 'code left out is not seen',
        source: reports.hashComments,
        right: 'reject',
        instead: [cut(5, 15, '  # ... rest of code ...')],
      },
      {
        id: 'post-rb-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(6, '    # Existing readers are left as they are.')],
      },
      {
        id: 'post-rb-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(8, 11)],
        instruction: 'Delete hide.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'php',
    path: 'src/Mail.php',
    instruction: 'Add a method subject.',
    file: `
<?php

class Mail
{
    public function to(string $name): string
    {
        return "to $name";
    }

    public function from(string $name): string
    {
        return "from $name";
    }

    public function text(): string
    {
        return 'hello';
    }
}
`,
    change: [
      put(
        19,
        '',
        '    public function subject(): string',
        '    {',
        "        return 'news';",
        '    }',
      ),
    ],
    answers: [
      {
        id: 'mail-php-whole',
        kind: 'everything is there',
        source: reports.dropsCode,
        right: 'accept',
      },
      {
        id: 'mail-php-lose',
        kind: 'members are gone without a word',
        source: reports.dropsCode,
        right: 'reject',
        beside: [cut(10, 14)],
      },
      {
        id: 'mail-php-elide',
        kind: 'code left out is not seen',
        source: reports.keepPrevious,
        right: 'reject',
        instead: [cut(5, 18, '    /* (... keep the previous code ...) */')],
      },
      {
        id: 'mail-php-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.wordsTripVerifier,
        right: 'accept',
        beside: [put(7, '        // Nothing changes for other names.')],
      },
      {
        id: 'mail-php-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(9, 13)],
        instruction: 'Remove from.',
        type: 'refactor',
      },
    ],
  },
];
