import { html, nothing, type TemplateResult } from 'lit';
import { type Label, type Seat, type Ticket } from '../api.ts';
import { dayAndTime, money, seatName, seatNames } from '../format.ts';
import { router } from '../router.ts';
import { Watching } from '../store.ts';
import { texts } from '../texts/texts.ts';
import { askToConfirm } from './confirm.ts';
import { drawField, faultsIn, goToFault, textOf } from './fields.ts';
import { HouseShow, stateOf } from './house-show.ts';
import { officeLink } from './links.ts';
import { type Booking, MOST_SEATS_OF_STAFF, office, type Payment, type SeatEvent } from './office-api.ts';
import { OfficeElement } from './office-element.ts';
import { drawStatus } from './shows.ts';
import { officeTexts } from './texts.ts';
import { dateAndTime, faultsOf, momentOf } from './words.ts';
import type { OfficeShow } from './office-api.ts';
import '../hall.ts';

type Deed = 'sell' | 'reserve' | 'block';
/** More names than this are not read by anybody. */
const MOST_NAMES = 12;

/** The live hall for those who work in it: what is picked can be sold, kept, blocked, given free, and asked about. */
export class FrHouse extends OfficeElement {
  static override properties = {
    number: { type: Number },
    show: { state: true },
    deed: { state: true },
    faults: { state: true },
    history: { state: true },
    found: { state: true },
    booking: { state: true },
    moving: { state: true },
  };
  declare number: number;
  declare show: OfficeShow | undefined;
  /** What is about to be done with the seats that are picked. */
  declare deed: Deed | undefined;
  /** These it is about, whatever becomes of them meanwhile: the service says if one of them is gone. */
  private about: Seat[] = [];
  declare faults: Record<string, string>;
  declare history: { seat: Label; events: SeatEvent[]; next: number | undefined } | undefined;
  /** Bookings of which one is looked for. */
  declare found: Booking[] | undefined;
  declare booking: Booking | undefined;
  /** The tickets that get other seats, in the order in which seats are picked for them. */
  declare moving: Ticket[] | undefined;
  private live: HouseShow | undefined;
  /** Of the sale that is about to be made. */
  private key = freshKey();

  constructor() {
    super();
    this.faults = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.live = new HouseShow(this.number);
    new Watching(this, this.live);
    this.live.open();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.live?.close();
    document.documentElement.style.scrollPaddingBottom = '';
  }

  /** What has the focus is scrolled to where the seats that are picked, if they stick to the bottom, do not cover it. */
  protected override updated(): void {
    const basket = this.querySelector<HTMLElement>('.basket');
    const covers = basket && getComputedStyle(basket).position === 'sticky';
    document.documentElement.style.scrollPaddingBottom = covers ? `${basket.offsetHeight + 8}px` : '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const live = this.live;
    if (!live) {
      return nothing;
    }
    const words = officeTexts.house;
    const map = live.map;
    return html`<section class="show house">
      <header class="show-head">
        <p class="house-links">
          <a href=${officeLink.show(this.number)}>← ${officeTexts.shows.toShow}</a>
          <a href=${officeLink.door(this.number)}>${officeTexts.shows.door}</a>
        </p>
        <h1 tabindex="-1"><bdi>${map?.movie ?? this.show?.movie ?? words.title}</bdi></h1>
        ${map ? html`<p class="quiet">${dayAndTime(map.start_time)} · <bdi>${map.screen}</bdi></p>` : nothing}
        ${this.show && this.show.status !== 'ON_SALE' ? drawStatus(this.show.status) : nothing}
        ${map
          ? html`<p class="connection connection-${live.connection}" role="status">
              <span class="dot" aria-hidden="true"></span>${texts.connection[live.connection]}
            </p>`
          : nothing}
      </header>
      ${map
        ? html`<div class="show-hall"><fr-hall .show=${live} @picked=${this.onPicked}></fr-hall></div>`
        : html`<div class="show-hall">
            ${live.failure
              ? html`<p class="notice notice-bad" role="alert">${live.failure.message}</p>`
              : html`<p class="quiet">${texts.loading}</p>`}
          </div>`}
      <div class="show-side">
        <div class="told">${this.drawTold()}</div>
        ${map ? html`${this.moving ? this.drawMoving(live, this.moving) : this.drawChosen(live)} ${this.drawStats(live)}` : nothing}
        ${this.drawBooking()} ${this.history ? this.drawHistory(this.history) : nothing}
      </div>
    </section>`;
  }

  private drawStats(live: HouseShow): TemplateResult | typeof nothing {
    const stats = live.map?.stats;
    if (!stats) {
      return nothing;
    }
    const blocked = live.map?.seats.filter((seat) => seat.status === 'BLOCKED').length ?? 0;
    const drawStat = (name: string, label: string, n: number) =>
      html`<div class="stat stat-${name}"><dt>${label}</dt><dd>${n}</dd></div>`;
    return html`<section class="panel" aria-labelledby="stats-title">
      <h2 id="stats-title">${texts.stats.title}</h2>
      <dl class="stats stats-four">
        ${drawStat('available', texts.stats.available, stats.available)} ${drawStat('held', texts.stats.held, stats.held)}
        ${drawStat('booked', texts.stats.booked, stats.booked)} ${drawStat('blocked', officeTexts.house.blocked, blocked)}
      </dl>
    </section>`;
  }

  // What is picked, and what can be done with it.

  private drawChosen(live: HouseShow): TemplateResult {
    const words = officeTexts.house;
    const chosen = live.chosen;
    const by = (...states: string[]) => chosen.filter((seat) => states.includes(stateOf(seat)));
    const free = by('available');
    const held = by('held');
    const booked = by('booked');
    const blocked = by('blocked');
    const only = chosen.length === 1 ? chosen[0] : undefined;
    const button = (text: string, act: () => unknown, test: string, look = 'button-plain') =>
      html`<button type="button" class="button button-small ${look}" ?disabled=${this.busy} data-test=${test}
        @click=${() => this.keepingFocus(act, '#chosen-title')}>${text}</button>`;
    const begin = (deed: Deed) => async () => {
      this.deed = deed;
      this.about = this.seatsFor(deed);
      this.faults = {};
      await this.updateComplete;
      this.querySelector<HTMLElement>('.deed-form input')?.focus();
    };
    return html`<section class="panel basket chosen-seats ${chosen.length > 0 && !this.deed ? 'basket-full' : ''}" aria-labelledby="chosen-title">
      <h2 id="chosen-title" tabindex="-1">${words.chosen(chosen.length)}</h2>
      ${chosen.length === 0 ? html`<p class="quiet">${words.pickSome(MOST_SEATS_OF_STAFF)}</p>` : nothing}
      <ul class="states">
        ${drawState(words.free, free)} ${drawState(words.held, held)} ${drawState(words.booked, booked)} ${drawState(words.blocked, blocked)}
      </ul>
      ${this.deed && this.about.length > 0
        ? this.drawDeed(this.deed, this.about)
        : html`<div class="actions">
            ${free.length + held.length > 0 ? button(words.sell(free.length + held.length), begin('sell'), 'sell', '') : nothing}
            ${free.length > 0
              ? html`${button(words.reserve(free.length), begin('reserve'), 'reserve')}
                ${button(words.block(free.length), begin('block'), 'block')}`
              : nothing}
            ${held.length > 0 ? button(words.release(held.length), () => this.release(held), 'release') : nothing}
            ${blocked.length > 0 ? button(words.unblock(blocked.length), () => this.unblock(blocked), 'unblock') : nothing}
            ${only && booked.length === 1 ? button(words.itsBooking, () => this.findBookingOf(only), 'its-booking') : nothing}
            ${only ? button(words.history, () => this.ask(only), 'history') : nothing}
            ${only ? button(words.wholeRow(only.row), () => this.pickRow(only), 'row') : nothing}
            ${chosen.length > 0 ? button(words.none, () => live.pickNone(), 'none') : nothing}
          </div>`}
    </section>`;
  }

  /** What is picked can be sold if it is free or kept for somebody, and else has to be free. */
  private seatsFor(deed: Deed): Seat[] {
    const can = deed === 'sell' ? ['available', 'held'] : ['available'];
    return this.live?.chosen.filter((seat) => can.includes(stateOf(seat))) ?? [];
  }

  private drawDeed(deed: Deed, seats: Seat[]): TemplateResult {
    const words = officeTexts.house;
    const held = seats.filter((seat) => stateOf(seat) === 'held');
    const currency = this.live?.map?.currency ?? 'EUR';
    const total = money(seats.reduce((sum, seat) => sum + Number(seat.price), 0), currency);
    const yes = { sell: words.sellNow, reserve: words.reserveNow, block: words.blockNow }[deed];
    return html`<form class="deed-form form" novalidate @submit=${(event: SubmitEvent) => this.onDeed(event, deed, seats)} aria-busy=${this.busy}>
      <h3>${words[deed](seats.length)}</h3>
      ${deed === 'sell'
        ? html`
            <p class="total"><span>${texts.basket.total}</span><strong>${total}</strong></p>
            <fieldset class="payments">
              <legend>${words.payment}</legend>
              <label class="check"><input type="radio" name="payment" value="CASH" checked /> ${words.payments.CASH}</label>
              <label class="check"><input type="radio" name="payment" value="COMP" /> ${words.payments.COMP}</label>
            </fieldset>
            ${held.length > 0 ? html`<p class="quiet">${words.heldToo(seatNames(held))}</p>` : nothing}
            ${drawField({ name: 'guest', label: words.guestIfKnown, maxlength: 100, error: this.faults.guest })}
            ${drawField({ name: 'username', label: words.orAccount, maxlength: 150, error: this.faults.username })}`
        : nothing}
      ${deed === 'reserve'
        ? html`
            ${drawField({ name: 'guest', label: words.guest, maxlength: 100, hint: words.guestHint, error: this.faults.guest })}
            ${drawField({ name: 'username', label: words.orAccount, maxlength: 150, error: this.faults.username })}
            ${drawField({
              name: 'until',
              label: words.until,
              type: 'datetime-local',
              hint: words.untilHint,
              error: this.faults.until,
            })}`
        : nothing}
      ${deed === 'block' ? drawField({ name: 'reason', label: words.reason, maxlength: 200, required: true, error: this.faults.reason }) : nothing}
      <div class="actions">
        <button class="button" ?disabled=${this.busy} data-test="do">${yes}</button>
        <button type="button" class="button button-plain" @click=${() => this.keepingFocus(() => (this.deed = undefined), '#chosen-title')}>
          ${officeTexts.no}
        </button>
      </div>
    </form>`;
  }

  private onPicked(event: CustomEvent<ReturnType<HouseShow['toggle']>>): void {
    this.failure = undefined;
    if (event.detail === 'too-many') {
      this.failure = this.moving ? officeTexts.house.enoughSeats : texts.basket.tooMany(MOST_SEATS_OF_STAFF);
    } else if (event.detail === 'taken') {
      this.failure = texts.basket.notForSale;
    } else {
      this.done = undefined;
      this.key = freshKey(); // another sale
      this.about = this.deed ? this.seatsFor(this.deed) : [];
    }
  }

  private async onDeed(event: SubmitEvent, deed: Deed, seats: Seat[]): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const words = officeTexts.house;
    const faults = faultsIn(form);
    if (deed === 'reserve' && textOf(form, 'guest') === '' && textOf(form, 'username') === '') {
      faults.guest = officeTexts.missing;
    }
    this.faults = faults;
    if (Object.keys(faults).length > 0) {
      await this.updateComplete;
      goToFault(form);
      return;
    }
    const names = shortNames(seats);
    await this.keepingFocus(
      () =>
        this.change(async () => {
          if (deed === 'sell') {
            const payment = textOf(form, 'payment') as Payment;
            const booking = await office.sell(this.number, seats, payment, whoIn(form), this.key);
            this.key = freshKey();
            this.done = html`${words.sold(names, booking.reference, money(booking.total, booking.currency))}
              <a href=${officeLink.tickets(booking.reference)}>${words.printTickets}</a>`;
          } else if (deed === 'reserve') {
            const who = whoIn(form);
            const until = textOf(form, 'until');
            const { expires_at } = await office.reserve(this.number, seats, {
              ...who,
              ...(until ? { until: momentOf(until) } : {}),
            });
            this.done = words.reserved(names, who.guest ?? who.username ?? '', expires_at ? dateAndTime(expires_at) : undefined);
          } else {
            await office.block(this.number, seats, textOf(form, 'reason'));
            this.done = words.nowBlocked(names);
          }
        }),
      '#chosen-title',
    );
  }

  private async release(seats: Seat[]): Promise<void> {
    const words = officeTexts.house;
    const sure = await askToConfirm({ title: words.release(seats.length), text: words.releaseSure(shortNames(seats)), yes: words.releaseNow, bad: true });
    if (sure) {
      await this.change(async () => {
        await office.release(this.number, seats);
        this.done = words.released(shortNames(seats));
      });
    }
  }

  private async unblock(seats: Seat[]): Promise<void> {
    await this.change(async () => {
      await office.unblock(this.number, seats);
      this.done = officeTexts.house.unblocked(shortNames(seats));
    });
  }

  /** What is picked has been seen to when it worked, and stays picked when it did not. */
  private async change(what: () => Promise<void>): Promise<void> {
    this.done = undefined;
    const worked = await this.act(what, (problem) => {
      this.faults = faultsOf(problem);
      if (problem.seats.length > 0) {
        this.failure = officeTexts.house.refusedSeats(String(this.failure), shortNames(problem.seats));
      }
    });
    if (worked) {
      this.deed = undefined;
      this.history = undefined;
      this.live?.pickNone();
    }
  }

  private pickRow(seat: Seat): void {
    this.live?.pickAll(this.live.map?.seats.filter((it) => it.row === seat.row) ?? []);
  }

  // What happened to a seat.

  private async ask(seat: Seat): Promise<void> {
    await this.act(async () => {
      const { items, next } = await office.history(this.number, seat);
      this.history = { seat, events: items, next };
      await this.updateComplete;
      this.querySelector<HTMLElement>('#history-title')?.focus();
    });
  }

  private async askEarlier(): Promise<void> {
    const history = this.history;
    if (history?.next !== undefined) {
      await this.act(async () => {
        const { items, next } = await office.history(this.number, history.seat, history.next);
        this.history = { ...history, events: [...history.events, ...items], next };
      });
    }
  }

  private drawHistory({ seat, events, next }: NonNullable<FrHouse['history']>): TemplateResult {
    const words = officeTexts.house;
    return html`<section class="panel" aria-labelledby="history-title">
      <h2 id="history-title" tabindex="-1">${words.historyOf(seatName(seat))}</h2>
      ${events.length === 0
        ? html`<p class="quiet">${texts.activity.none}</p>`
        : html`<ol class="history">
            ${events.map(
              (event) => html`<li>
                <time datetime=${event.at}>${dateAndTime(event.at)}</time>
                <span>
                  <bdi>${words.event(event.kind, event.account ?? undefined, event.by ?? undefined, otherSeat(event), event.note ?? undefined)}</bdi>
                  ${event.held_until ? html`<span class="quiet">${words.heldUntil(dateAndTime(event.held_until))}</span>` : nothing}
                  ${event.reference
                    ? html`<button type="button" class="link" @click=${() => this.openBooking(event.reference ?? '')}><code>${event.reference}</code></button>`
                    : nothing}
                </span>
              </li>`,
            )}
          </ol>`}
      ${next === undefined
        ? nothing
        : html`<button type="button" class="button button-plain button-small" ?disabled=${this.busy}
            @click=${() => this.keepingFocus(() => this.askEarlier(), '#history-title')}>${words.earlier}</button>`}
      <button type="button" class="button button-plain button-small"
        @click=${() => this.keepingFocus(() => (this.history = undefined), '#chosen-title')}>${texts.close}</button>
    </section>`;
  }

  // A booking: found, moved, cancelled, printed.

  private drawBooking(): TemplateResult {
    const words = officeTexts.house;
    const booking = this.booking;
    return html`<section class="panel booking-desk" aria-labelledby="booking-title">
      <h2 id="booking-title" tabindex="-1">${booking ? words.bookingOf(booking.reference) : words.findBooking}</h2>
      ${booking
        ? this.drawFound(booking)
        : html`<form class="form form-row" novalidate @submit=${this.onFind}>
            ${drawField({ name: 'reference', label: words.referenceOrName, maxlength: 150, required: true, error: this.faults.reference })}
            <button class="button button-plain" ?disabled=${this.busy}>${words.find}</button>
          </form>
          ${this.found
            ? html`<ul class="plain-list">
                ${this.found.map(
                  (it) => html`<li>
                    <button type="button" class="link" @click=${() => this.openBooking(it.reference)}><code>${it.reference}</code></button>
                    <bdi>${it.movie}</bdi>, ${dateAndTime(it.start_time)}
                  </li>`,
                )}
              </ul>`
            : nothing}`}
    </section>`;
  }

  private drawFound(booking: Booking): TemplateResult {
    const words = officeTexts.house;
    const valid = booking.tickets.filter((ticket) => ticket.status === 'VALID');
    const isHere = booking.show_id === this.number;
    const close = () => this.keepingFocus(() => this.closeBooking(), '#booking-title');
    return html`
      <dl class="facts">
        ${isHere
          ? nothing
          : html`<div><dt>${officeTexts.nav.shows}</dt><dd><a href=${officeLink.house(booking.show_id, booking.reference)}>
              <bdi>${booking.movie}</bdi>, ${dateAndTime(booking.start_time)}</a></dd></div>`}
        <div><dt>${words.seats}</dt><dd>${valid.length > 0 ? seatNames(valid) : '–'}</dd></div>
        <div><dt>${texts.basket.total}</dt><dd>${money(booking.total, booking.currency)}
          ${booking.payment ? (words.payments[booking.payment as Payment] ?? booking.payment) : nothing}</dd></div>
        <div><dt>${texts.ticket.bookedBy}</dt><dd><bdi>${booking.guest ?? booking.tickets[0]?.booked_by ?? '–'}</bdi></dd></div>
        <div><dt>${officeTexts.shows.state}</dt><dd>${words.bookingStatus[booking.status]}</dd></div>
      </dl>
      ${booking.status === 'CONFIRMED'
        ? html`<div class="actions">
            <a class="button button-small" href=${officeLink.tickets(booking.reference)}>${words.printTickets}</a>
            ${isHere && !this.moving
              ? html`<button type="button" class="button button-plain button-small" ?disabled=${this.busy} data-test="move"
                  @click=${() => this.beginMoving(valid)}>${words.move}</button>`
              : nothing}
            <button type="button" class="button button-plain button-small" ?disabled=${this.busy}
              @click=${() => this.keepingFocus(() => this.cancel(booking), '#booking-title')}>${texts.bookings.cancel}</button>
            <button type="button" class="button button-plain button-small" @click=${close}>${texts.close}</button>
          </div>`
        : html`<button type="button" class="button button-plain button-small" @click=${close}>${texts.close}</button>`}`;
  }

  private async onFind(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.faults = faultsIn(form);
    if (this.faults.reference) {
      await this.updateComplete;
      goToFault(form);
      return;
    }
    const typed = textOf(form, 'reference');
    this.found = undefined;
    await this.act(async () => {
      const found = await office.findBookings(typed);
      // References are easily typed in small letters.
      const all = found.length > 0 ? found : await office.findBookings(typed.toUpperCase().replace(/[\s-]/g, ''));
      const only = all.length === 1 ? all[0] : undefined;
      if (only) {
        this.booking = only;
        await this.updateComplete;
        this.querySelector<HTMLElement>('#booking-title')?.focus();
      } else if (all.length === 0) {
        this.faults = { reference: texts.problems['unknown-booking'] ?? '' };
        await this.updateComplete;
        goToFault(form);
      } else {
        this.found = all;
      }
    });
  }

  private async openBooking(reference: string): Promise<void> {
    this.done = undefined;
    await this.act(async () => {
      this.booking = await office.booking(reference);
      await this.updateComplete;
      this.querySelector<HTMLElement>('#booking-title')?.focus();
    });
  }

  private closeBooking(): void {
    this.booking = undefined;
    this.endMoving();
  }

  private async findBookingOf(seat: Seat): Promise<void> {
    await this.act(async () => {
      const { items } = await office.history(this.number, seat);
      const reference = items.find((event) => event.reference && (event.kind === 'BOOKED' || event.kind === 'MOVED_HERE'))?.reference;
      if (reference) {
        this.booking = await office.booking(reference);
        await this.updateComplete;
        this.querySelector<HTMLElement>('#booking-title')?.focus();
      } else {
        this.failure = texts.problems['unknown-booking'];
      }
    });
  }

  private async cancel(booking: Booking): Promise<void> {
    const sure = await askToConfirm({
      title: texts.bookings.cancel,
      text: texts.bookings.cancelSure(booking.reference),
      yes: texts.bookings.yesCancel,
      bad: true,
    });
    if (sure) {
      await this.act(async () => {
        await office.cancelBooking(booking.reference);
        this.booking = await office.booking(booking.reference);
        this.endMoving();
        this.done = texts.bookings.cancelled;
      });
    }
  }

  private async beginMoving(tickets: Ticket[]): Promise<void> {
    this.moving = tickets;
    this.done = undefined;
    this.live?.pickFor(tickets.length);
    await this.updateComplete;
    this.querySelector<HTMLElement>('#moving-title')?.focus();
  }

  private endMoving(): void {
    if (this.moving) {
      this.moving = undefined;
      this.live?.pickFor(undefined);
    }
  }

  private drawMoving(live: HouseShow, moving: Ticket[]): TemplateResult {
    const words = officeTexts.house;
    const targets = [...live.picked.values()];
    const all = this.booking?.tickets.filter((ticket) => ticket.status === 'VALID') ?? [];
    return html`<section class="panel basket chosen-seats" aria-labelledby="moving-title">
      <h2 id="moving-title" tabindex="-1">${words.moveTitle}</h2>
      <p class="quiet">${words.moveHint}</p>
      <ul class="moves">
        ${all.map((ticket) => {
          const place = moving.findIndex((it) => it.ticket_id === ticket.ticket_id);
          const target = place < 0 ? undefined : targets[place];
          return html`<li>
            <label class="check">
              <input type="checkbox" .checked=${place >= 0} @change=${(event: Event) => this.toggleMoving(ticket, (event.target as HTMLInputElement).checked)} />
              <strong>${seatName(ticket)}</strong>
            </label>
            <span>${place < 0 ? words.stays : target ? html`→ <strong>${seatName(target)}</strong>` : words.pickNext}</span>
          </li>`;
        })}
      </ul>
      <div class="actions">
        <button type="button" class="button" ?disabled=${this.busy || moving.length === 0 || targets.length !== moving.length} data-test="move-now"
          @click=${() => this.keepingFocus(() => this.move(moving, targets), '#booking-title')}>${words.moveNow(moving.length)}</button>
        <button type="button" class="button button-plain" @click=${() => this.keepingFocus(() => this.endMoving(), '#booking-title')}>
          ${officeTexts.no}
        </button>
      </div>
    </section>`;
  }

  private toggleMoving(ticket: Ticket, moves: boolean): void {
    const others = (this.moving ?? []).filter((it) => it.ticket_id !== ticket.ticket_id);
    this.moving = moves ? [...others, ticket] : others;
    const live = this.live;
    if (live) {
      const kept = [...live.picked.values()].slice(0, this.moving.length);
      live.pickFor(this.moving.length);
      live.pickAll(kept);
    }
  }

  private async move(tickets: Ticket[], targets: Label[]): Promise<void> {
    const booking = this.booking;
    if (!booking) {
      return;
    }
    const moves = tickets.flatMap((from, i) => {
      const to = targets[i];
      return to ? [{ from: { row: from.row, number: from.number }, to }] : [];
    });
    await this.act(async () => {
      this.booking = await office.move(booking.reference, moves);
      this.done = html`${officeTexts.house.moved(seatNames(targets))}
        <a href=${officeLink.tickets(booking.reference)}>${officeTexts.house.printTickets}</a>`;
      this.endMoving();
    });
  }

  private async load(): Promise<void> {
    await this.act(async () => {
      this.show = (await office.show(this.number)).value;
      this.nameTab(this.show.movie);
    });
    const reference = new URLSearchParams(router.route.view === 'office' ? router.route.query : '').get('booking');
    if (reference) {
      await this.openBooking(reference);
    }
  }
}

function drawState(label: string, seats: Seat[]): TemplateResult | typeof nothing {
  return seats.length === 0 ? nothing : html`<li><span class="quiet">${label}</span> <strong>${shortNames(seats)}</strong></li>`;
}

function shortNames(seats: Label[]): string {
  return seats.length > MOST_NAMES
    ? officeTexts.house.andMore(seats.slice(0, MOST_NAMES).map(seatName).join(', '), seats.length - MOST_NAMES)
    : seatNames(seats);
}

function otherSeat(event: SeatEvent): string | undefined {
  const other = event.other_seat;
  return other ? seatName(other) : undefined;
}

/** Whom it is for: a name that was told, an account, or both. */
function whoIn(form: HTMLFormElement): { guest?: string; username?: string } {
  const guest = textOf(form, 'guest');
  const username = textOf(form, 'username');
  return { ...(guest ? { guest } : {}), ...(username ? { username } : {}) };
}

/** Not crypto.randomUUID, which browsers have only where there is TLS. */
function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

customElements.define('fr-house', FrHouse);
