import { html, nothing, type TemplateResult } from 'lit';
import { api, type Booked, Problem } from '../api.ts';
import { dayAndTime, money, seatName } from '../format.ts';
import { PersonalElement } from '../personal-element.ts';
import { link } from '../router.ts';
import { session } from '../session.ts';
import { texts } from '../texts/texts.ts';

/** What one has booked, a booking at a time. */
export class FrBookings extends PersonalElement {
  static override properties = {
    booked: { state: true },
    next: { state: true },
    failure: { state: true },
    done: { state: true },
    asking: { state: true },
    busy: { state: true },
  };
  declare booked: Booked[] | undefined;
  declare next: number | undefined;
  declare failure: string | undefined;
  declare done: string | undefined;
  declare asking: string | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.busy = false;
  }

  protected override render(): TemplateResult {
    return html`
      <section class="bookings">
        <h1 tabindex="-1">${texts.bookings.title}</h1>
        <div role="status">${this.done ? html`<p class="notice notice-good">${this.done}</p>` : nothing}</div>
        <div role="alert">
          ${this.failure
            ? html`<p class="notice notice-bad">
                ${this.failure}
                <button type="button" class="link" @click=${() => this.load()}>${texts.retry}</button>
              </p>`
            : nothing}
        </div>
        ${this.drawBody()}
      </section>`;
  }

  private drawBody(): TemplateResult | typeof nothing {
    if (session.username === null) {
      return this.drawSignInFirst();
    }
    if (!this.booked) {
      return this.failure ? nothing : html`<p class="quiet">${texts.loading}</p>`;
    }
    if (this.booked.length === 0) {
      return html`<p class="quiet">${texts.bookings.none}</p>
        <p><a class="button" href=${link.shows()}>${texts.toShows}</a></p>`;
    }
    const references = [...new Set(this.booked.map((it) => it.reference))];
    return html`
      <ul class="booking-list">
        ${references.map((reference) => this.drawBooking(this.booked?.filter((it) => it.reference === reference) ?? []))}
      </ul>
      ${this.next
        ? html`<button type="button" class="button button-plain" ?disabled=${this.busy}
            @click=${() => this.keepingFocus(() => this.more(), '.booking:last-child .stub')}>
            ${texts.bookings.more}
          </button>`
        : nothing}`;
  }

  private drawBooking(tickets: Booked[]): TemplateResult | typeof nothing {
    const first = tickets[0];
    if (!first) {
      return nothing;
    }
    const begun = new Date(first.start_time).getTime() < Date.now();
    return html`
      <li class="panel booking">
        <h2><bdi>${first.movie}</bdi></h2>
        <p class="quiet">${dayAndTime(first.start_time)} · <bdi>${first.screen}</bdi> · ${texts.bookings.seats(tickets.length)}</p>
        <p>${texts.bookings.reference} <code>${first.reference}</code></p>
        <ul class="tickets">
          ${tickets.map(
            (it) => html`<li>
              <a class="stub" href=${link.ticket(it.id)} aria-label="${texts.bookings.ticket} ${seatName(it)}">
                <strong>${seatName(it)}</strong><span>${money(it.price, it.currency)}</span>
              </a>
            </li>`,
          )}
        </ul>
        ${begun
          ? nothing
          : this.asking === first.reference
            ? html`<div class="confirm" role="group" aria-label=${texts.bookings.cancelSure(first.reference)} tabindex="-1">
                <p>${texts.bookings.cancelSure(first.reference)}</p>
                <button type="button" class="button button-bad" ?disabled=${this.busy} @click=${() => this.keepingFocus(() => this.cancel(first.reference), 'h1')}>
                  ${texts.bookings.yesCancel}
                </button>
                <button type="button" class="button button-plain" @click=${() => this.keep(first.reference)}>
                  ${texts.bookings.keep}
                </button>
              </div>`
            : html`<button type="button" class="link" data-cancel=${first.reference} @click=${() => this.ask(first.reference)}>
                ${texts.bookings.cancel}
              </button>`}
      </li>`;
  }

  private ask(reference: string): void {
    this.done = undefined;
    void this.keepingFocus(() => (this.asking = reference), '.confirm');
  }

  private keep(reference: string): void {
    void this.keepingFocus(() => (this.asking = undefined), `[data-cancel="${CSS.escape(reference)}"]`);
  }

  protected override forget(): void {
    this.booked = undefined;
  }

  protected override async load(): Promise<void> {
    if (session.signedIn) {
      await this.act(() =>
        this.forThisReader(api.bookings(1), (page) => {
          this.booked = page.bookings;
          this.next = page.next_page;
        }),
      );
    }
  }

  private async more(): Promise<void> {
    const next = this.next;
    if (next !== undefined) {
      await this.act(() =>
        this.forThisReader(api.bookings(next), (page) => {
          this.booked = [...(this.booked ?? []), ...page.bookings];
          this.next = page.next_page;
        }),
      );
    }
  }

  private async cancel(reference: string): Promise<void> {
    await this.act(async () => {
      await api.cancel(reference);
      this.asking = undefined;
      this.done = texts.bookings.cancelled;
      session.seatsChanged();
    });
    if (!this.failure) {
      await this.load();
    }
  }

  private async act(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.failure = undefined;
    try {
      await what();
    } catch (e) {
      this.failure = e instanceof Problem ? e.message : texts.problems.unknown;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('fr-bookings', FrBookings);
