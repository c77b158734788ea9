/** A letter, and what an answer to it must and must not say. */
export interface Letter {
  readonly text: string;
  readonly isComplex: boolean;
  readonly intent: string;
  readonly must: readonly RegExp[];
  readonly mustNot: readonly RegExp[];
}

interface Kind {
  readonly isComplex: boolean;
  readonly intent: string;
  /** How many of the hundred letters are of this kind. */
  readonly count: number;
  readonly order: string;
  readonly says: readonly string[];
  readonly must: readonly RegExp[];
  readonly mustNot?: readonly RegExp[];
}

const kinds: readonly Kind[] = [
  {
    isComplex: false,
    intent: 'delivery',
    count: 22,
    order: 'B-1002',
    says: [
      'Where is my parcel?',
      'When will it be delivered?',
      'Has it been sent? When does it arrive?',
    ],
    must: [/2026-11-27/],
  },
  {
    isComplex: false,
    intent: 'refund',
    count: 14,
    order: 'B-1003',
    says: ['I cancelled it. Did you send the refund?', 'Have I had my money back yet?'],
    must: [/18\.00 EUR have been refunded/],
  },
  {
    isComplex: false,
    intent: 'damage',
    count: 14,
    order: 'B-1001',
    says: ['The cover is torn.', 'The book is damaged at one corner.', 'The pages fall out.'],
    must: [/photo/],
  },
  {
    isComplex: false,
    intent: 'question',
    count: 10,
    order: 'B-1005',
    says: ['What is the state of it?', 'Is anything missing from my side?'],
    must: [/waiting for payment/],
  },
  {
    isComplex: false,
    intent: 'complaint',
    count: 6,
    order: 'B-1004',
    says: ['I am disappointed by your packaging.', 'The tone of your letters is unacceptable.'],
    must: [/reads every complaint/],
  },
  {
    isComplex: true,
    intent: 'delivery',
    count: 10,
    order: 'B-1001',
    says: ['It has not arrived.', 'I have not received anything.', 'Nothing was delivered here.'],
    must: [/carrier/],
  },
  {
    isComplex: true,
    intent: 'refund',
    count: 8,
    order: 'B-1004',
    says: [
      'I want my money back, or you will hear from my lawyer.',
      'A refund, or we meet in court.',
    ],
    must: [/legal desk/, /colleague is checking/],
    mustNot: [/will get .* back/],
  },
  {
    isComplex: true,
    intent: 'damage',
    count: 10,
    order: 'B-1004',
    says: [
      'One volume is damaged, and I want a refund for it.',
      'I would like my money back, for volume 2 is wet.',
    ],
    must: [/photo/, /colleague is checking/],
    mustNot: [/will get .* back/],
  },
  {
    isComplex: true,
    intent: 'delivery',
    count: 6,
    order: 'B-9999',
    says: ['Where is my parcel?', 'When will it arrive?'],
    must: [/send us its number/],
  },
];

const names = ['Ada Moor', 'Jonas Feld', 'Mira Tan', 'Piet de Wit', 'Lena Abel'];
const greetings = ['Hello,', 'Good morning,', 'Dear bookshop,', 'To whom it may concern,'];
const asides = [
  '',
  ' I have been a customer for years.',
  ' It is a present.',
  ' I am in no hurry.',
];

/** A hundred letters to a bookshop, always the same. */
export function hundredLetters(): Letter[] {
  return kinds.flatMap((kind) =>
    Array.from({ length: kind.count }, (_, index): Letter => {
      const { isComplex, intent, order, must, mustNot = [] } = kind;
      const said = pick(kind.says, index);
      const about = pick([`My order is ${order}.`, `This is about ${order}.`], index);
      const body = `${about}${pick(asides, index)} ${said}`;
      const text = `${pick(greetings, index)}\n${body}\nRegards, ${pick(names, index)}`;
      return { text, isComplex, intent, must, mustNot };
    }),
  );
}

function pick<T>(from: readonly T[], index: number): T {
  return from[index % from.length]!;
}
