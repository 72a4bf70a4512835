import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ask, Problem } from '../../api.ts';
import { dayOf, inOrder, seatName } from '../../format.ts';
import { router } from '../../router.ts';
import { session } from '../../session.ts';
import { texts } from '../../texts/texts.ts';
import { officeLink } from '../links.ts';
import { OfficeElement } from '../office-element.ts';
import { officeTexts } from '../texts.ts';
import { dateAndTime, dayAfter, isDay, longDay, number, today } from '../words.ts';
import { drawFigures, drawMostDemanded, drawOccupancy, drawPayments, drawSales } from './drawings.ts';
import type { HeatPicture } from './heat-map.ts';
import {
  type CountedShow,
  type Days,
  numbersApi,
  type PeriodNumbers,
  type ShowNumbers,
  type SoldPlace,
  type SoldSeat,
  tableAt,
} from './numbers-api.ts';
import { decimal, share } from './words.ts';
import './heat-map.ts';
import './show-list.ts';

/** What the numbers are of. */
type Topic =
  | { of: 'house' }
  | { of: 'day'; day: string }
  | { of: 'show'; id: number }
  | { of: 'movie'; id: number }
  | { of: 'screen'; id: number }
  | { of: 'nothing' };

/** How a hall was sold. */
type Heat = { of: 'show'; seats: SoldSeat[] } | { of: 'screen'; places: SoldPlace[]; shows: number; gone: number };

const PRESETS: Record<'usual' | 'week' | 'month' | 'ahead' | 'year', (today: string) => Days> = {
  usual: (today) => ({ from: dayAfter(today, -29), until: dayAfter(today, 7) }),
  week: (today) => ({ from: dayAfter(today, -6), until: today }),
  month: (today) => {
    const first = `${today.slice(0, 8)}01`;
    return { from: first, until: dayAfter(`${dayAfter(first, 31).slice(0, 8)}01`, -1) };
  },
  ahead: (today) => ({ from: today, until: dayAfter(today, 29) }),
  year: (today) => ({ from: dayAfter(today, -364), until: today }),
};
const TOP = 10;
const SECOND = 1_000;

/** What the house sold, and when: all of it, a day, a show, a movie, a screen. */
export class FrNumbers extends OfficeElement {
  static override properties = {
    path: { attribute: false },
    days: { state: true },
    period: { state: true },
    show: { state: true },
    heat: { state: true },
    again: { state: true },
  };
  /** What comes behind `#/office/numbers/`. */
  declare path: string[];
  declare days: Days;
  declare period: PeriodNumbers | undefined;
  declare show: ShowNumbers | undefined;
  declare heat: Heat | undefined;
  /** If nothing is there because of the service: in how many seconds it is asked again, or 0 if only when somebody wants it. */
  declare again: number | undefined;
  private timer = 0;
  private turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const query = new URLSearchParams(router.route.view === 'office' ? router.route.query : '');
    const from = query.get('from') ?? '';
    const until = query.get('until') ?? '';
    this.days = isDay(from) && isDay(until) ? { from, until } : PRESETS.usual(today());
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  private get topic(): Topic {
    const [of, what = ''] = this.path;
    const id = /^[0-9]{1,15}$/.test(what) ? Number(what) : undefined;
    if (of === undefined) {
      return { of: 'house' };
    }
    if (of === 'days' && isDay(what)) {
      return { of: 'day', day: what };
    }
    if (id !== undefined && (of === 'shows' || of === 'movies' || of === 'screens')) {
      return { of: ({ shows: 'show', movies: 'movie', screens: 'screen' } as const)[of], id };
    }
    return { of: 'nothing' };
  }

  protected override render(): TemplateResult {
    const topic = this.topic;
    const words = officeTexts.numbers;
    if (topic.of === 'nothing') {
      return html`<h1 tabindex="-1">${texts.notFound}</h1>
        <p><a class="button" href=${officeLink.numbers()}>${words.wholeHouse}</a></p>`;
    }
    return html`<section class="office-page numbers" aria-busy=${this.busy}>
      ${topic.of === 'house' ? nothing : html`<p><a href=${officeLink.numbers()}>← ${words.wholeHouse}</a></p>`}
      <h1 tabindex="-1"><bdi>${this.heading(topic)}</bdi></h1>
      ${this.drawWhere(topic)} ${topic.of === 'show' ? nothing : this.drawPeriod(topic)}
      ${this.drawTold()} ${this.drawAgain()}
      <p class="quiet list-count" aria-live="polite">${this.busy ? texts.loading : this.drawCounted()}</p>
      ${guard(
        // All of it is drawn from what was read: charts, and lists of all places in order.
        [this.show, this.period, this.heat],
        () => html`${this.show ? this.drawShow(this.show) : nothing} ${this.period ? this.drawAll(topic, this.period) : nothing}`,
      )}
    </section>`;
  }

  private heading(topic: Topic): string {
    const words = officeTexts.numbers;
    switch (topic.of) {
      case 'day':
        return words.ofDay(longDay(topic.day));
      case 'show':
        return this.show ? words.ofShow(this.show.show.movie) : words.title;
      case 'movie':
        return this.period?.movie ? words.of(this.period.movie) : words.title;
      case 'screen':
        return this.period?.screen ? words.of(this.period.screen) : words.title;
      default:
        return words.title;
    }
  }

  private drawCounted(): string | typeof nothing {
    const words = officeTexts.numbers;
    const period = this.period;
    const at = (this.show ?? period)?.counted_at;
    return at
      ? `${period ? `${words.about(number(period.shows), period.shows, period.cancelled_shows)} ` : ''}${words.countedAt(dateAndTime(at))}`
      : nothing;
  }

  /** Where one may go from here; movies and screens are administrators' to change. */
  private drawWhere(topic: Topic): TemplateResult | typeof nothing {
    const words = officeTexts.numbers;
    const mayAll = session.role === 'ADMIN';
    if (topic.of === 'show' && this.show) {
      const show: CountedShow = this.show.show;
      return html`<p>${dateAndTime(show.start_time)}, <bdi>${show.screen}</bdi>, ${officeTexts.shows.status[show.status]}</p>
        <p class="house-links">
          <a href=${officeLink.show(show.id)}>${words.toShow}</a>
          <a href=${officeLink.numbersOfDay(dayOf(new Date(show.start_time)))}>${words.numbersOfDay}</a>
          <a href=${officeLink.numbersOfMovie(show.movie_id)}>${words.numbersOfMovie}</a>
          <a href=${officeLink.numbersOfScreen(show.screen_id)}>${words.numbersOfScreen}</a>
        </p>`;
    }
    if (topic.of === 'movie' && mayAll) {
      return html`<p class="house-links"><a href=${officeLink.movie(topic.id)}>${words.toMovie}</a></p>`;
    }
    if (topic.of === 'screen' && mayAll) {
      return html`<p class="house-links"><a href=${officeLink.screen(topic.id)}>${words.toScreen}</a></p>`;
    }
    return nothing;
  }

  private drawPeriod(topic: Topic): TemplateResult {
    const words = officeTexts.numbers;
    if (topic.of === 'day') {
      return html`<nav class="house-links" aria-label=${words.period}>
        <a href=${officeLink.numbersOfDay(dayAfter(topic.day, -1))}>← ${words.dayBefore}</a>
        <a href=${officeLink.numbersOfDay(dayAfter(topic.day))}>${words.dayAfter} →</a>
      </nav>`;
    }
    const { from, until } = this.days;
    const day = (name: 'from' | 'until', label: string, value: string) => html`<label class="filter">
      ${label}
      <input type="date" name=${name} .value=${value} min="1900-01-01" max="2999-12-31" required
        @change=${(event: Event) => {
          const field = event.target as HTMLInputElement;
          if (isDay(field.value) && field.checkValidity()) {
            this.choose({ ...this.days, [name]: field.value });
          }
        }} />
    </label>`;
    return html`<form class="filters" role="search" aria-label=${words.period} @submit=${(event: Event) => event.preventDefault()}>
        ${day('from', words.from, from)} ${day('until', words.until, until)}
      </form>
      <div class="presets" role="group" aria-label=${words.presets}>
        ${(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).map((it) => {
          const days = PRESETS[it](today());
          return html`<button type="button" class="button button-plain button-small"
            aria-pressed=${days.from === from && days.until === until ? 'true' : 'false'}
            @click=${() => this.choose(days)}>${words.preset[it]}</button>`;
        })}
        ${topic.of === 'house' ? html`<a class="button button-plain button-small" href=${officeLink.numbersOfDay(today())}>${words.today}</a>` : nothing}
      </div>`;
  }

  private drawAgain(): TemplateResult | typeof nothing {
    const words = officeTexts.numbers;
    return this.again === undefined
      ? nothing
      : html`<div class="actions">
          ${this.again > 0 ? html`<p class="quiet">${words.askingAgain(this.again)}</p>` : nothing}
          <button type="button" class="button button-plain" ?disabled=${this.busy} @click=${() => this.keepingFocus(() => this.load(), 'h1')}>
            ${words.again}
          </button>
        </div>`;
  }

  private drawAll(topic: Topic, period: PeriodNumbers): TemplateResult {
    const words = officeTexts.numbers;
    const query = new URLSearchParams({ from: period.from, until: period.until });
    if (topic.of === 'movie' || topic.of === 'screen') {
      query.set(`${topic.of}_id`, String(topic.id));
    }
    if (period.shows + period.cancelled_shows === 0) {
      return html`<div class="empty"><p>${words.none}</p>${topic.of === 'day' ? nothing : html`<p>${words.noneHint}</p>`}</div>`;
    }
    const heat = this.heat;
    return html`
      ${drawFigures(period.numbers)} ${drawSales(period.sales)} ${period.days.length > 1 ? drawOccupancy(period.days) : nothing}
      ${drawPayments(period.payments)} ${topic.of === 'day' ? nothing : drawMostDemanded(period.most_demanded)}
      ${heat?.of === 'screen' ? drawScreenHeat(heat) : nothing}
      <fr-numbered-shows query=${String(query)}></fr-numbered-shows>
      ${this.drawExports([
        [words.exportShows, tableAt('shows.csv', query), `shows-${period.from}-${period.until}.csv`],
        [words.exportSales, tableAt('sales.csv', query), `sales-${period.from}-${period.until}.csv`],
        ...(topic.of === 'screen'
          ? [[words.exportHeat, tableAt(`screens/${topic.id}/heat-map.csv`, new URLSearchParams({ ...this.days })), `heat-map-screen-${topic.id}.csv`] as Export]
          : []),
      ])}`;
  }

  private drawShow(of: ShowNumbers): TemplateResult {
    const words = officeTexts.numbers;
    const { id } = of.show;
    return html`
      ${drawFigures(of.numbers)} ${drawSales(of.sales)} ${drawPayments(of.payments)}
      ${this.heat?.of === 'show' ? drawShowHeat(this.heat.seats) : nothing}
      ${this.drawExports([
        [words.exportSales, tableAt(`shows/${id}/sales.csv`), `sales-show-${id}.csv`],
        [words.exportHeat, tableAt(`shows/${id}/heat-map.csv`), `heat-map-show-${id}.csv`],
      ])}`;
  }

  private drawExports(exports: Export[]): TemplateResult {
    return html`<section class="panel" aria-labelledby="exports-title">
      <h2 id="exports-title">${officeTexts.numbers.exports}</h2>
      <div class="actions">
        ${exports.map(
          ([label, address, file]) => html`<a class="button button-plain" href=${address} download=${file}
            @click=${(event: MouseEvent) => {
              event.preventDefault();
              void this.download(address, file);
            }}>${label}</a>`,
        )}
      </div>
    </section>`;
  }

  /** Not left to the browser: by now one may have to sign in anew, and a file is no place to be told so. */
  private async download(address: string, file: string): Promise<void> {
    await this.act(async () => {
      const url = URL.createObjectURL(await (await ask('GET', address, { patience: 60_000 })).blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = file;
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(url), 10 * SECOND);
    });
  }

  private choose(days: Days): void {
    this.days = days;
    const address = location.hash.split('?')[0] ?? '';
    router.rename(`${address}?${new URLSearchParams({ ...days })}`);
    void this.load();
  }

  private async load(): Promise<void> {
    const topic = this.topic;
    const days = this.days;
    const turn = ++this.turn;
    window.clearTimeout(this.timer);
    const take = (what: () => void) => {
      if (turn === this.turn) {
        what();
      }
    };
    await this.act(
      async () => {
        if (topic.of === 'show') {
          const [show, seats] = await Promise.all([numbersApi.show(topic.id), numbersApi.showHeat(topic.id)]);
          take(() => {
            this.show = show;
            this.heat = { of: 'show', seats };
          });
        } else if (topic.of !== 'nothing') {
          const [period, heat] = await Promise.all([
            topic.of === 'house'
              ? numbersApi.house(days)
              : topic.of === 'day'
                ? numbersApi.day(topic.day)
                : topic.of === 'movie'
                  ? numbersApi.movie(topic.id, days)
                  : numbersApi.screen(topic.id, days),
            topic.of === 'screen' ? numbersApi.screenHeat(topic.id, days) : undefined,
          ]);
          take(() => {
            this.period = period;
            this.heat = heat && { of: 'screen', ...heat };
          });
        }
        take(() => {
          this.again = undefined;
          this.nameTab(this.heading(topic));
        });
      },
      (problem: Problem) => {
        if (turn !== this.turn) {
          this.failure = undefined; // of what nobody wants to know any more
          return;
        }
        this.period = undefined;
        this.show = undefined;
        this.heat = undefined;
        const isBusy = problem.status === 503;
        const wait = Math.max(1, problem.retryAfter);
        this.again = isBusy ? wait : problem.status === 0 || problem.status >= 500 ? 0 : undefined;
        if (isBusy && this.isConnected) {
          this.timer = window.setTimeout(() => void this.load(), wait * SECOND);
        }
      },
    );
  }
}

type Export = [label: string, address: string, file: string];

function drawShowHeat(seats: SoldSeat[]): TemplateResult {
  const words = officeTexts.numbers;
  const sold = inOrder(seats.filter((seat) => seat.value !== undefined));
  const byTime = sold.sort((a, b) => (a.sold_at ?? '').localeCompare(b.sold_at ?? ''));
  const picture: HeatPicture<SoldSeat & { isBlocked: boolean }> = {
    seats: seats.map((seat) => ({ ...seat, isBlocked: seat.status === 'BLOCKED' })),
    low: words.late,
    high: words.early,
    none: words.notSold,
    tell: (seat) =>
      seat.sold_at
        ? words.soldAt(dateAndTime(seat.sold_at))
        : seat.status === 'HELD'
          ? words.heldNow
          : seat.status === 'BLOCKED'
            ? words.blockedSeat
            : words.notSold,
    summary: words.showHeatSummary(number(sold.length), number(seats.length)),
  };
  const row = (seat: SoldSeat) => html`<tr>
    <th scope="row">${seatName(seat)}</th>
    <td>${seat.sold_at ? dateAndTime(seat.sold_at) : '–'}</td>
  </tr>`;
  const heads = [words.seat, words.when];
  return html`<section class="panel heat" aria-labelledby="heat-title">
    <h2 id="heat-title">${words.heatOfShow}</h2>
    <fr-heat-map .picture=${picture}></fr-heat-map>
    ${sold.length === 0
      ? html`<p class="quiet">${words.nothingSold}</p>`
      : html`<div class="columns">
          ${drawTen('first-ten', words.firstTen, heads, byTime.slice(0, TOP).map(row))}
          ${drawTen('last-ten', words.lastTen, heads, byTime.slice(TOP).slice(-TOP).reverse().map(row))}
        </div>`}
  </section>`;
}

function drawScreenHeat({ places, shows, gone }: Extract<Heat, { of: 'screen' }>): TemplateResult {
  const words = officeTexts.numbers;
  const counted = inOrder(places.filter((place) => place.value !== undefined));
  // Of two that are sold as often, the one that is sold earlier is wanted more.
  const byDemand = counted.sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (b.lead_hours ?? -1) - (a.lead_hours ?? -1));
  const picture: HeatPicture<SoldPlace & { isBlocked: boolean }> = {
    seats: places.map((place) => ({ ...place, isBlocked: place.kind === 'BLOCKED' && place.value === undefined })),
    low: words.never,
    high: words.always,
    none: words.notShown,
    tell: (place) =>
      place.value === undefined
        ? words.notShown
        : `${words.soldTimes(number(place.sold), number(place.shows), share(place.value))}${
            place.lead_hours === undefined ? '' : words.leadHours(decimal(place.lead_hours))
          }`,
    summary: words.screenHeatSummary(number(places.length)),
  };
  const row = (place: SoldPlace) => html`<tr>
    <th scope="row">${seatName(place)}</th>
    <td class="figure">${words.timesOf(number(place.sold), number(place.shows))}</td>
    <td class="figure">${decimal(place.lead_hours)}</td>
  </tr>`;
  const heads = [words.seat, words.times, words.lead];
  return html`<section class="panel heat" aria-labelledby="heat-title">
    <h2 id="heat-title">${words.heatOfScreen}</h2>
    <p class="quiet">${words.heatOfScreenHint(number(shows))} ${gone > 0 ? words.gone(number(gone)) : nothing}</p>
    <fr-heat-map .picture=${picture}></fr-heat-map>
    ${counted.length === 0 ? nothing : html`<div class="columns">
      ${drawTen('best-ten', words.bestTen, heads, byDemand.slice(0, TOP).map(row))}
      ${drawTen('worst-ten', words.worstTen, heads, byDemand.slice(TOP).slice(-TOP).reverse().map(row))}
    </div>`}
  </section>`;
}

function drawTen(name: string, caption: string, heads: string[], rows: TemplateResult[]): TemplateResult | typeof nothing {
  if (rows.length === 0) {
    return nothing;
  }
  return html`<div class="table-frame" tabindex="0" role="group" aria-label=${caption}><table data-test=${name}>
    <caption>${caption}</caption>
    <thead><tr>${heads.map((head, i) => html`<th scope="col" class=${i > 0 && heads.length > 2 ? 'figure' : ''}>${head}</th>`)}</tr></thead>
    <tbody>${rows}</tbody>
  </table></div>`;
}

customElements.define('fr-numbers', FrNumbers);
