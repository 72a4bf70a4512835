import { html, nothing, type TemplateResult } from 'lit';
import { dayOf, money, time } from '../format.ts';
import { session } from '../session.ts';
import { texts } from '../texts/texts.ts';
import { askToConfirm } from './confirm.ts';
import { officeLink } from './links.ts';
import { office, type OfficeShow, type Part, type ShowStatus } from './office-api.ts';
import { OfficeElement, OfficeList } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { beginningOf, dateAndTime, dayAfter, isDay, longDay, today } from './words.ts';
import './chooser.ts';

const STATUSES: ShowStatus[] = ['DRAFT', 'ON_SALE', 'CLOSED', 'CANCELLED'];
const MINUTE = 60_000;

/** What runs when and where, a day after the other. */
export class FrOfficeShows extends OfficeList<OfficeShow> {
  protected override ask(query: URLSearchParams): Promise<Part<OfficeShow>> {
    return office.shows(query);
  }

  /** From today on, if no other day is asked for; the latest first looks back from there. */
  protected override query(): URLSearchParams {
    const query = super.query();
    const from = query.get('from') ?? '';
    const until = query.get('until') ?? '';
    query.delete('from');
    query.delete('until');
    const backwards = query.get('sort') === '-start_time';
    if (isDay(from)) {
      query.set('from', beginningOf(from));
    } else if (!backwards) {
      query.set('from', beginningOf(today()));
    }
    if (isDay(until)) {
      query.set('until', beginningOf(dayAfter(until)));
    } else if (backwards && !isDay(from)) {
      query.set('until', beginningOf(dayAfter(today())));
    }
    return query;
  }

  protected override render(): TemplateResult {
    const words = officeTexts.shows;
    const mayPlan = session.role === 'ADMIN';
    const id = (name: string) => (this.filter.has(name) ? Number(this.filter.get(name)) : undefined);
    return html`<section class="office-page">
      <header class="office-head">
        <h1 tabindex="-1">${words.title}</h1>
        ${mayPlan ? html`<a class="button" href=${officeLink.plan()}>${words.plan}</a>` : nothing}
      </header>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
        ${mayPlan
          ? html`
              <fr-chooser class="filter" kind="movie" label=${words.movie} .chosen=${id('movie_id')}
                @chosen=${(event: CustomEvent<{ id: number } | undefined>) => this.narrow('movie_id', String(event.detail?.id ?? ''))}></fr-chooser>
              <fr-chooser class="filter" kind="screen" label=${words.screen} .chosen=${id('screen_id')}
                @chosen=${(event: CustomEvent<{ id: number } | undefined>) => this.narrow('screen_id', String(event.detail?.id ?? ''))}></fr-chooser>`
          : nothing}
        ${this.drawSelect(words.state, 'status', [['', words.anyStatus], ...STATUSES.map((it) => [it, words.status[it]] as [string, string])])}
        ${this.drawDay(words.from, 'from')} ${this.drawDay(words.until, 'until')}
        ${this.drawSelect(officeTexts.list.sort, 'sort', [
          ['start_time', words.earliestFirst],
          ['-start_time', words.latestFirst],
        ])}
      </form>
      ${this.drawTold()} ${this.drawCount()}
      ${this.items === undefined
        ? nothing
        : this.items.length === 0
          ? this.drawNone(
              mayPlan
                ? html`<p>${words.none}</p>
                    <ol class="steps">
                      <li><a href=${officeLink.screens()}>${words.firstScreen}</a></li>
                      <li><a href=${officeLink.movies()}>${words.thenMovie}</a></li>
                      <li><a href=${officeLink.plan()}>${words.thenShows}</a></li>
                    </ol>`
                : html`<p>${words.noneForStaff}</p>`,
            )
          : this.drawDays(this.items)}
      ${this.drawPages()}
    </section>`;
  }

  protected override get isNarrowed(): boolean {
    return ['movie_id', 'screen_id', 'status', 'from', 'until'].some((it) => this.filter.has(it));
  }

  private drawDays(shows: OfficeShow[]): TemplateResult[] {
    const days = new Map<string, OfficeShow[]>();
    for (const show of shows) {
      const day = dayOf(new Date(show.start_time));
      days.set(day, [...(days.get(day) ?? []), show]);
    }
    return [...days].map(
      ([day, ofDay]) => html`<div class="table-frame"><table class="day-table">
        <caption>${longDay(day)}</caption>
        <thead>
          <tr>
            <th scope="col">${officeTexts.shows.starts}</th>
            <th scope="col">${officeTexts.shows.movie}</th>
            <th scope="col">${officeTexts.shows.screen}</th>
            <th scope="col" class="figure wide">${officeTexts.shows.price}</th>
            <th scope="col">${officeTexts.shows.state}</th>
            <th scope="col" class="wide"><span class="visually-hidden">${officeTexts.shows.more}</span></th>
          </tr>
        </thead>
        <tbody>${ofDay.map((show) => this.drawShow(show))}</tbody>
      </table></div>`,
    );
  }

  private drawShow(show: OfficeShow): TemplateResult {
    const words = officeTexts.shows;
    return html`<tr>
      <td class="when">${time(show.start_time)}</td>
      <th scope="row"><a href=${officeLink.show(show.id)}><bdi>${show.movie}</bdi></a></th>
      <td><bdi>${show.screen}</bdi></td>
      <td class="figure wide">${money(show.price, show.currency)}</td>
      <td>${drawStatus(show.status)}</td>
      <td class="wide row-links">
        ${show.status === 'DRAFT'
          ? nothing
          : html`<a href=${officeLink.house(show.id)} aria-label=${words.houseOf(show.movie, time(show.start_time))}>${words.house}</a>
              <a href=${officeLink.door(show.id)} aria-label=${words.doorOf(show.movie, time(show.start_time))}>${words.door}</a>`}
      </td>
    </tr>`;
  }
}

export function drawStatus(status: ShowStatus): TemplateResult {
  return html`<span class="state state-${status}">${officeTexts.shows.status[status]}</span>`;
}

/** One show, and what can be done with it. */
export class FrOfficeShow extends OfficeElement {
  static override properties = { number: { type: Number }, show: { state: true } };
  declare number: number;
  declare show: OfficeShow | undefined;
  private edition = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render(): TemplateResult {
    const show = this.show;
    return html`<section class="office-page">
      <p><a href=${officeLink.shows()}>← ${officeTexts.shows.title}</a></p>
      <h1 tabindex="-1"><bdi>${show?.movie ?? (this.failure ? officeTexts.shows.title : texts.loading)}</bdi></h1>
      ${this.drawTold()} ${show ? this.drawShow(show) : nothing}
    </section>`;
  }

  private drawShow(show: OfficeShow): TemplateResult {
    const words = officeTexts.shows;
    const mayChange = session.role === 'ADMIN';
    const minutes = (new Date(show.end_time).getTime() - new Date(show.start_time).getTime()) / MINUTE;
    return html`
      <div class="panel form">
        <dl class="facts">
          <div><dt>${words.state}</dt><dd>${drawStatus(show.status)}</dd></div>
          <div><dt>${words.starts}</dt><dd>${dateAndTime(show.start_time)}</dd></div>
          <div><dt>${words.ends}</dt><dd>${time(show.end_time)} (${texts.shows.minutes(minutes)})</dd></div>
          <div><dt>${words.screen}</dt><dd>${
            mayChange ? html`<a href=${officeLink.screen(show.screen_id)}><bdi>${show.screen}</bdi></a>` : html`<bdi>${show.screen}</bdi>`
          }</dd></div>
          ${mayChange
            ? html`<div><dt>${words.movie}</dt><dd><a href=${officeLink.movie(show.movie_id)}><bdi>${show.movie}</bdi></a></dd></div>`
            : nothing}
          <div><dt>${words.price}</dt><dd>${money(show.price, show.currency)}</dd></div>
        </dl>
        <p class="quiet">${words.meaning[show.status]}</p>
        ${mayChange ? this.drawDeeds(show) : nothing}
      </div>
      <nav class="tiles" aria-label=${words.goOn}>
        ${show.status === 'DRAFT'
          ? nothing
          : html`
              <a class="tile" href=${officeLink.house(show.id)}><strong>${words.house}</strong><span>${words.houseHint}</span></a>
              <a class="tile" href=${officeLink.door(show.id)}><strong>${words.door}</strong><span>${words.doorHint}</span></a>
              <a class="tile" href=${officeLink.numbersOf(show.id)}>
                <strong>${officeTexts.nav.numbers}</strong><span>${words.numbersHint}</span>
              </a>`}
        ${mayChange
          ? html`<a class="tile" href=${officeLink.audit({ subject: 'show', subject_id: String(show.id) })}>
              <strong>${officeTexts.nav.audit}</strong><span>${words.auditHint}</span>
            </a>`
          : nothing}
      </nav>`;
  }

  private drawDeeds(show: OfficeShow): TemplateResult {
    const words = officeTexts.shows;
    const hasBegun = new Date(show.start_time).getTime() <= Date.now();
    const isForSale = show.status === 'ON_SALE' || show.status === 'CLOSED';
    const button = (text: string, act: () => Promise<unknown>, look = 'button-plain') =>
      html`<button type="button" class="button ${look}" ?disabled=${this.busy} @click=${() => this.keepingFocus(act, 'h1')}>${text}</button>`;
    return html`<div class="actions">
      ${show.status === 'DRAFT' || show.status === 'CLOSED'
        ? button(words.putOnSale, () => this.become(() => office.putOnSale(show.id, this.edition), words.nowOnSale), '')
        : nothing}
      ${show.status === 'ON_SALE'
        ? button(words.close, () => this.become(() => office.closeShow(show.id, this.edition), words.nowClosed))
        : nothing}
      ${isForSale && !hasBegun ? button(words.cancel, () => this.cancel(show)) : nothing}
      ${show.status === 'DRAFT' ? button(words.removeDraft, () => this.takeOut(show)) : nothing}
    </div>`;
  }

  private async load(): Promise<void> {
    await this.act(async () => {
      const { value, edition } = await office.show(this.number);
      this.take(value, edition);
    });
  }

  private take(show: OfficeShow, edition: string): void {
    this.show = show;
    this.edition = edition;
    this.nameTab(show.movie);
  }

  private async become(deed: () => Promise<{ value: OfficeShow; edition: string }>, done: string): Promise<void> {
    this.done = undefined;
    await this.doing(async () => {
      const { value, edition } = await deed();
      this.take(value, edition);
      this.done = done;
    });
  }

  /** If somebody else was faster, what they made of it is read, and one decides anew. */
  private async doing(deed: () => Promise<void>): Promise<boolean> {
    return this.act(deed, async (problem) => {
      if (problem.status === 412 || problem.type === 'show-is') {
        const { value, edition } = await office.show(this.number);
        this.take(value, edition);
      }
    });
  }

  private async cancel(show: OfficeShow): Promise<void> {
    const words = officeTexts.shows;
    this.done = undefined;
    await this.doing(async () => {
      const taken = await office.cancelShow(show.id, this.edition, true);
      const sure = await askToConfirm({
        title: words.cancelTitle,
        text: html`<p><bdi>${show.movie}</bdi>, ${dateAndTime(show.start_time)}</p>
          <p><strong>${words.cancelTakes(taken.bookings, taken.booked_seats, taken.held_seats)}</strong></p>
          <p>${words.cancelForGood}</p>`,
        yes: words.cancelYes,
        no: words.cancelNo,
        bad: true,
      });
      if (sure) {
        await office.cancelShow(show.id, this.edition, false);
        this.done = words.nowCancelled;
        const { value, edition } = await office.show(show.id);
        this.take(value, edition);
      }
    });
  }

  private async takeOut(show: OfficeShow): Promise<void> {
    const words = officeTexts.shows;
    const sure = await askToConfirm({
      title: words.removeDraft,
      text: html`<p><bdi>${show.movie}</bdi>, ${dateAndTime(show.start_time)}</p>`,
      yes: words.removeYes,
      bad: true,
    });
    if (sure) {
      await this.doing(async () => {
        await office.removeShow(show.id, this.edition);
        location.hash = officeLink.shows();
      });
    }
  }
}

customElements.define('fr-office-shows', FrOfficeShows);
customElements.define('fr-office-show', FrOfficeShow);
