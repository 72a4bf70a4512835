import { html, nothing, type TemplateResult } from 'lit';
import { askToSignIn } from '../account-dialog.ts';
import { api, Problem, type Ticket } from '../api.ts';
import { PageElement } from '../element.ts';
import { dayAndTime, money } from '../format.ts';
import { link } from '../router.ts';
import { session } from '../session.ts';
import { Watching } from '../store.ts';
import { texts } from '../texts/texts.ts';
import { logo } from '../logo.ts';

/** One ticket, as it is shown at the door or printed. */
export class FrTicket extends PageElement {
  static override properties = { number: { type: Number }, ticket: { state: true }, failure: { state: true } };
  declare number: number;
  declare ticket: Ticket | undefined;
  declare failure: string | undefined;
  private readonly onSession = () => {
    this.ticket = undefined; // it may be somebody else's
    void this.load();
  };

  constructor() {
    super();
    new Watching(this, session);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    session.addEventListener('change', this.onSession);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    session.removeEventListener('change', this.onSession);
  }

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
          ? html`<p>${texts.bookings.signInFirst}</p>
              <p><button type="button" class="button" @click=${() => askToSignIn()}>${texts.nav.signIn}</button></p>`
          : this.ticket
            ? this.drawTicket(this.ticket)
            : this.failure
              ? nothing
              : html`<p class="quiet">${texts.loading}</p>`}
      </section>`;
  }

  private drawTicket(ticket: Ticket): TemplateResult {
    const words = texts.ticket;
    const valid = ticket.status === 'VALID';
    return html`
      <article class="ticket ${valid ? '' : 'ticket-void'}">
        <div class="ticket-main">
          <p class="ticket-brand">${logo} ${texts.appName} <span>${words.admit}</span></p>
          <h2><bdi>${ticket.movie}</bdi></h2>
          <dl>
            <div><dt>${words.when}</dt><dd>${dayAndTime(ticket.time, 'short')}</dd></div>
            <div><dt>${words.screen}</dt><dd><bdi>${ticket.screen}</bdi></dd></div>
            <div class="ticket-seat"><dt>${words.row}</dt><dd>${ticket.row}</dd></div>
            <div class="ticket-seat"><dt>${words.seat}</dt><dd>${ticket.number}</dd></div>
            <div><dt>${words.price}</dt><dd>${money(ticket.price, ticket.currency)}</dd></div>
            <div><dt>${words.bookedBy}</dt><dd><bdi>${ticket.booked_by}</bdi></dd></div>
          </dl>
          <p>${valid ? words.enjoy : html`<strong>${words.cancelled}</strong>`}</p>
        </div>
        <div class="ticket-stub">
          ${valid
            ? html`<img src=${api.qrUrl(ticket.ticket_id)} alt=${words.qr} width="200" height="200" />`
            : nothing}
          <p>${words.reference} <code>${ticket.reference}</code></p>
        </div>
      </article>
      <p class="no-print actions">
        <button type="button" class="button" @click=${() => window.print()}>${words.print}</button>
      </p>`;
  }

  private async load(): Promise<void> {
    if (!session.signedIn) {
      this.ticket = undefined;
      return;
    }
    const reader = session.username;
    this.failure = undefined;
    try {
      const ticket = await api.ticket(this.number);
      if (reader === session.username) {
        this.ticket = ticket;
      }
    } catch (e) {
      this.failure = e instanceof Problem ? e.message : texts.problems.unknown;
    }
  }
}

customElements.define('fr-ticket', FrTicket);
