import { api, ask, type Label, Problem, problemIn, read, type Sent, type Show, type Ticket } from '../api.ts';

const BASE = '/api/office/';
/** Planning many shows and drawing large screens takes the service longer than selling a seat. */
const PATIENCE = 120_000;

/** Something that was read, and which edition of it this is: whoever changes it says what they have seen. */
export interface Edition<T> {
  value: T;
  edition: string;
}

export interface Movie {
  id: number;
  title: string;
  description: string | null;
  duration_minutes: number;
  poster_url: string | null;
}

export type MovieChange = Omit<Movie, 'id'>;

export interface Screen {
  id: number;
  name: string;
  places: number;
}

export type PlaceKind = 'STANDARD' | 'WHEELCHAIR' | 'COMPANION' | 'LOVE_SEAT' | 'BLOCKED';

export interface Layout {
  places: number;
  rows: { row: string; places: { number: number; x: number; y: number; kind: PlaceKind }[] }[];
}

export interface Redrawn {
  dry_run: boolean;
  added: number;
  changed: number;
  removed: number;
  shows_that_keep_their_seats: number;
  shows: { id: number; movie: string; start_time: string }[];
}

export type ShowStatus = 'DRAFT' | 'ON_SALE' | 'CLOSED' | 'CANCELLED';

export interface OfficeShow extends Omit<Show, 'poster_url' | 'duration_minutes'> {
  movie_id: number;
  screen_id: number;
  status: ShowStatus;
}

export interface Wish {
  movie_id: number;
  screen_id: number;
  first_day: string;
  last_day: string;
  weekdays: string[];
  times: string[];
  price: string;
  currency: string;
  on_sale: boolean;
  skip_conflicts?: boolean;
}

export type Obstacle = 'NO_SUCH_HOUR' | 'PAST' | 'OCCUPIED' | 'SAME_PROGRAMME';

export interface Slot {
  local_time: string;
  start_time?: string;
  end_time?: string;
  hour_is_there_twice: boolean;
  obstacle?: Obstacle;
  other?: { id: number; movie: string; start_time: string; end_time: string };
}

export interface Plan {
  dry_run: boolean;
  planned: number[];
  /** Those of them that should be on sale and are not yet. */
  drafts: number[];
  shows: Slot[];
}

export interface Taken {
  held_seats: number;
  booked_seats: number;
  bookings: number;
}

export interface Account {
  id: number;
  username: string;
  email: string | null;
  role: 'CUSTOMER' | 'STAFF' | 'ADMIN';
  disabled: boolean;
  must_change_password: boolean;
  created_at: string | null;
}

export interface AuditEntry {
  id: number;
  at: string;
  username: string;
  act: string;
  subject: string;
  subject_id: string | null;
  details: Record<string, unknown>;
}

/** How the counter is paid. */
export type Payment = 'CASH' | 'COMP';

export interface Booking {
  reference: string;
  status: 'CONFIRMED' | 'CANCELLED' | 'WITHDRAWN';
  show_id: number;
  movie: string;
  screen: string;
  start_time: string;
  total: string;
  currency: string;
  booked_at: string;
  payment?: string | null;
  guest?: string | null;
  tickets: Ticket[];
}

/** A ticket as the door sees it. */
export interface DoorTicket extends Label {
  ticket_id: number;
  reference: string;
  guest?: string | null;
  booked_by?: string | null;
  payment?: string | null;
  price?: string;
  used_at?: string | null;
}

export interface DoorList {
  show_id: number;
  sold: number;
  admitted: number;
  tickets: DoorTicket[];
  next_page?: number;
}

export interface SeatEvent {
  at: string;
  kind: string;
  row: string;
  number: number;
  account?: string | null;
  by?: string | null;
  reference?: string | null;
  other_seat?: Label | null;
  note?: string | null;
  held_until?: string | null;
}

export interface Part<T> {
  items: T[];
  next?: number;
}

async function call<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
  const response = await ask(method, BASE + path, { patience: PATIENCE, ...sent });
  return response.status === 204 ? (undefined as T) : read<T>(response);
}

async function edition<T>(method: string, path: string, sent: Sent = {}): Promise<Edition<T>> {
  const response = await ask(method, BASE + path, { patience: PATIENCE, ...sent });
  return { value: await read<T>(response), edition: response.headers.get('ETag') ?? '' };
}

const seen = (edition: string): Record<string, string> => ({ 'If-Match': edition });
const labels = (seats: Label[]) => seats.map(({ row, number }) => ({ row, number }));

async function part<T>(path: string, query: URLSearchParams, name: string): Promise<Part<T>> {
  const answer = await call<Record<string, unknown>>('GET', `${path}?${query}`);
  return { items: answer[name] as T[], next: answer.next_page as number | undefined };
}

/** Says how much has been sent, which fetch cannot. */
function sendPicture(path: string, picture: Blob, ifMatch: string, progress: (share: number) => void): Promise<Edition<Movie>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', BASE + path);
    request.setRequestHeader('Content-Type', picture.type);
    request.setRequestHeader('If-Match', ifMatch);
    request.timeout = PATIENCE;
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status === 200) {
        resolve({ value: JSON.parse(request.responseText) as Movie, edition: request.getResponseHeader('ETag') ?? '' });
      } else {
        reject(problemIn(request.responseText, request.status, Number(request.getResponseHeader('Retry-After') ?? 0)));
      }
    };
    request.onerror = request.ontimeout = () => reject(new Problem('network', 0, [], 0));
    request.send(picture);
  });
}

export const office = {
  movies: (query: URLSearchParams) => part<Movie>('movies/', query, 'movies'),
  movie: (id: number) => edition<Movie>('GET', `movies/${id}/`),
  addMovie: (movie: MovieChange) => edition<Movie>('POST', 'movies/', { body: movie }),
  changeMovie: (id: number, ifMatch: string, movie: MovieChange) =>
    edition<Movie>('PUT', `movies/${id}/`, { body: movie, headers: seen(ifMatch) }),
  removeMovie: (id: number, ifMatch: string) => call<void>('DELETE', `movies/${id}/`, { headers: seen(ifMatch) }),
  /** A picture takes a while, so first it is made sure that one is still signed in. */
  sendPoster: async (id: number, ifMatch: string, picture: Blob, progress: (share: number) => void) => {
    await api.me();
    return sendPicture(`movies/${id}/poster/`, picture, ifMatch, progress);
  },

  screens: (query: URLSearchParams) => part<Screen>('screens/', query, 'screens'),
  screen: (id: number) => edition<Screen>('GET', `screens/${id}/`),
  addScreen: (name: string) => edition<Screen>('POST', 'screens/', { body: { name } }),
  renameScreen: (id: number, ifMatch: string, name: string) =>
    edition<Screen>('PUT', `screens/${id}/`, { body: { name }, headers: seen(ifMatch) }),
  removeScreen: (id: number, ifMatch: string) => call<void>('DELETE', `screens/${id}/`, { headers: seen(ifMatch) }),
  layout: (id: number) => edition<Layout>('GET', `screens/${id}/layout/`),
  redraw: (id: number, ifMatch: string, layout: Layout, dryRun: boolean) =>
    edition<Redrawn>('PUT', `screens/${id}/layout/?dry_run=${dryRun}`, { body: layout, headers: seen(ifMatch) }),
  readPlan: (kind: 'csv' | 'pretix', file: Blob) =>
    call<Layout>('POST', `layouts/${kind}/`, { body: file, type: kind === 'csv' ? 'text/csv' : 'application/json' }),

  shows: (query: URLSearchParams) => part<OfficeShow>('shows/', query, 'shows'),
  show: (id: number) => edition<OfficeShow>('GET', `shows/${id}/`),
  plan: (wish: Wish, dryRun: boolean) => call<Plan>('POST', `shows/?dry_run=${dryRun}`, { body: wish }),
  putOnSale: (id: number, ifMatch: string) =>
    edition<OfficeShow>('POST', `shows/${id}/put-on-sale/`, { headers: seen(ifMatch) }),
  closeShow: (id: number, ifMatch: string) => edition<OfficeShow>('POST', `shows/${id}/close/`, { headers: seen(ifMatch) }),
  cancelShow: (id: number, ifMatch: string, dryRun: boolean) =>
    call<Taken>('POST', `shows/${id}/cancel/?dry_run=${dryRun}`, { headers: seen(ifMatch) }),
  removeShow: (id: number, ifMatch: string) => call<void>('DELETE', `shows/${id}/`, { headers: seen(ifMatch) }),

  accounts: (query: URLSearchParams) => part<Account>('accounts/', query, 'accounts'),
  account: (id: number) => edition<Account>('GET', `accounts/${id}/`),
  addAccount: (account: { username: string; password: string; role: string; email: string | null }) =>
    edition<Account>('POST', 'accounts/', { body: account }),
  changeAccount: (id: number, ifMatch: string, account: Pick<Account, 'role' | 'disabled' | 'email'>) =>
    edition<Account>('PUT', `accounts/${id}/`, { body: account, headers: seen(ifMatch) }),
  resetPassword: (id: number, ifMatch: string, password: string) =>
    edition<Account>('PUT', `accounts/${id}/password/`, { body: { password }, headers: seen(ifMatch) }),

  audit: async (query: URLSearchParams): Promise<Part<AuditEntry>> => {
    const answer = await call<{ entries: AuditEntry[]; next_before?: number }>('GET', `audit/?${query}`);
    return { items: answer.entries, next: answer.next_before };
  },

  block: (show: number, seats: Label[], reason: string) =>
    call<{ changed: number }>('POST', `shows/${show}/block-seats/`, { body: { seats: labels(seats), reason } }),
  unblock: (show: number, seats: Label[]) =>
    call<{ changed: number }>('POST', `shows/${show}/unblock-seats/`, { body: { seats: labels(seats) } }),
  reserve: (show: number, seats: Label[], who: { guest?: string; username?: string; until?: string }) =>
    call<{ expires_at: string | null }>('POST', `shows/${show}/reserve-seats/`, { body: { seats: labels(seats), ...who } }),
  release: (show: number, seats: Label[]) =>
    call<{ changed: number }>('POST', `shows/${show}/release-seats/`, { body: { seats: labels(seats) } }),
  /** @param key the same for the same sale, so that pressing the button again sells nothing twice */
  sell: (show: number, seats: Label[], payment: Payment, who: { guest?: string; username?: string }, key: string) =>
    call<Booking>('POST', `shows/${show}/sell-seats/`, {
      body: { seats: labels(seats), payment, ...who },
      headers: { 'Idempotency-Key': key },
    }),
  /** The latest first. */
  history: async (show: number, seat: Label, before?: number): Promise<Part<SeatEvent>> => {
    const query = new URLSearchParams({ row: seat.row, number: String(seat.number) });
    if (before !== undefined) {
      query.set('before', String(before));
    }
    const answer = await call<{ events: SeatEvent[]; next_before?: number }>('GET', `shows/${show}/seat-history/?${query}`);
    return { items: answer.events, next: answer.next_before };
  },
  /** By their reference, or by who booked. */
  findBookings: (search: string) =>
    call<{ bookings: Booking[] }>('GET', `bookings/?${new URLSearchParams({ search })}`).then((it) => it.bookings),
  booking: async (reference: string) => read<Booking>(await ask('GET', `bookings/${encodeURIComponent(reference)}/`)),
  cancelBooking: async (reference: string) =>
    read<Booking>(await ask('POST', `bookings/${encodeURIComponent(reference)}/cancel/`)),
  move: (reference: string, moves: { from: Label; to: Label }[]) =>
    call<Booking>('POST', `bookings/${encodeURIComponent(reference)}/move/`, {
      body: { moves: moves.map(({ from, to }) => ({ from: labels([from])[0], to: labels([to])[0] })) },
    }),
  /** By what the ticket shows, or by what the list says it is. */
  checkIn: (show: number, ticket: { code: string } | { ticket_id: number }) =>
    call<DoorTicket>('POST', 'check-in/', { body: { show_id: show, ...ticket } }),
  undoCheckIn: (show: number, ticket: number) =>
    call<unknown>('POST', 'check-in/undo/', { body: { show_id: show, ticket_id: ticket } }),
  doorList: (show: number, query: URLSearchParams) => call<DoorList>('GET', `shows/${show}/door-list/?${query}`),
};

/** How many seats staff may name at once. */
export const MOST_SEATS_OF_STAFF = 100;
/** As large as a poster or a layout may be. */
export const MOST_BYTES = 8 * 1024 * 1024;
