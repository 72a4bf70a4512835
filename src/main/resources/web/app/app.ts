import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { askToSignIn } from './account-dialog.ts';
import { Problem } from './api.ts';
import { PageElement } from './element.ts';
import { logo } from './logo.ts';
import { link, router } from './router.ts';
import { session } from './session.ts';
import { Watching } from './store.ts';
import { texts } from './texts/texts.ts';
import './views/bookings.ts';
import './views/show.ts';
import './views/shows.ts';
import './views/ticket.ts';

/** The frame around every view. */
export class FrApp extends PageElement {
  static override properties = { failure: { state: true }, officeIsHere: { state: true } };
  declare failure: string | undefined;
  declare officeIsHere: boolean;
  private readonly onRoute = () => void this.arrive();

  constructor() {
    super();
    this.officeIsHere = false;
    new Watching(this, router, session);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    router.addEventListener('change', this.onRoute);
    this.nameTab();
    void this.fetchOffice();
    void session.find();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    router.removeEventListener('change', this.onRoute);
  }

  protected override render(): TemplateResult {
    const view = router.route.view;
    return html`
      <a class="skip" href="#content" @click=${this.onSkip}>${texts.skipToContent}</a>
      <header class="bar">
        <a class="brand" href=${link.shows()}>${logo}<span>${texts.appName}</span></a>
        <nav aria-label=${texts.nav.main}>
          <a href=${link.shows()} aria-current=${view === 'shows' ? 'page' : nothing}>${texts.nav.shows}</a>
          <a href=${link.bookings()} aria-current=${view === 'bookings' ? 'page' : nothing}>${texts.nav.bookings}</a>
          ${session.worksHere
            ? html`<a href=${link.office()} aria-current=${view === 'office' ? 'page' : nothing}>${texts.nav.office}</a>`
            : nothing}
        </nav>
        <div class="who">
          ${session.signedIn
            ? html`<span class="username" title=${texts.signedInAs(session.username ?? '')}>${session.username}</span>`
            : nothing}
          ${session.username === undefined ? nothing : this.drawSignInOrOut()}
        </div>
      </header>
      <main id="content" tabindex="-1">
        <div role="alert">${this.failure ? html`<p class="notice notice-bad">${this.failure}</p>` : nothing}</div>
        ${this.drawView()}
      </main>
      <footer class="foot">
        <p>${texts.footer} <a href="/q/openapi">${texts.apiDescription}</a></p>
      </footer>
      <fr-account-dialog></fr-account-dialog>`;
  }

  /** One button for both, so that the focus stays where it is when it becomes the other. */
  private drawSignInOrOut(): TemplateResult {
    return html`<button type="button" class="button button-small ${session.signedIn ? 'button-plain' : ''}"
      @click=${() => (session.signedIn ? this.signOut() : askToSignIn())}>
      ${session.signedIn ? texts.nav.signOut : texts.nav.signIn}
    </button>`;
  }

  /** Who wants to leave a shared computer has to be told if that did not work. */
  private async signOut(): Promise<void> {
    this.failure = undefined;
    try {
      await session.signOut();
    } catch (e) {
      this.failure = e instanceof Problem ? e.message : texts.problems.unknown;
    }
  }

  private drawView(): TemplateResult {
    const route = router.route;
    switch (route.view) {
      case 'shows':
        return html`<fr-shows .day=${route.day}></fr-shows>`;
      case 'show':
        return html`${keyed(route.id, html`<fr-show .number=${route.id}></fr-show>`)}`;
      case 'bookings':
        return html`<fr-bookings></fr-bookings>`;
      case 'ticket':
        return html`${keyed(route.id, html`<fr-ticket .number=${route.id}></fr-ticket>`)}`;
      case 'office':
        return this.officeIsHere
          ? html`<fr-office .path=${route.path} .visit=${router.visit}></fr-office>`
          : html`<h1 tabindex="-1">${texts.nav.office}</h1>
              ${this.failure ? nothing : html`<p class="quiet">${texts.loading}</p>`}`;
      case 'nowhere':
        return html`<section>
          <h1 tabindex="-1">${texts.notFound}</h1>
          <p><a class="button" href=${link.shows()}>${texts.toShows}</a></p>
        </section>`;
    }
  }

  /** Guests never need it, so they are not made to load it. */
  private async fetchOffice(): Promise<void> {
    if (router.route.view !== 'office' || this.officeIsHere) {
      return;
    }
    try {
      await import('./office/office.ts');
      this.officeIsHere = true;
    } catch {
      this.failure = texts.problems.network;
    }
  }

  private onSkip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')?.focus();
  }

  /** A new view is a new page to those who cannot see it: it has a name, and reading starts at its top. */
  private async arrive(): Promise<void> {
    this.failure = undefined;
    await this.fetchOffice();
    await this.updateComplete;
    this.nameTab();
    window.scrollTo(0, 0);
    this.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  }

  private nameTab(): void {
    if (router.route.view === 'office' && this.officeIsHere) {
      return; // it knows more
    }
    const titles = {
      shows: texts.shows.title,
      show: texts.basket.title,
      bookings: texts.bookings.title,
      ticket: texts.ticket.title,
      office: texts.nav.office,
      nowhere: texts.notFound,
    };
    document.title = `${titles[router.route.view]} – ${texts.appName}`;
  }
}
