import { html, nothing, type TemplateResult } from 'lit';
import { texts } from '../texts/texts.ts';
import { drawTicket } from '../views/ticket.ts';
import { officeLink } from './links.ts';
import { type Booking, office } from './office-api.ts';
import { OfficeElement } from './office-element.ts';
import { officeTexts } from './texts.ts';

/** All tickets of a booking, to be printed and handed over. */
export class FrOfficeTickets extends OfficeElement {
  static override properties = { reference: {}, booking: { state: true } };
  declare reference: string;
  declare booking: Booking | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.act(async () => {
      this.booking = await office.booking(this.reference);
      this.nameTab(officeTexts.house.bookingOf(this.reference));
    });
  }

  protected override render(): TemplateResult {
    const booking = this.booking;
    const valid = booking?.tickets.filter((ticket) => ticket.status === 'VALID') ?? [];
    return html`<section class="ticket-view">
      ${booking ? html`<p class="no-print"><a href=${officeLink.house(booking.show_id, booking.reference)}>← ${officeTexts.shows.house}</a></p>` : nothing}
      <h1 tabindex="-1" class="no-print">${officeTexts.house.bookingOf(this.reference)}</h1>
      ${this.drawTold()}
      ${booking
        ? html`
            <p class="no-print actions">
              ${valid.length > 0
                ? html`<button type="button" class="button" @click=${() => window.print()}>${officeTexts.house.print(valid.length)}</button>`
                : html`<span>${texts.ticket.cancelled}</span>`}
            </p>
            <ol class="ticket-sheet">${valid.map((ticket) => html`<li>${drawTicket(ticket)}</li>`)}</ol>`
        : this.failure
          ? nothing
          : html`<p class="quiet">${texts.loading}</p>`}
    </section>`;
  }
}

customElements.define('fr-office-tickets', FrOfficeTickets);
