import { officeDe } from '../texts/office-de.ts';
import { officeEn, type OfficeTexts } from '../texts/office-en.ts';
import { language } from '../texts/texts.ts';

const languages: Record<string, OfficeTexts> = { de: officeDe, en: officeEn };

/** The words of the office, which guests do not load. */
export const officeTexts: OfficeTexts = languages[language] ?? officeEn;
