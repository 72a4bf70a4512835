import { texts } from './texts/texts.ts';

const BASE = '/api/seats/';
/** A connection that says nothing for so long is dead; the service answers much sooner, or not at all. */
const PATIENCE = 30_000;

export interface Label {
  row: string;
  number: number;
}

export interface Show {
  id: number;
  movie: string;
  screen: string;
  start_time: string;
  end_time: string;
  price: string;
  poster_url: string | null;
  currency: string;
  duration_minutes: number;
}

export type Status = 'AVAILABLE' | 'HELD' | 'BOOKED' | 'BLOCKED';

export interface Seat extends Label {
  id: number;
  status: Status;
  is_held_expired: boolean;
  price: string;
  x: number;
  y: number;
  kind: 'STANDARD' | 'WHEELCHAIR' | 'COMPANION' | 'LOVE_SEAT';
}

export interface Stats {
  available: number;
  held: number;
  booked: number;
}

export interface SeatMap {
  show_id: number;
  movie: string;
  screen: string;
  start_time: string;
  end_time: string;
  poster_url?: string;
  currency: string;
  stats: Stats;
  seats: Seat[];
}

export interface MySeats {
  held: (Label & { expires_at: string })[];
  booked: Label[];
  server_time: string;
}

export interface Booked {
  id: number;
  movie: string;
  screen: string;
  start_time: string;
  row: string;
  number: number;
  price: string;
  currency: string;
  show_id: number;
  reference: string;
}

export interface Ticket extends Label {
  ticket_id: number;
  movie: string;
  screen: string;
  time: string;
  price: string;
  currency: string;
  booked_by: string;
  guest?: string;
  status: 'VALID' | 'CANCELLED';
  reference: string;
  code: string;
}

export type Role = 'CUSTOMER' | 'STAFF' | 'ADMIN';

export interface Me {
  username: string;
  role: Role;
}

/** The service said no, or nothing at all; {@link message} is in the reader's words. */
export class Problem extends Error {
  constructor(
    readonly type: string,
    readonly status: number,
    readonly seats: Label[],
    readonly retryAfter: number,
    /** The service's own sentence, in English, for what we have no words of our own for. */
    readonly detail = '',
    /** What else it says about it. */
    readonly members: Record<string, unknown> = {},
  ) {
    super(texts.problems[type] ?? ((status < 500 && detail) || texts.problems.unknown));
  }
}

/** What the service says no with; whatever else comes may be a proxy's. */
export function problemIn(text: string, status: number, retryAfter: number): Problem {
  let type = status >= 502 ? 'unavailable' : 'unknown';
  let seats: Label[] = [];
  let detail = '';
  let members: Record<string, unknown> = {};
  try {
    const body = JSON.parse(text) as { type?: string; seats?: Label[]; detail?: string };
    type = body.type?.split(':').pop() ?? type;
    seats = body.seats ?? [];
    detail = body.detail ?? '';
    members = { ...body };
  } catch {
    // not one of ours
  }
  return new Problem(type, status, seats, retryAfter, detail, members);
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  return problemIn(text, response.status, Number(response.headers.get('Retry-After') ?? 0));
}

/** What goes with a request besides its address. */
export interface Sent {
  body?: unknown;
  /** Of the body, if it is sent as it is and not as JSON. */
  type?: string;
  headers?: Record<string, string>;
  /** For what may take the service longer than most. */
  patience?: number;
}

async function send(method: string, path: string, sent: Sent = {}): Promise<Response> {
  const { body, type } = sent;
  try {
    return await fetch(path.startsWith('/') ? path : BASE + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': type ?? 'application/json' }), ...sent.headers },
      body: body === undefined ? undefined : type ? (body as BodyInit) : JSON.stringify(body),
      signal: AbortSignal.timeout(sent.patience ?? PATIENCE),
    });
  } catch {
    throw new Problem('network', 0, [], 0);
  }
}

/** Called when it turns out that nobody is signed in any more. */
let signedOut: () => void = () => {};

export function whenSignedOut(tell: () => void): void {
  signedOut = tell;
}

/**
 * The access token lives some minutes; the next one is asked for when the service says so. A refresh token works once,
 * so of several tabs only one may ask, and the others find that it is done.
 */
async function refreshed(again: () => Promise<Response>): Promise<Response> {
  const attempt = async () => {
    const mayBeDone = await again();
    if (mayBeDone.status !== 401) {
      return mayBeDone;
    }
    const answer = await send('POST', 'refresh/', { body: {} });
    if (answer.ok) {
      return again();
    }
    if (answer.status === 401) {
      return mayBeDone;
    }
    throw await problemOf(answer); // too often or too busy; the session is as good as before
  };
  if (navigator.locks) {
    return navigator.locks.request('frontrow-refresh', attempt);
  }
  // Browsers have no locks where there is no TLS. At least this tab then asks one after the other.
  const turn = queue.then(attempt, attempt);
  queue = turn;
  return turn;
}

let queue: Promise<unknown> = Promise.resolve();

/** An answer that is a yes; else a {@link Problem} is thrown. Who was signed in is so still, if the service agrees. */
export async function ask(method: string, path: string, sent: Sent = {}): Promise<Response> {
  const attempt = () => send(method, path, sent);
  let response = await attempt();
  if (response.status === 401 && !isSignIn(path)) {
    response = await refreshed(attempt);
    if (response.status === 401) {
      signedOut();
    }
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

export async function read<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new Problem('network', 0, [], 0); // cut off in the middle
  }
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  return read<T>(await ask(method, path, { body }));
}

function isSignIn(path: string): boolean {
  return path === 'login/' || path === 'register/' || path === 'logout/' || path === 'password/';
}

const labels = (seats: Label[]) => seats.map(({ row, number }) => ({ row, number }));

export const api = {
  venue: () => call<{ time_zone: string }>('GET', 'venue/'),
  shows: () => call<{ shows: Show[] }>('GET', 'shows/').then((it) => it.shows),
  map: (show: number) => call<SeatMap>('GET', `?show_id=${show}`),
  mySeats: (show: number) => call<MySeats>('GET', `my-seats/?show_id=${show}`),
  hold: (show: number, seats: Label[]) =>
    call<{ expires_at: string }>('POST', 'hold-batch/', { show_id: show, seats: labels(seats) }),
  book: (show: number, seats: Label[]) =>
    call<{ references: string[] }>('POST', 'book-batch/', { show_id: show, seats: labels(seats) }),
  release: (show: number, seats: Label[]) =>
    call<unknown>('POST', 'release-hold-batch/', { show_id: show, seats: labels(seats) }),
  bookings: (page: number) => call<{ bookings: Booked[]; next_page?: number }>('GET', `my-bookings/?page=${page}`),
  ticket: (id: number) => call<{ ticket: Ticket }>('GET', `booking/${id}/ticket/`).then((it) => it.ticket),
  cancel: (reference: string) => call<unknown>('POST', `bookings/${encodeURIComponent(reference)}/cancel/`),
  me: () => call<Me>('GET', 'me/'),
  register: (username: string, password: string, email: string) =>
    call<unknown>('POST', 'register/', { username, password, ...(email ? { email } : {}) }),
  signIn: (username: string, password: string) => call<unknown>('POST', 'login/', { username, password }),
  changePassword: (username: string, password: string, newPassword: string) =>
    call<unknown>('POST', 'password/', { username, password, new_password: newPassword }),
  signOut: () => call<unknown>('POST', 'logout/', {}),
  liveUrl: (show: number) => `${BASE}live/?show_id=${show}`,
  qrUrl: (ticket: number) => `${BASE}booking/${ticket}/qr/`,
};

/** How many seats one request may name. */
export const MOST_SEATS = 10;
