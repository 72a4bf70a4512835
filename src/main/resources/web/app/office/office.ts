import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { askToSignIn } from '../account-dialog.ts';
import { PageElement } from '../element.ts';
import { session } from '../session.ts';
import { Watching } from '../store.ts';
import { texts } from '../texts/texts.ts';
import { officeLink } from './links.ts';
import { officeTexts } from './texts.ts';
import './accounts.ts';
import './audit.ts';
import './confirm.ts';
import './door.ts';
import './editor/layout-editor.ts';
import './house.ts';
import './movies.ts';
import './numbers/numbers.ts';
import './planning.ts';
import './screens.ts';
import './shows.ts';
import './tickets.ts';

type Part = 'shows' | 'movies' | 'screens' | 'accounts' | 'audit' | 'numbers';

const PARTS: Record<'STAFF' | 'ADMIN', Part[]> = {
  STAFF: ['shows', 'numbers'],
  ADMIN: ['shows', 'movies', 'screens', 'accounts', 'audit', 'numbers'],
};

/** The back of the house: a navigation of its own, and the view the address names, for those who may see it. */
export class FrOffice extends PageElement {
  static override properties = { path: { attribute: false }, visit: { type: Number } };
  declare path: string[];
  /** Which of the router's visits this is. */
  declare visit: number;
  /** Who works here, or did until their session ended: what they have not saved yet is theirs when they are back. */
  private worker: { username: string; role: 'STAFF' | 'ADMIN'; visit: number } | undefined;

  constructor() {
    super();
    this.path = [];
    this.visit = 0;
    new Watching(this, session);
  }

  protected override render(): TemplateResult {
    if (session.username === undefined) {
      return html`<h1 tabindex="-1">${officeTexts.title}</h1><p class="quiet">${texts.loading}</p>`;
    }
    const worker = this.whoWorks();
    if (!worker) {
      return this.drawClosed();
    }
    const part = (this.path[0] ?? 'shows') as Part;
    return html`
      ${session.signedIn ? this.drawNav(worker.role, part) : this.drawClosed()}
      ${keyed(
        // Somebody else who signs in begins anew, and so does whoever comes again.
        `${worker.username} ${worker.role} ${worker.visit}`,
        html`<div class="office-view" ?hidden=${!session.signedIn}>${this.drawView(part, worker.role === 'ADMIN')}</div>`,
      )}
      <fr-confirm></fr-confirm>`;
  }

  private whoWorks(): FrOffice['worker'] {
    const { username, role } = session;
    if (username && (role === 'STAFF' || role === 'ADMIN')) {
      this.worker = { username, role, visit: this.visit };
    } else if (session.signedIn || session.hasLeft || this.worker?.visit !== this.visit) {
      this.worker = undefined;
    }
    return this.worker;
  }

  private drawClosed(): TemplateResult {
    return html`<section class="office-closed">
      <h1 tabindex="-1">${officeTexts.title}</h1>
      <p>${session.signedIn ? officeTexts.staffOnly : this.worker ? officeTexts.signInAgain : officeTexts.signInFirst}</p>
      ${session.signedIn
        ? nothing
        : html`<p><button type="button" class="button" @click=${() => askToSignIn()}>${texts.nav.signIn}</button></p>`}
    </section>`;
  }

  private drawNav(role: 'STAFF' | 'ADMIN', part: Part): TemplateResult {
    const chapter = (part as string) === 'bookings' ? 'shows' : part;
    return html`<nav class="office-nav no-print" aria-label=${officeTexts.nav.label}>
      ${PARTS[role].map(
        (it) => html`<a href=${it === 'shows' ? officeLink.shows() : officeLink[it]()}
          aria-current=${it === chapter ? (this.path.length > 1 ? 'true' : 'page') : nothing}>${officeTexts.nav[it]}</a>`,
      )}
    </nav>`;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('visit')) {
      return;
    }
    const part = officeTexts.nav[this.path[0] ?? 'shows'];
    document.title = `${part ?? officeTexts.title} – ${texts.appName}`;
  }

  /** On a small screen the navigation is wider than the page. */
  protected override updated(): void {
    const nav = this.querySelector<HTMLElement>('.office-nav');
    const current = nav?.querySelector<HTMLElement>('[aria-current]');
    if (nav && current) {
      nav.scrollLeft = Math.max(0, current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2);
    }
  }

  private drawView(part: Part, mayAll: boolean): TemplateResult {
    const [, second, third] = this.path;
    const id = second !== undefined && /^[0-9]{1,15}$/.test(second) ? Number(second) : undefined;
    const isNew = second === 'new' && third === undefined;
    if (!mayAll && (['movies', 'screens', 'accounts', 'audit'].includes(part) || second === 'plan')) {
      return html`<h1 tabindex="-1">${officeTexts.nav[part] ?? officeTexts.title}</h1><p>${officeTexts.administratorsOnly}</p>`;
    }
    switch (part) {
      case 'shows':
        if (second === undefined) {
          return html`<fr-office-shows></fr-office-shows>`;
        }
        if (second === 'plan') {
          return html`<fr-planning></fr-planning>`;
        }
        if (id !== undefined) {
          if (third === 'house') {
            return html`<fr-house .number=${id}></fr-house>`;
          }
          if (third === 'door') {
            return html`<fr-door .number=${id}></fr-door>`;
          }
          return html`<fr-office-show .number=${id}></fr-office-show>`;
        }
        break;
      case 'movies':
        if (second === undefined) {
          return html`<fr-office-movies></fr-office-movies>`;
        }
        if (id !== undefined || isNew) {
          return html`<fr-office-movie .number=${id}></fr-office-movie>`;
        }
        break;
      case 'screens':
        if (second === undefined) {
          return html`<fr-office-screens></fr-office-screens>`;
        }
        if (id !== undefined && third === 'layout') {
          return html`
            <p><a href=${officeLink.screen(id)}>← ${officeTexts.screens.toScreen}</a></p>
            <fr-layout-editor .screenId=${id}></fr-layout-editor>`;
        }
        if (id !== undefined || isNew) {
          return html`<fr-office-screen .number=${id}></fr-office-screen>`;
        }
        break;
      case 'accounts':
        if (second === undefined) {
          return html`<fr-office-accounts></fr-office-accounts>`;
        }
        if (id !== undefined || isNew) {
          return html`<fr-office-account .number=${id}></fr-office-account>`;
        }
        break;
      case 'audit':
        return html`<fr-office-audit></fr-office-audit>`;
      case 'numbers':
        return html`<fr-numbers .path=${this.path.slice(1)}></fr-numbers>`;
      default:
        if ((part as string) === 'bookings' && second !== undefined && third === 'tickets') {
          return html`<fr-office-tickets .reference=${decodeURIComponent(second)}></fr-office-tickets>`;
        }
    }
    return html`<h1 tabindex="-1">${texts.notFound}</h1>
      <p><a class="button" href=${officeLink.shows()}>${officeTexts.toShows}</a></p>`;
  }
}

customElements.define('fr-office', FrOffice);
