import { html, nothing, type TemplateResult } from 'lit';
import { texts } from '../../texts/texts.ts';
import { officeLink } from '../links.ts';
import { OfficeElement } from '../office-element.ts';
import { officeTexts } from '../texts.ts';
import { dateAndTime, number } from '../words.ts';
import { numbersApi, type ShowFigures } from './numbers-api.ts';
import { amounts, decimal, share } from './words.ts';

const ROWS = '25';

/** The shows behind the numbers, a page at a time. */
export class FrNumberedShows extends OfficeElement {
  static override properties = { query: {}, sort: { state: true }, page: { state: true }, next: { state: true }, shows: { state: true } };
  /** Which days, and of which movie or screen if not of all. */
  declare query: string;
  declare sort: string;
  declare page: number;
  declare next: number | undefined;
  declare shows: ShowFigures[] | undefined;
  private turn = 0;

  constructor() {
    super();
    this.sort = 'start_time';
    this.page = 1;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) {
      void this.load(1);
    }
  }

  protected override render(): TemplateResult {
    const words = officeTexts.numbers;
    return html`<section class="panel" aria-labelledby="shows-title">
      <div class="office-head">
        <h2 id="shows-title" tabindex="-1">${words.allShows}</h2>
        <label class="filter">
          ${officeTexts.list.sort}
          <select name="sort" @change=${(event: Event) => {
            this.sort = (event.target as HTMLSelectElement).value;
            void this.load(1);
          }}>
            ${Object.entries(words.sort).map(([value, text]) => html`<option value=${value} ?selected=${value === this.sort}>${text}</option>`)}
          </select>
        </label>
      </div>
      ${this.drawTold()}
      ${this.shows === undefined ? html`<p class="quiet">${texts.loading}</p>` : this.drawShows(this.shows)}
      ${this.page === 1 && this.next === undefined
        ? nothing
        : html`<nav class="pages actions" aria-label=${officeTexts.list.pages}>
            <button type="button" class="button button-plain" ?disabled=${this.busy || this.page === 1}
              @click=${() => this.goTo(this.page - 1)}>← ${officeTexts.list.before}</button>
            <button type="button" class="button button-plain" ?disabled=${this.busy || this.next === undefined}
              @click=${() => this.goTo(this.page + 1)}>${officeTexts.list.more} →</button>
          </nav>`}
    </section>`;
  }

  private drawShows(shows: ShowFigures[]): TemplateResult {
    const words = officeTexts.numbers;
    return html`<div class="table-frame" tabindex="0" role="group" aria-label=${words.allShows}><table>
      <caption class="visually-hidden">${words.allShows}</caption>
      <thead>
        <tr>
          <th scope="col">${words.show}</th>
          <th scope="col" class="figure">${words.sold}</th>
          <th scope="col" class="figure">${words.occupancy}</th>
          <th scope="col" class="figure">${words.revenue}</th>
          <th scope="col" class="figure wide">${words.bookings}</th>
          <th scope="col" class="figure wide">${words.demand}</th>
        </tr>
      </thead>
      <tbody>
        ${shows.map(
          ({ show, numbers }) => html`<tr>
            <th scope="row">
              <a href=${officeLink.numbersOf(show.id)}><bdi>${show.movie}</bdi></a>
              <span class="quiet">${dateAndTime(show.start_time)}, <bdi>${show.screen}</bdi>${
                show.status === 'CANCELLED' ? ` (${words.cancelledMark})` : nothing
              }</span>
            </th>
            <td class="figure">${words.timesOf(number(numbers.sold), number(numbers.seats))}</td>
            <td class="figure">${share(numbers.occupancy)}</td>
            <td class="figure">${amounts(numbers.revenue)}</td>
            <td class="figure wide">${number(numbers.bookings)}</td>
            <td class="figure wide">${decimal(numbers.demand)}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  private async goTo(page: number): Promise<void> {
    await this.keepingFocus(() => this.load(page), '#shows-title');
    this.querySelector('#shows-title')?.scrollIntoView({ block: 'nearest' });
  }

  private async load(page: number): Promise<void> {
    const turn = ++this.turn;
    await this.act(async () => {
      const query = new URLSearchParams(this.query);
      query.set('sort', this.sort);
      query.set('page', String(page));
      query.set('page_size', ROWS);
      const found = await numbersApi.shows(query);
      if (turn === this.turn) {
        this.shows = found.shows;
        this.next = found.next_page;
        this.page = page;
      }
    });
  }
}

customElements.define('fr-numbered-shows', FrNumberedShows);
