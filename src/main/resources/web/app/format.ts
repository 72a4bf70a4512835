import { language, locale } from './texts/texts.ts';
import { venue } from './venue.ts';
import type { Label } from './api.ts';

const amounts = new Map<string, Intl.NumberFormat>();

export function money(amount: string | number, currency: string): string {
  let format = amounts.get(currency);
  if (!format) {
    // Making one takes longer than drawing a seat, and every seat has a price.
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    amounts.set(currency, format);
  }
  return format.format(Number(amount));
}

export function time(iso: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: venue.timeZone }).format(new Date(iso));
}

export function timeWithSeconds(iso: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: venue.timeZone }).format(new Date(iso));
}

/** @param zone 'short' where it is read elsewhere and later, as on paper */
export function dayAndTime(iso: string, zone?: 'short'): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: venue.timeZone,
    timeZoneName: zone,
  }).format(new Date(iso));
}

export function weekday(date: Date): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' }).format(date);
}

/** "C4"; and "1-11" where rows are numbered, or it could as well be the first seat of row 11. */
export function seatName(seat: Label): string {
  return /\d$/.test(seat.row) ? `${seat.row}-${seat.number}` : `${seat.row}${seat.number}`;
}

/** For telling seats apart; rows may be called anything. */
export function seatKey(seat: Label): string {
  return `${seat.row} ${seat.number}`;
}

const names = new Intl.Collator(language, { numeric: true });

/** Row 2 is before row 10. */
export function inOrder<T extends Label>(seats: T[]): T[] {
  return seats.sort((a, b) => names.compare(a.row, b.row) || a.number - b.number);
}

/** "C4, C5 and C6" */
export function seatNames(seats: Label[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(seats.map(seatName));
}

/** "9:05" */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The calendar day at the venue, as YYYY-MM-DD. */
export function dayOf(date: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: venue.timeZone,
  }).formatToParts(date);
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
