import { html, nothing, type TemplateResult } from 'lit';
import { MOST_SEATS, Problem, type Label, type Seat } from '../api.ts';
import { askToSignIn } from '../account-dialog.ts';
import { clock } from '../clock.ts';
import { PageElement } from '../element.ts';
import { countdown, dayAndTime, money, seatName, seatNames, timeWithSeconds } from '../format.ts';
import { type Activity, LiveShow } from '../live-show.ts';
import { link } from '../router.ts';
import { session } from '../session.ts';
import { Watching } from '../store.ts';
import { texts } from '../texts/texts.ts';
import '../hall.ts';

/** What is said aloud about the time that is left, at these seconds. */
const SPOKEN = [300, 120, 60, 30, 10];
/** Not more often than this is said aloud how many seats are left. */
const SUMMARY_EVERY = 15_000;

interface Notice {
  text: string;
  kind: 'good' | 'bad';
  tickets?: boolean;
}

/** Choosing seats of one show. */
export class FrShow extends PageElement {
  static override properties = {
    number: { type: Number },
    notice: { state: true },
    busy: { state: true },
    now: { state: true },
    spoken: { state: true },
    over: { state: true },
  };
  declare number: number;
  declare notice: Notice | undefined;
  declare busy: boolean;
  declare now: number;
  declare spoken: string;
  declare over: boolean;

  private live: LiveShow | undefined;
  private timer = 0;
  private basket: Element | undefined;
  /** What has the focus is scrolled to where the basket, when it sticks to the bottom, does not cover it. */
  private readonly resized = new ResizeObserver(([entry]) => {
    const basket = entry?.target;
    const covers = basket instanceof HTMLElement && getComputedStyle(basket).position === 'sticky';
    document.documentElement.style.scrollPaddingBottom = covers ? `${basket.offsetHeight + 8}px` : '';
  });
  /** When the clock was looked at last, for what is said aloud. */
  private looked = clock.now();
  private summaryAt = Date.now();
  private summary = '';

  constructor() {
    super();
    this.busy = false;
    this.now = clock.now();
    this.spoken = '';
    this.over = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.live = new LiveShow(this.number);
    new Watching(this, this.live, session);
    this.live.addEventListener('change', () => this.hear());
    this.live.open();
    this.timer = window.setInterval(() => this.tick(), 250);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
    this.live?.close();
    this.resized.disconnect();
    document.documentElement.style.scrollPaddingBottom = '';
  }

  protected override updated(): void {
    const basket = this.querySelector('.basket');
    if (basket && basket !== this.basket) {
      this.basket = basket;
      this.resized.observe(basket);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const live = this.live;
    if (!live) {
      return nothing;
    }
    const map = live.map;
    if (!map) {
      return html`
        <section>
          <p><a href=${link.shows()}>← ${texts.toShows}</a></p>
          ${live.failure
            ? html`<p class="notice notice-bad" role="alert">${live.failure.message}</p>`
            : html`<p class="quiet">${texts.loading}</p>`}
        </section>`;
    }
    return html`
      <section class="show">
        <header class="show-head">
          <p><a href=${link.shows()}>← ${texts.toShows}</a></p>
          <h1 tabindex="-1"><bdi>${map.movie}</bdi></h1>
          <p class="quiet">${dayAndTime(map.start_time)} · <bdi>${map.screen}</bdi></p>
          ${this.drawConnection(live)}
        </header>
        <div class="show-hall"><fr-hall .show=${live} @picked=${this.onPicked}></fr-hall></div>
        <div class="show-side">
          ${this.drawBasket(live)} ${this.drawStats(live)} ${this.drawActivity(live)}
        </div>
        <p class="visually-hidden" aria-live="polite" data-test="spoken">${this.spoken}</p>
      </section>
    `;
  }

  private drawConnection(live: LiveShow): TemplateResult {
    return html`<p class="connection connection-${live.connection}" role="status">
      <span class="dot" aria-hidden="true"></span>${texts.connection[live.connection]}
    </p>`;
  }

  private drawStats(live: LiveShow): TemplateResult | typeof nothing {
    const stats = live.map?.stats;
    if (!stats) {
      return nothing;
    }
    return html`
      <section class="panel" aria-labelledby="stats-title">
        <h2 id="stats-title">${texts.stats.title}</h2>
        <dl class="stats">
          ${(['available', 'held', 'booked'] as const).map(
            (it) => html`<div class="stat stat-${it}"><dt>${texts.stats[it]}</dt><dd>${stats[it]}</dd></div>`,
          )}
        </dl>
      </section>`;
  }

  private drawActivity(live: LiveShow): TemplateResult {
    return html`
      <section class="panel" aria-labelledby="activity-title">
        <h2 id="activity-title">${texts.activity.title}</h2>
        ${live.activity.length === 0
          ? html`<p class="quiet">${texts.activity.none}</p>`
          : html`<ol class="activity" tabindex="0" aria-labelledby="activity-title">
              ${[...live.activity].reverse().map(drawActivity)}
            </ol>`}
      </section>`;
  }

  private drawBasket(live: LiveShow): TemplateResult {
    const picked = live.seatsPicked;
    const held = live.seatsHeld;
    const until = live.heldUntil;
    const sum = [...picked, ...held].reduce((cents, seat) => cents + Math.round(Number(seat.price) * 100), 0) / 100;
    const currency = live.map?.currency ?? 'EUR';
    const empty = picked.length === 0 && held.length === 0;
    return html`
      <section class="panel basket ${empty ? '' : 'basket-full'}" aria-labelledby="basket-title">
        <h2 id="basket-title" tabindex="-1">${texts.basket.title}</h2>
        <div role="alert">${this.notice ? this.drawNotice(this.notice) : nothing}</div>
        ${this.over ? html`<p class="notice notice-bad">${texts.basket.closed}</p>` : nothing}
        ${empty && !this.over && live.mine.booked.length === 0 ? html`<p class="quiet">${texts.basket.empty}</p>` : nothing}
        ${live.mine.booked.length > 0
          ? html`<p class="basket-booked">
              ${texts.basket.booked}: <strong>${seatNames(live.mine.booked)}</strong>
              <a href=${link.bookings()}>${texts.basket.toTickets}</a>
            </p>`
          : nothing}
        ${held.length > 0 ? this.drawSeats('held', held, currency, (seat) => this.release([seat])) : nothing}
        ${picked.length > 0
          ? this.drawSeats('picked', picked, currency, (seat) => this.keepingFocus(() => live.toggle(seat), '#basket-title'))
          : nothing}
        ${until === undefined
          ? nothing
          : html`<p class="countdown ${until - this.now < 60_000 ? 'countdown-short' : ''}" role="timer" aria-live="off">
              <span>${texts.basket.timeLeft}</span> <strong>${countdown(until - this.now)}</strong>
            </p>`}
        ${empty ? nothing : html`<p class="total"><span>${texts.basket.total}</span><strong>${money(sum, currency)}</strong></p>`}
        ${picked.length > 0 && !session.signedIn ? html`<p class="quiet">${texts.basket.signInFirst}</p>` : nothing}
        <div class="actions">
          ${picked.length > 0
            ? html`<button type="button" class="button ${held.length > 0 ? 'button-plain' : ''}" ?disabled=${this.busy}
                @click=${() => this.hold()} data-test="hold">
                ${held.length > 0 ? texts.basket.holdMore(picked.length) : texts.basket.hold(picked.length)}
              </button>`
            : nothing}
          ${held.length > 0
            ? html`
                <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.book()} data-test="book">
                  ${texts.basket.book}
                </button>
                <button type="button" class="button button-plain" ?disabled=${this.busy}
                  @click=${() => this.release(held)} data-test="release">
                  ${texts.basket.release}
                </button>
                ${until !== undefined && until - this.now < 120_000
                  ? html`<button type="button" class="button button-plain" ?disabled=${this.busy} @click=${() => this.extend()}>
                      ${texts.basket.extend}
                    </button>`
                  : nothing}`
            : nothing}
        </div>
      </section>`;
  }

  private drawSeats(which: 'held' | 'picked', seats: Seat[], currency: string, putBack: (seat: Seat) => unknown): TemplateResult {
    return html`
      <h3>${texts.basket[which]}</h3>
      <ul class="chosen chosen-${which}" aria-label=${texts.basket[which]}>
        ${seats.map(
          (seat) => html`
            <li>
              <span><strong>${seatName(seat)}</strong> ${texts.hall.kind[seat.kind]}</span>
              <span class="chosen-price">${money(seat.price, currency)}</span>
              <button type="button" class="icon-button" ?disabled=${this.busy} @click=${() => putBack(seat)}
                aria-label=${texts.basket.remove(seatName(seat))} title=${texts.basket.remove(seatName(seat))}>×</button>
            </li>`,
        )}
      </ul>`;
  }

  private drawNotice(notice: Notice): TemplateResult {
    return html`<p class="notice notice-${notice.kind}">
      ${notice.text} ${notice.tickets ? html`<a href=${link.bookings()}>${texts.basket.toTickets}</a>` : nothing}
    </p>`;
  }

  private onPicked(event: CustomEvent<ReturnType<LiveShow['toggle']>>): void {
    if (event.detail === 'taken') {
      this.tell(texts.basket.notForSale, 'bad');
    } else if (event.detail === 'too-many') {
      this.tell(texts.basket.tooMany(MOST_SEATS), 'bad');
    } else {
      this.notice = undefined;
    }
  }

  private async hold(): Promise<void> {
    const live = this.live;
    if (session.username === undefined) {
      await session.find(); // pressed before it is known who presses
    }
    if (!live || (session.username === null && !(await askToSignIn()))) {
      return;
    }
    await this.act(async () => {
      const held = await live.hold();
      this.notice = undefined;
      this.say(texts.basket.heldNow(seatNames(held)));
    });
  }

  private async extend(): Promise<void> {
    await this.act(async () => {
      await this.live?.extend();
      this.notice = undefined;
    });
  }

  private async book(): Promise<void> {
    await this.act(async () => {
      const done = await this.live?.book();
      if (done) {
        this.tell(texts.basket.done(seatNames(done.seats), done.references.join(', ')), 'good', true);
      }
    });
  }

  private async release(seats: Label[]): Promise<void> {
    await this.act(async () => {
      await this.live?.release(seats);
      this.tell(texts.basket.released, 'good');
    });
  }

  private async act(what: () => Promise<void>): Promise<void> {
    await this.keepingFocus(() => this.whileBusy(what), '#basket-title');
  }

  private async whileBusy(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await what();
    } catch (e) {
      if (!(e instanceof Problem)) {
        throw e;
      }
      this.tell(e.type === 'seats-taken' ? texts.basket.taken(seatNames(e.seats)) : e.message, 'bad');
    } finally {
      this.busy = false;
    }
  }

  private tell(text: string, kind: Notice['kind'], tickets = false): void {
    this.notice = { text, kind, tickets };
  }

  private say(text: string): void {
    this.spoken = text;
  }

  /** Something has changed: says aloud what matters to the reader, and now and then how many seats are left. */
  private hear(): void {
    const live = this.live;
    if (!live) {
      return;
    }
    this.now = clock.now(); // or a countdown that begins would show the time since one came
    if (live.lost.length > 0) {
      this.tell(texts.basket.pickedGone(seatNames(live.lost)), 'bad');
      live.lost = [];
    }
    const stats = live.map?.stats;
    if (stats) {
      const summary = texts.stats.summary(stats.available, stats.held, stats.booked);
      if (this.summary === '') {
        this.summary = summary; // what is there when one comes can be read
      } else if (summary !== this.summary && Date.now() - this.summaryAt > SUMMARY_EVERY) {
        this.summaryAt = Date.now();
        this.summary = summary;
        this.say(summary);
      }
    }
  }

  private tick(): void {
    const live = this.live;
    const until = live?.heldUntil;
    const before = this.looked;
    this.looked = clock.now();
    this.over = live?.map !== undefined && new Date(live.map.end_time).getTime() <= this.looked;
    if (!live || until === undefined) {
      return;
    }
    this.now = this.looked;
    if (until <= this.now) {
      const over = live.mine.held.filter((it) => new Date(it.expires_at).getTime() <= this.now);
      this.tell(texts.basket.ranOut(seatNames(over)), 'bad');
      void live.ranOut();
      return;
    }
    const due = SPOKEN.find((at) => until - before > at * 1000 && until - this.now <= at * 1000);
    if (due !== undefined) {
      this.say(texts.basket.timeLeftSpoken(due >= 60 ? due / 60 : 0, due));
    }
  }
}

function drawActivity(activity: Activity): TemplateResult {
  return html`<li class="activity-${activity.kind}">
    <time datetime=${activity.at}>${timeWithSeconds(activity.at)}</time>
    <span>${texts.activity[activity.kind](seatNames(activity.seats))}</span>
  </li>`;
}

customElements.define('fr-show', FrShow);
