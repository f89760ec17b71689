import { createInstance } from 'i18next';

/** The dotted paths of a resource's texts; `name_one` and `name_other` are one text, `name`. */
export type TextKey<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Singular<Key> : `${Key}.${TextKey<Texts[Key]>}`;
}[keyof Texts & string];

type Singular<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;

/** What goes into a text's `{{gaps}}`; `count` also chooses between its forms. */
export type TextValues = Record<string, string | number>;

/** Gives the text under a key in the reader's language. */
export type Translate<Texts> = (key: TextKey<Texts>, values?: TextValues) => string;

const i18n = createInstance();
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  resources: {},
  // Preact escapes what it writes.
  interpolation: { escapeValue: false },
});

/** Registers the English texts of one area of the interface and gives the function that reads them. */
export function texts<Texts extends object>(area: string, english: Texts): Translate<Texts> {
  i18n.addResourceBundle('en', area, english);
  return (key, values) => read(area, key, values);
}

function read(area: string, key: string, values: TextValues | undefined): string {
  return i18n.t(key, { ...values, ns: area });
}

/** The locale that numbers and dates are written in: the first of the reader's that the browser can write. */
export function locale(): string {
  return navigator.languages.find(isWritable) ?? 'en';
}

/** Some systems name a locale as no standard does, such as `en-US@posix`. */
function isWritable(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
