import { ask, type Label, read } from '../../api.ts';
import type { PlaceKind, ShowStatus } from '../office-api.ts';

const BASE = '/api/office/numbers/';
/** Shows that nobody has counted yet take a while. */
const PATIENCE = 60_000;

export interface Amount {
  currency: string;
  amount: string;
}

/** The numbers of one show or of several together; a share is absent where there is nothing to be a share of. */
export interface Figures {
  seats: number;
  sold: number;
  held: number;
  free: number;
  blocked: number;
  occupancy?: number;
  revenue: Amount[];
  bookings: number;
  cancelled_bookings: number;
  withdrawn_bookings: number;
  holds: number;
  converted_holds: number;
  released_holds: number;
  expired_holds: number;
  conversion?: number;
  expiry_rate?: number;
  demand?: number;
}

export interface Paid {
  payment: string;
  currency: string;
  bookings: number;
  seats: number;
  revenue: string;
}

export interface SalesPoint {
  at: string;
  day: string;
  sold: number;
  returned: number;
  revenue: Amount[];
}

export interface Sales {
  step: 'HOUR' | 'DAY';
  points: SalesPoint[];
}

export interface CountedShow {
  id: number;
  movie_id: number;
  movie: string;
  screen_id: number;
  screen: string;
  start_time: string;
  end_time: string;
  status: ShowStatus;
}

export interface ShowFigures {
  show: CountedShow;
  numbers: Figures;
}

export interface DayFigures {
  day: string;
  shows: number;
  seats: number;
  sold: number;
  occupancy?: number;
  revenue: Amount[];
}

/** Of one show. */
export interface ShowNumbers {
  counted_at: string;
  show: CountedShow;
  numbers: Figures;
  payments: Paid[];
  sales: Sales;
}

/** Of all shows that start on some days. */
export interface PeriodNumbers {
  counted_at: string;
  from: string;
  until: string;
  movie?: string;
  screen?: string;
  shows: number;
  cancelled_shows: number;
  numbers: Figures;
  payments: Paid[];
  days: DayFigures[];
  sales: Sales;
  most_demanded: ShowFigures[];
}

/** A place as heat maps have it; one that the screen no longer has is nowhere. */
interface Heat {
  number: number;
  x?: number;
  y?: number;
  kind?: PlaceKind;
  value?: number;
}

interface ShowHeat extends Heat {
  status: 'AVAILABLE' | 'HELD' | 'BOOKED' | 'BLOCKED';
  sold_at?: string;
}

interface ScreenHeat extends Heat {
  shows: number;
  sold: number;
  lead_hours?: number;
}

export type SoldSeat = Label & ShowHeat;
export type SoldPlace = Label & ScreenHeat;

interface Rows<T> {
  rows: { row: string; places: T[] }[];
}

/** From the first day to the last one, included. */
export interface Days {
  from: string;
  until: string;
}

async function get<T>(path: string, query?: URLSearchParams): Promise<T> {
  return read<T>(await ask('GET', `${BASE}${path}${query ? `?${query}` : ''}`, { patience: PATIENCE }));
}

function named<T>({ rows }: Rows<T>): (T & { row: string })[] {
  return rows.flatMap(({ row, places }) => places.map((place) => ({ ...place, row })));
}

const within = (days: Days) => new URLSearchParams({ from: days.from, until: days.until });

export const numbersApi = {
  house: (days: Days) => get<PeriodNumbers>('', within(days)),
  day: (day: string) => get<PeriodNumbers>(`days/${day}/`),
  movie: (id: number, days: Days) => get<PeriodNumbers>(`movies/${id}/`, within(days)),
  screen: (id: number, days: Days) => get<PeriodNumbers>(`screens/${id}/`, within(days)),
  show: (id: number) => get<ShowNumbers>(`shows/${id}/`),
  shows: (query: URLSearchParams) => get<{ shows: ShowFigures[]; next_page?: number }>('shows/', query),
  showHeat: async (id: number) => named(await get<Rows<ShowHeat>>(`shows/${id}/heat-map/`)),
  screenHeat: async (id: number, days: Days) => {
    const heat = await get<Rows<ScreenHeat> & { shows: number; gone: number }>(`screens/${id}/heat-map/`, within(days));
    return { places: named(heat), shows: heat.shows, gone: heat.gone };
  },
};

/** Where a table for spreadsheets is. */
export const tableAt = (name: string, query?: URLSearchParams) => `${BASE}tables/${name}${query ? `?${query}` : ''}`;
