import { de } from './de.ts';
import { en, type Texts } from './en.ts';

const languages: Record<string, Texts> = { de, en };

/** The first language of the browser that we speak. */
export const language = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((it) => it in languages) ?? 'en';

export const texts: Texts = languages[language] ?? en;

/** For dates and amounts: the reader's own region if it is one of our language. */
export const locale = navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
