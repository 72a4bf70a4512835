import { html, nothing, type TemplateResult } from 'lit';
import { api, Problem, type Ticket } from '../api.ts';
import { dayAndTime, money } from '../format.ts';
import { PersonalElement } from '../personal-element.ts';
import { link } from '../router.ts';
import { session } from '../session.ts';
import { texts } from '../texts/texts.ts';
import { logo } from '../logo.ts';

/** One ticket, as it is shown at the door or printed. */
export class FrTicket extends PersonalElement {
  static override properties = { number: { type: Number }, ticket: { state: true }, failure: { state: true } };
  declare number: number;
  declare ticket: Ticket | undefined;
  declare failure: string | undefined;

  protected override render(): TemplateResult {
    return html`
      <section class="ticket-view">
        <p class="no-print"><a href=${link.bookings()}>← ${texts.bookings.title}</a></p>
        <h1 tabindex="-1" class="no-print">${texts.ticket.title}</h1>
        <div role="alert">
          ${this.failure
            ? html`<p class="notice notice-bad">
                ${this.failure} <button type="button" class="link" @click=${() => this.load()}>${texts.retry}</button>
              </p>`
            : nothing}
        </div>
        ${session.username === null
          ? this.drawSignInFirst()
          : this.ticket
            ? html`${drawTicket(this.ticket)}
                <p class="no-print actions">
                  <button type="button" class="button" @click=${() => window.print()}>${texts.ticket.print}</button>
                </p>`
            : this.failure
              ? nothing
              : html`<p class="quiet">${texts.loading}</p>`}
      </section>`;
  }

  protected override forget(): void {
    this.ticket = undefined;
  }

  protected override async load(): Promise<void> {
    if (!session.signedIn) {
      return;
    }
    this.failure = undefined;
    try {
      await this.forThisReader(api.ticket(this.number), (ticket) => (this.ticket = ticket));
    } catch (e) {
      this.failure = e instanceof Problem ? e.message : texts.problems.unknown;
    }
  }
}

/** As it is shown at the door, and as it is on paper. */
export function drawTicket(ticket: Ticket): TemplateResult {
  const words = texts.ticket;
  const valid = ticket.status === 'VALID';
  return html`<article class="ticket ${valid ? '' : 'ticket-void'}">
      <div class="ticket-main">
        <p class="ticket-brand">${logo} ${texts.appName} <span>${words.admit}</span></p>
        <h2><bdi>${ticket.movie}</bdi></h2>
        <dl>
          <div><dt>${words.when}</dt><dd>${dayAndTime(ticket.time, 'short')}</dd></div>
          <div><dt>${words.screen}</dt><dd><bdi>${ticket.screen}</bdi></dd></div>
          <div class="ticket-seat"><dt>${words.row}</dt><dd>${ticket.row}</dd></div>
          <div class="ticket-seat"><dt>${words.seat}</dt><dd>${ticket.number}</dd></div>
          <div><dt>${words.price}</dt><dd>${money(ticket.price, ticket.currency)}</dd></div>
          <div><dt>${words.bookedBy}</dt><dd><bdi>${ticket.guest ?? ticket.booked_by}</bdi></dd></div>
        </dl>
        <p>${valid ? words.enjoy : html`<strong>${words.cancelled}</strong>`}</p>
      </div>
      <div class="ticket-stub">
        ${valid
          ? html`<img src=${api.qrUrl(ticket.ticket_id)} alt=${words.qr} width="200" height="200" />`
          : nothing}
        <p>${words.reference} <code>${ticket.reference}</code></p>
      </div>
    </article>`;
}

customElements.define('fr-ticket', FrTicket);
