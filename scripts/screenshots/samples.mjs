// Rows for the pictures of what the embedded data does not have: numbers, several labels, tags in a file of one's own.

/** @type {[text: string, stars: number, genres: string[]][]} */
const FILMS = [
  ['A slow film about a lighthouse, and I was sorry when it ended.', 4.5, ['drama', 'slow']],
  ['Two hours of car chases, of which I remember none.', 1.5, ['action']],
  ['The jokes are old but the timing is new.', 3.5, ['comedy']],
  ['She leaves, he waits, and both are right.', 4, ['drama', 'love']],
  ['Half the audience laughed and the other half left.', 2, ['comedy']],
  ['A love story told by people who never meet.', 4.5, ['drama', 'love', 'slow']],
  ['The stunts are real and the plot is not.', 2.5, ['action', 'comedy']],
  ['Nothing happens for an hour, and then everything does.', 3, ['slow']],
  ['The best hour of cinema this year, followed by another.', 5, ['drama']],
  ['I would have liked it more with the sound off.', 1, ['action']],
  ['A wedding, a storm, and a very patient dog.', 4, ['comedy', 'love']],
  ['It explains every joke twice.', 1.5, ['comedy']],
  ['Filmed in one winter, and you feel the cold.', 3.5, ['drama', 'slow']],
  ['The villain has the only good lines.', 2.5, ['action', 'drama']],
  ['They quarrel beautifully.', 3.5, ['comedy', 'love']],
  ['Three generations around one kitchen table.', 4.5, ['drama']],
  ['Loud, short, and better than its poster.', 3, ['action']],
  ['He writes letters that she corrects and sends back.', 4, ['love', 'slow']],
  ['A heist in which everybody is too polite.', 3.5, ['action', 'comedy']],
  ['The last scene makes up for the first forty minutes.', 3, ['drama', 'slow']],
];

/** A word of each is `word/tag`, others are no entity. */
const TRAVELLERS = [
  'Ada/B-PER Lindgren/I-PER left Siemens/B-ORG in Munich/B-LOC after nine years .',
  'The University/B-ORG of/I-ORG Lisbon/I-ORG has opened a school in Porto/B-LOC .',
  'Nobody at Northlight/B-ORG expected Tomas/B-PER Reyes/I-PER to come back .',
  'Trains between Oslo/B-LOC and Bergen/B-LOC are late again .',
  'Mina/B-PER Okafor/I-PER will lead the harbour office in Lagos/B-LOC .',
  'Kestrel/B-ORG Bank/I-ORG moves its desks from Zurich/B-LOC to Basel/B-LOC .',
  'A letter from Jonas/B-PER Weber/I-PER was found in Vienna/B-LOC .',
  'Harlow/B-ORG sold its last ship to a yard in Gdansk/B-LOC .',
  'Priya/B-PER Nair/I-PER asked for a quiet room and got one .',
  'The museum in Ghent/B-LOC thanks Elif/B-PER Kaya/I-PER for the drawings .',
  'Rain kept the boats of Tern/B-ORG Lines/I-ORG in Cork/B-LOC .',
  'Samuel/B-PER Ito/I-PER teaches Portuguese/B-MISC on Fridays .',
  'Workers of Alder/B-ORG met the mayor of Lyon/B-LOC .',
  'Hana/B-PER Novak/I-PER runs the bakery by the bridge .',
  'The Danish/B-MISC team flew home by way of Malta/B-LOC .',
  'Orchard/B-ORG Press/I-ORG prints in Leeds/B-LOC and Utrecht/B-LOC .',
];

const lines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const file = (name, content, mimeType = 'application/jsonl') => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

export const filmsCsv = file(
  'films.csv',
  `text,stars,genres\n${FILMS.map(([text, stars, genres]) => `"${text}",${stars},${genres.join(';')}\n`).join('')}`,
  'text/csv',
);
export const filmsWithLabels = file(
  'film labels.jsonl',
  lines(FILMS.map(([text, , labels]) => ({ text, labels }))),
);
export const filmsWithStars = file(
  'film stars.jsonl',
  lines(FILMS.map(([text, score]) => ({ text, score }))),
);
export const travellers = file(
  'travellers.jsonl',
  lines(
    TRAVELLERS.map((sentence) => {
      const words = sentence.split(' ').map((word) => word.split('/'));
      return { tokens: words.map(([word]) => word), tags: words.map(([, tag = 'O']) => tag) };
    }),
  ),
);

const LONG_LABEL = 'a label of two hundred characters, as they come out of a form that nobody tidied '
  .repeat(3)
  .slice(0, 200);
export const longLabels = file(
  'forms.csv',
  `text,label\n${Array.from({ length: 12 }, (_, i) => `a row,"${i % 2 ? LONG_LABEL : 'short'}"\n`).join('')}`,
  'text/csv',
);
export const broken = file(
  'broken.csv',
  'text,label\n"a row whose quote never ends,1\nanother,0\n',
  'text/csv',
);
