import { money } from '../../format.ts';
import { locale } from '../../texts/texts.ts';
import { venue } from '../../venue.ts';
import type { Amount } from './numbers-api.ts';

/** "77 %", and "–" where there is nothing to be a part of. */
export function share(part: number | undefined): string {
  return part === undefined ? '–' : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(part);
}

/** "1.26" */
export function decimal(n: number | undefined): string {
  return n === undefined ? '–' : new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(n);
}

/** What was taken, a currency after the other. */
export function amounts(revenue: Amount[]): string {
  return revenue.length === 0 ? '–' : revenue.map((it) => money(it.amount, it.currency)).join(' + ');
}

/** "€1.2K": for axes. */
export function briefMoney(amount: number, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 }).format(amount);
}

export function briefly(n: number): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(n);
}

/** "4 Dec": for axes. */
export function markOfDay(day: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}

/** "4 Dec, 19:00" */
export function hourOf(iso: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: venue.timeZone,
  }).format(new Date(iso));
}
