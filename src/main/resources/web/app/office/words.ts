import { Problem } from '../api.ts';
import { dayOf } from '../format.ts';
import { language, locale, texts } from '../texts/texts.ts';
import { venue } from '../venue.ts';
import { officeTexts } from './texts.ts';

/** Why something did not work, in the reader's words. */
export function inWords(e: unknown): string {
  if (!(e instanceof Problem)) {
    return texts.problems.unknown ?? '';
  }
  const ours = officeTexts.problems[e.type];
  return ours ? ours(e.members, e.detail) : e.message;
}

/** What the service finds wrong with single fields, by their names. */
export function faultsOf(e: unknown): Record<string, string> {
  if (!(e instanceof Problem)) {
    return {};
  }
  const violations = (e.members.violations ?? []) as { field: string; message: string }[];
  const field = officeTexts.fieldOfProblem[e.type];
  return Object.fromEntries([
    ...violations.map((it) => [it.field, language === 'en' ? `${it.message}.` : officeTexts.invalid]),
    ...(field ? [[field, inWords(e)]] : []),
  ]);
}

/** "Friday, 4 December 2026" */
export function longDay(day: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}

/** "Fri 4 Dec" */
export function shortDay(day: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}

export function dateAndTime(iso: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: venue.timeZone }).format(new Date(iso));
}

export function number(n: number): string {
  return new Intl.NumberFormat(locale).format(n);
}

export function today(): string {
  return dayOf(new Date());
}

export function dayAfter(day: string, days = 1): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** When a day begins at the venue. */
export function beginningOf(day: string): string {
  return momentOf(`${day}T00:00`);
}

/** What the venue's clock shows, as the service wants to be told times. */
export function momentOf(local: string): string {
  const shown = new Date(`${local.slice(0, 16)}:00Z`).getTime();
  const ahead = (at: number) => {
    const parts = new Intl.DateTimeFormat('en', {
      timeZone: venue.timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(new Date(at));
    const part = (type: string) => Number(parts.find((it) => it.type === type)?.value);
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - at;
  };
  const first = shown - ahead(shown);
  // Once more, because the clock may have been changed in between.
  return new Date(shown - ahead(first)).toISOString().replace('.000Z', 'Z');
}

/** Whether it is a day as a date field writes it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
