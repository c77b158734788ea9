const subjects = [
  'files that you have not read',
  'commands that take long',
  'errors of a tool',
  'code that others own',
  'tests that fail',
  'names and comments',
  'lists of what is to do',
  'answers to the developer',
];
const duties = [
  'look before you change anything, and say only what you have seen',
  'prefer the smallest change that does what was asked, and keep the style of the place',
  'do not repeat a call whose result you have already, unless something has changed since',
  'use the paths that the workspace gives you, and never invent one',
  'stop and ask only when what is asked for cannot be understood in one way',
  'check what you have done with the means that the project has for it',
];

/** Instructions as long as an agent's: some eight thousand tokens that stay the same for a session. */
export const systemText: string = [
  'You are an agent that works on code in an editor.',
  '<instructions>',
  ...Array.from({ length: 250 }, (_, at) => {
    const subject = subjects[at % subjects.length]!;
    const duty = duties[at % duties.length]!;
    return `${at + 1}. About ${subject}: ${duty}, in part ${at % 17} of the work as in every other.`;
  }),
  '</instructions>',
].join('\n');
