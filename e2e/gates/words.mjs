// How a name is written in code: whole parts of identifiers, in the singular and the plural. `tags` is in `photoTag` and
// `TAGS_MAX`, and not in `etag` or `stage`.

/** `photoTags`, `photo-tags` and `photo_tags` are the same two words. */
const wordsOf = (name) => name.match(/[A-Z]?[a-z\d]+|[A-Z]+(?![a-z])/gu)?.map((word) => word.toLowerCase()) ?? [];

const irregular = new Map([['people', 'person']]);

function singularOf(word) {
  if (irregular.has(word)) return irregular.get(word);
  if (word.endsWith('ies')) return word.replace(/ies$/u, 'y');
  if (/(?:x|ch|sh|ss)es$/u.test(word)) return word.replace(/es$/u, '');
  return word.replace(/(?<!s)s$/u, '');
}

const capitalised = (word) => word[0].toUpperCase() + word.slice(1);

/** The source of a pattern, case-sensitive, that finds the name as whole parts of identifiers, however they are joined. */
export function partsPattern(name) {
  const words = wordsOf(name);
  const last = words.at(-1);
  const forms = [...new Set([last, singularOf(last)])].map((form) => [...words.slice(0, -1), form]);
  const written = forms.flatMap((form) => {
    const capitals = form.map(capitalised);
    const camel = [form[0], ...capitals.slice(1)];
    return [
      `(?<![A-Za-z])(?:${camel.join('')}|${form.join('[-_]?')})(?![a-z])`,
      `(?<![A-Z])${capitals.join('[-_]?')}(?![a-z])`,
      `(?<![A-Za-z])${form.map((word) => word.toUpperCase()).join('[-_]?')}(?![A-Za-z])`,
    ];
  });
  return `(?:${written.join('|')})`;
}
