/** The forms of one message; `other` serves every count that has no form of its own. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const locale = 'en';
const rules = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);
const lists = new Intl.ListFormat(locale, { type: 'conjunction' });

/** One message in the form that the count asks for; each `#` becomes the formatted count. */
export function plural(count: number, forms: PluralForms): string {
  return (forms[rules.select(count)] ?? forms.other).replaceAll('#', numbers.format(count));
}

/** A count as a reader writes it, such as 1,240. */
export function toCount(count: number): string {
  return numbers.format(count);
}

/** "Anna", "Anna and Omar", "Anna, Omar and Mei" in the reader's language. */
export function toList(names: readonly string[]): string {
  return lists.format(names);
}
