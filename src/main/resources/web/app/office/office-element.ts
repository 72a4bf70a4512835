import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Problem } from '../api.ts';
import { PageElement } from '../element.ts';
import { router } from '../router.ts';
import { texts } from '../texts/texts.ts';
import { officeTexts } from './texts.ts';
import { inWords } from './words.ts';
import type { Part } from './office-api.ts';

/** A view of the office: it asks, waits, and says what came of it. */
export abstract class OfficeElement extends PageElement {
  static override properties: PropertyDeclarations = { busy: { state: true }, failure: { state: true }, done: { state: true } };
  declare busy: boolean;
  declare failure: string | TemplateResult | undefined;
  declare done: string | TemplateResult | undefined;

  /** How many things are being done. */
  private acting = 0;

  constructor() {
    super();
    this.busy = false;
  }

  /** Answers whether it worked; why not is told. */
  protected async act(what: () => Promise<void>, otherwise?: (problem: Problem) => void | Promise<void>): Promise<boolean> {
    this.acting++;
    this.busy = true;
    this.failure = undefined;
    try {
      await what();
      return true;
    } catch (e) {
      if (!(e instanceof Problem)) {
        this.failure = texts.problems.unknown;
        throw e;
      }
      this.failure = inWords(e);
      await otherwise?.(e);
      return false;
    } finally {
      this.acting--;
      this.busy = this.acting > 0;
    }
  }

  /** What was done, and what was not. */
  protected drawTold(): TemplateResult {
    return html`
      <div role="status">${this.done ? html`<p class="notice notice-good">${this.done}</p>` : nothing}</div>
      <div role="alert">${this.failure ? html`<div class="notice notice-bad">${this.failure}</div>` : nothing}</div>`;
  }

  protected nameTab(title: string): void {
    document.title = `${title} – ${texts.appName}`;
  }
}

/** Typing is over when nothing was typed for so long. */
const TYPING = 300;
const ROWS = '50';

/** A long list, a page at a time; what it is narrowed to is in the address. */
export abstract class OfficeList<T, P extends Part<T> = Part<T>> extends OfficeElement {
  static override properties: PropertyDeclarations = { items: { state: true }, pages: { state: true }, next: { state: true } };
  declare items: T[] | undefined;
  /** Where the pages before this one begin, and this one. */
  declare pages: number[];
  declare next: number | undefined;
  /** As it was typed. */
  protected filter = new URLSearchParams();
  private turn = 0;
  private typing = 0;

  constructor() {
    super();
    this.pages = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.filter = new URLSearchParams(router.route.view === 'office' ? router.route.query : '');
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.typing);
  }

  /** What a page begins with in a question. */
  protected get pageParameter(): string {
    return 'page';
  }

  protected abstract ask(query: URLSearchParams): Promise<P>;

  /** What else has come with it. */
  protected take(_: P): void {}

  /** What the service is asked for; the address may say it in the reader's terms. */
  protected query(): URLSearchParams {
    return this.address;
  }

  private get address(): URLSearchParams {
    return new URLSearchParams([...this.filter].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''));
  }

  protected async load(pages: number[] = []): Promise<void> {
    const turn = ++this.turn;
    const query = this.query();
    query.set('page_size', ROWS);
    const page = pages[pages.length - 1];
    if (page !== undefined) {
      query.set(this.pageParameter, String(page));
    }
    await this.act(async () => {
      const part = await this.ask(query).catch((e: unknown) => {
        if (e instanceof Problem && turn !== this.turn) {
          return undefined; // nobody wants to know any more
        }
        throw e;
      });
      if (part && turn === this.turn) {
        this.items = part.items;
        this.next = part.next;
        this.pages = pages;
        this.take(part);
      }
    });
  }

  protected get isNarrowed(): boolean {
    return this.address.size > 0;
  }

  protected narrow(name: string, value: string, typed = false): void {
    if (value === '') {
      this.filter.delete(name);
    } else {
      this.filter.set(name, value);
    }
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.narrowed(), typed ? TYPING : 0);
  }

  protected forgetFilter(): void {
    this.filter = new URLSearchParams();
    this.narrowed();
  }

  private narrowed(): void {
    const query = String(this.address);
    const address = location.hash.split('?')[0] ?? '';
    router.rename(query ? `${address}?${query}` : address);
    this.done = undefined;
    this.requestUpdate();
    void this.load();
  }

  protected drawSearch(label: string, name = 'search'): TemplateResult {
    return html`<label class="filter">
      ${label}
      <input type="search" name=${name} maxlength="150" .value=${this.filter.get(name) ?? ''} autocomplete="off" spellcheck="false"
        @input=${(event: InputEvent) => this.narrow(name, (event.target as HTMLInputElement).value, true)} />
    </label>`;
  }

  protected drawSelect(label: string, name: string, options: [string, string][]): TemplateResult {
    const chosen = this.filter.get(name) ?? options[0]?.[0] ?? '';
    return html`<label class="filter">
      ${label}
      <select name=${name} @change=${(event: Event) => this.narrow(name, (event.target as HTMLSelectElement).value)}>
        ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select>
    </label>`;
  }

  /** Only whole days: while a year is typed browsers tell each digit. */
  protected drawDay(label: string, name: string): TemplateResult {
    return html`<label class="filter">
      ${label}
      <input type="date" name=${name} .value=${this.filter.get(name) ?? ''} min="1900-01-01" max="2999-12-31"
        @change=${(event: Event) => {
          const field = event.target as HTMLInputElement;
          if (field.checkValidity()) {
            this.narrow(name, field.value);
          }
        }} />
    </label>`;
  }

  /** Says how many there are to those who do not see the table change. */
  protected drawCount(): TemplateResult {
    const words = officeTexts.list;
    return html`<p class="quiet list-count" aria-live="polite">
      ${this.items === undefined ? nothing : this.busy ? texts.loading : words.count(this.items.length, this.pages.length + 1, this.next !== undefined)}
    </p>`;
  }

  protected drawPages(): TemplateResult | typeof nothing {
    const words = officeTexts.list;
    if (this.pages.length === 0 && this.next === undefined) {
      return nothing;
    }
    const turn = (pages: number[]) =>
      this.keepingFocus(async () => {
        await this.load(pages);
        await this.updateComplete;
        this.querySelector('.list-count')?.scrollIntoView({ block: 'nearest' });
      }, '.pages button:not([disabled])');
    const next = this.next;
    return html`<nav class="pages actions" aria-label=${words.pages}>
      <button type="button" class="button button-plain" ?disabled=${this.busy || this.pages.length === 0}
        @click=${() => turn(this.pages.slice(0, -1))}>← ${words.before}</button>
      <button type="button" class="button button-plain" ?disabled=${this.busy || next === undefined}
        @click=${() => next !== undefined && turn([...this.pages, next])}>${words.more} →</button>
    </nav>`;
  }

  /** Nothing is found; or there is nothing, and what to do about it. */
  protected drawNone(whatToDo: TemplateResult): TemplateResult {
    return this.isNarrowed
      ? html`<div class="empty">
          <p>${officeTexts.list.nothingFound}</p>
          <p><button type="button" class="button button-plain" @click=${() => this.forgetFilter()}>${officeTexts.list.showAll}</button></p>
        </div>`
      : html`<div class="empty">${whatToDo}</div>`;
  }
}
