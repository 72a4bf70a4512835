import { api, type Label, MOST_SEATS, type MySeats, Problem, type Seat, type SeatMap, type Stats } from './api.ts';
import { clock } from './clock.ts';
import { inOrder, seatKey } from './format.ts';
import { session } from './session.ts';
import { Store } from './store.ts';

export type Connection = 'connecting' | 'live' | 'paused' | 'lost';

export type Look = 'available' | 'picked' | 'mine' | 'myBooking' | 'held' | 'booked' | 'blocked';

export interface Activity {
  at: string;
  kind: 'HELD' | 'BOOKED' | 'RELEASED' | 'EXPIRED' | 'CANCELLED';
  seats: Label[];
}

type ChangedSeat = Pick<Seat, 'id' | 'status' | 'is_held_expired'>;

const MOST_ACTIVITIES = 50;
/** The service gives a sign of life more often than this; without one the connection is dead, whatever it says. */
const SILENCE = 40_000;
const ASK_EVERY = 3_000;
const LONGEST_PAUSE = 10_000;

/**
 * One show as it is right now: the map everybody sees, kept up to date by the service, and what of it is the reader's
 * own. While the live connection is down the map is asked for every few seconds.
 */
export class LiveShow extends Store {
  map: SeatMap | undefined;
  activity: Activity[] = [];
  /** Why there is no map. */
  failure: Problem | undefined;
  mine: MySeats = { held: [], booked: [], server_time: '' };
  /** Seat ids of it: for each seat that is drawn they are asked. */
  private held = new Set<number>();
  private booked = new Set<number>();
  readonly picked = new Map<string, Seat>();
  /** What was picked and has gone to somebody else since. */
  lost: Label[] = [];

  /** While one's own order is on its way, a seat that is taken may be taken by oneself. */
  private holding = false;
  private feed: 'connecting' | 'live' | 'down' = 'connecting';
  /** Whether the last question was answered, since the feed is down. */
  private answered = false;
  private readonly bySeat = new Map<number, Seat>();
  private readonly byLabel = new Map<string, Seat>();
  private source: EventSource | undefined;
  private lastSign = 0;
  private pause = 500;
  private timers: number[] = [];
  private later = 0;
  /** Counts what the live connection has told; an answer to a question asked before the last of it may be older. */
  private heard = 0;
  /** The same for one's own seats: how many questions were asked, and which one was answered last. */
  private asked = 0;
  private taken = 0;
  /** Whether one's own seats could not be found out. */
  private mineIsOpen = false;
  private looking = false;
  private readonly onMine = () => void this.findMine();
  private readonly onVisible = () => {
    if (document.visibilityState === 'visible') {
      this.checkSilence();
    }
  };
  private readonly onOffline = () => {
    this.source?.close();
    this.isDown();
  };
  private readonly onOnline = () => this.listen();

  constructor(readonly id: number) {
    super();
  }

  open(): void {
    this.listen();
    this.timers = [
      window.setInterval(() => this.checkSilence(), 5_000),
      window.setInterval(() => void this.askAgain(), ASK_EVERY),
    ];
    session.addEventListener('change', this.onMine);
    session.addEventListener('seats', this.onMine);
    document.addEventListener('visibilitychange', this.onVisible);
    window.addEventListener('offline', this.onOffline);
    window.addEventListener('online', this.onOnline);
    void this.findMine();
  }

  close(): void {
    this.source?.close();
    this.timers.forEach((timer) => window.clearInterval(timer));
    this.timers = [];
    window.clearTimeout(this.later);
    session.removeEventListener('change', this.onMine);
    session.removeEventListener('seats', this.onMine);
    document.removeEventListener('visibilitychange', this.onVisible);
    window.removeEventListener('offline', this.onOffline);
    window.removeEventListener('online', this.onOnline);
  }

  get connection(): Connection {
    return this.feed === 'down' ? (this.answered ? 'paused' : 'lost') : this.feed;
  }

  look(seat: Seat): Look {
    if (this.booked.has(seat.id)) {
      return 'myBooking';
    }
    if (this.held.has(seat.id)) {
      return 'mine';
    }
    if (this.picked.size > 0 && this.picked.has(seatKey(seat))) {
      return 'picked';
    }
    if (seat.status === 'HELD') {
      return seat.is_held_expired ? 'available' : 'held';
    }
    return seat.status === 'BOOKED' ? 'booked' : seat.status === 'BLOCKED' ? 'blocked' : 'available';
  }

  /** How seats can look here, to be explained. */
  get looks(): Look[] {
    return ['available', 'picked', 'mine', 'held', 'booked', ...(this.mine.booked.length > 0 ? (['myBooking'] as const) : [])];
  }

  /** Whether seats that look like this are for others only. */
  isOutOfReach(look: Look): boolean {
    return look === 'held' || look === 'booked' || look === 'blocked';
  }

  /** Answers whether the seat could be picked or put back. */
  toggle(seat: Seat): 'done' | 'taken' | 'too-many' | 'nothing' {
    const key = seatKey(seat);
    switch (this.look(seat)) {
      case 'picked':
        this.picked.delete(key);
        break;
      case 'available':
        if (this.picked.size >= MOST_SEATS) {
          return 'too-many';
        }
        this.picked.set(key, seat);
        break;
      case 'mine':
      case 'myBooking':
        return 'nothing';
      default:
        return 'taken';
    }
    this.lost = [];
    this.changed();
    return 'done';
  }

  get seatsPicked(): Seat[] {
    return inOrder([...this.picked.values()]);
  }

  /** The seats one holds, as the map knows them. */
  get seatsHeld(): Seat[] {
    return inOrder(this.known(this.mine.held));
  }

  /** When the first of one's holds ends, on the service's clock. */
  get heldUntil(): number | undefined {
    const ends = this.mine.held.map((held) => new Date(held.expires_at).getTime());
    return ends.length > 0 ? Math.min(...ends) : undefined;
  }

  /** Holds what is picked; on refusal nothing has changed, and what is taken is no longer picked. */
  async hold(): Promise<Seat[]> {
    const wanted = this.seatsPicked;
    this.holding = true;
    try {
      await api.hold(this.id, wanted);
      this.picked.clear();
    } catch (e) {
      if (e instanceof Problem && e.type === 'seats-taken') {
        e.seats.forEach((seat) => this.picked.delete(seatKey(seat)));
      }
      throw e;
    } finally {
      await this.mineChanged();
      this.holding = false;
      void this.putBackWhatIsGone();
      this.changed();
    }
    return wanted;
  }

  async extend(): Promise<void> {
    await this.inParts(this.mine.held, (part) => api.hold(this.id, part));
  }

  async book(): Promise<{ seats: Seat[]; references: string[] }> {
    const seats = this.seatsHeld;
    const references: string[] = [];
    await this.inParts(seats, async (part) => {
      references.push(...(await api.book(this.id, part)).references);
    });
    return { seats, references: [...new Set(references)] };
  }

  async release(seats: Label[]): Promise<void> {
    await this.inParts(seats, (part) => api.release(this.id, part));
  }

  async findMine(): Promise<void> {
    const question = ++this.asked;
    this.mineIsOpen = false;
    if (!session.signedIn) {
      this.taken = question;
      this.setMine({ held: [], booked: [], server_time: '' });
      return;
    }
    const asked = Date.now();
    try {
      const mine = await api.mySeats(this.id);
      if (question > this.taken) {
        this.taken = question;
        clock.heard(mine.server_time, asked);
        this.setMine(mine);
      }
    } catch {
      this.mineIsOpen = true; // and asked again in a moment
    }
  }

  /** One's hold has ended by the clock; the service says what is left. */
  async ranOut(): Promise<void> {
    this.setMine({ ...this.mine, held: this.mine.held.filter((it) => new Date(it.expires_at).getTime() > clock.now()) });
    await this.findMine();
  }

  private async inParts(seats: Label[], act: (part: Label[]) => Promise<unknown>): Promise<void> {
    try {
      for (let i = 0; i < seats.length; i += MOST_SEATS) {
        await act(seats.slice(i, i + MOST_SEATS));
      }
    } finally {
      await this.mineChanged();
    }
  }

  private async mineChanged(): Promise<void> {
    session.seatsChanged();
    await this.findMine();
  }

  private setMine(mine: MySeats): void {
    this.mine = mine;
    this.findMineOnMap();
    // What one holds or has booked needs no picking.
    [...mine.held, ...mine.booked].forEach((seat) => this.picked.delete(seatKey(seat)));
    this.changed();
  }

  private findMineOnMap(): void {
    this.held = new Set(this.known(this.mine.held).map((seat) => seat.id));
    this.booked = new Set(this.known(this.mine.booked).map((seat) => seat.id));
  }

  private known(labels: Label[]): Seat[] {
    return labels.flatMap((label) => this.byLabel.get(seatKey(label)) ?? []);
  }

  private listen(): void {
    this.source?.close();
    const source = new EventSource(api.liveUrl(this.id));
    this.source = source;
    this.lastSign = Date.now();
    const on = <T>(name: string, take: (data: T) => void) =>
      source.addEventListener(name, (event) => {
        this.lastSign = Date.now();
        take(JSON.parse((event as MessageEvent<string>).data) as T);
      });
    on<{ map: SeatMap; activity: Activity[] }>('snapshot', ({ map, activity }) => {
      this.heard++;
      this.pause = 500;
      this.activity = activity;
      this.feed = 'live';
      this.take(map);
    });
    on<{ stats: Stats; seats: ChangedSeat[]; activity: Activity[] }>('change', (change) => {
      this.heard++;
      this.feed = 'live';
      this.activity = [...this.activity, ...change.activity].slice(-MOST_ACTIVITIES);
      this.apply(change.seats, change.stats);
    });
    on('alive', () => {});
    on('paused', () => this.isDown());
    source.onerror = () => {
      this.isDown();
      if (source.readyState === EventSource.CLOSED) {
        // Refused; the browser does not try again by itself.
        this.listenLater();
      }
    };
  }

  private listenLater(): void {
    window.clearTimeout(this.later);
    this.later = window.setTimeout(() => {
      if (this.source?.readyState === EventSource.CLOSED && this.timers.length > 0) {
        this.listen();
      }
    }, this.pause * (0.5 + Math.random()));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  private checkSilence(): void {
    if (Date.now() - this.lastSign > SILENCE) {
      this.isDown();
      this.listen();
    }
  }

  private isDown(): void {
    if (this.feed !== 'down') {
      this.feed = 'down';
      this.answered = false;
      this.changed();
      void this.askIfNotLive();
    }
  }

  private async askAgain(): Promise<void> {
    if (this.mineIsOpen) {
      await this.findMine();
    }
    await this.askIfNotLive();
  }

  private async askIfNotLive(): Promise<void> {
    if (this.feed === 'live') {
      return;
    }
    const heard = this.heard;
    try {
      const map = await api.map(this.id);
      if (heard === this.heard) {
        this.answered = true;
        this.take(map);
      }
    } catch (e) {
      if (e instanceof Problem && heard === this.heard) {
        this.failure = e;
        this.answered = e.type === 'unknown-show';
        this.changed();
      }
    }
  }

  private take(map: SeatMap): void {
    this.failure = undefined;
    this.map = map;
    this.bySeat.clear();
    this.byLabel.clear();
    for (const seat of map.seats) {
      this.bySeat.set(seat.id, seat);
      this.byLabel.set(seatKey(seat), seat);
    }
    this.findMineOnMap();
    void this.putBackWhatIsGone();
    this.changed();
    void this.findMine();
  }

  private apply(seats: ChangedSeat[], stats: Stats): void {
    const map = this.map;
    if (!map) {
      return;
    }
    let touchesMine = false;
    for (const change of seats) {
      const seat = this.bySeat.get(change.id);
      if (seat) {
        touchesMine ||= this.held.has(seat.id) || this.booked.has(seat.id);
        seat.status = change.status;
        seat.is_held_expired = change.is_held_expired;
      }
    }
    map.stats = stats;
    void this.putBackWhatIsGone();
    this.changed();
    if (touchesMine) {
      void this.findMine();
    }
  }

  /** Puts back what was picked and somebody else has now; oneself, in another tab, is not somebody else. */
  private async putBackWhatIsGone(): Promise<void> {
    if (this.looking || this.gone.length === 0) {
      return;
    }
    if (session.signedIn) {
      this.looking = true;
      await this.findMine();
      this.looking = false;
    }
    const gone = this.gone;
    if (gone.length > 0) {
      gone.forEach((seat) => this.picked.delete(seatKey(seat)));
      this.lost = gone;
      this.changed();
    }
  }

  protected get gone(): Seat[] {
    return this.seatsPicked.filter((picked) => {
      const seat = this.bySeat.get(picked.id);
      return seat && seat.status !== 'AVAILABLE' && !seat.is_held_expired && !this.holding;
    });
  }
}
