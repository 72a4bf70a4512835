import { html, nothing, type TemplateResult } from 'lit';
import { api, Problem, type Show } from '../api.ts';
import { PageElement } from '../element.ts';
import { dayOf, money, time, weekday } from '../format.ts';
import { link } from '../router.ts';
import { texts } from '../texts/texts.ts';

const ASK_EVERY = 60_000;
const ASK_AGAIN = 3_000;

/** What is on, a day at a time, each movie with its times. */
export class FrShows extends PageElement {
  static override properties = { day: {}, shows: { state: true }, failure: { state: true } };
  declare day: string | undefined;
  declare shows: Show[] | undefined;
  declare failure: Problem | undefined;
  private timer = 0;
  /** Posters that could not be loaded. */
  private readonly missing = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  protected override render(): TemplateResult {
    return html`
      <section class="shows">
        <header class="hero">
          <h1 tabindex="-1">${texts.shows.title}</h1>
          <p>${texts.tagline}</p>
        </header>
        ${this.failure && html`<p class="notice notice-bad" role="alert">${this.failure.message}</p>`}
        ${this.shows ? this.drawDays(this.shows) : this.failure ? nothing : html`<p class="quiet">${texts.loading}</p>`}
      </section>
    `;
  }

  private drawDays(shows: Show[]): TemplateResult {
    const days = [...new Set(shows.map((show) => dayOf(new Date(show.start_time))))];
    if (days.length === 0) {
      return html`<p class="quiet">${texts.shows.none}</p>`;
    }
    const day = this.day ?? days[0] ?? '';
    const ofDay = shows.filter((show) => dayOf(new Date(show.start_time)) === day);
    const movies = [...new Set(ofDay.map((show) => show.movie))];
    return html`
      <nav class="days" aria-label=${texts.shows.days}>
        ${days.map(
          (it) => html`<a href=${link.shows(it)} aria-current=${it === day ? 'date' : nothing}>${dayName(it)}</a>`,
        )}
      </nav>
      ${movies.length === 0 ? html`<p class="quiet">${texts.shows.noneThatDay}</p>` : nothing}
      <ul class="movies">
        ${movies.map((movie) => this.drawMovie(ofDay.filter((show) => show.movie === movie)))}
      </ul>
    `;
  }

  private drawMovie(shows: Show[]): TemplateResult | typeof nothing {
    const first = shows[0];
    if (!first) {
      return nothing;
    }
    return html`
      <li class="movie">
        ${first.poster_url && !this.missing.has(first.poster_url)
          ? html`<img class="poster" src=${first.poster_url} alt=${texts.shows.poster(first.movie)} width="200" height="300"
              @error=${() => this.isMissing(first.poster_url)} />`
          : html`<div class="poster poster-none" aria-hidden="true"><bdi>${first.movie}</bdi></div>`}
        <div>
          <h2><bdi>${first.movie}</bdi></h2>
          <p class="quiet">${texts.shows.minutes(first.duration_minutes)}</p>
          <ul class="times">
            ${shows.map(
              (show) => html`
                <li>
                  <a class="time" href=${link.show(show.id)}>
                    <strong>${time(show.start_time)}</strong>
                    <span><bdi>${show.screen}</bdi></span>
                    <span class="price">${money(show.price, show.currency)}</span>
                    ${new Date(show.start_time) < new Date() ? html`<em>${texts.shows.begun}</em>` : nothing}
                  </a>
                </li>`,
            )}
          </ul>
        </div>
      </li>`;
  }

  private isMissing(poster: string | null): void {
    if (poster) {
      this.missing.add(poster);
      this.requestUpdate();
    }
  }

  private async load(): Promise<void> {
    window.clearTimeout(this.timer);
    try {
      this.shows = await api.shows();
      this.failure = undefined;
    } catch (e) {
      this.failure = e instanceof Problem ? e : undefined;
    }
    if (this.isConnected) {
      this.timer = window.setTimeout(() => void this.load(), this.failure ? ASK_AGAIN : ASK_EVERY);
    }
  }
}

function dayName(day: string): string {
  const now = new Date();
  if (day === dayOf(now)) {
    return texts.shows.today;
  }
  if (day === dayOf(new Date(now.getTime() + 24 * 3_600_000))) {
    return texts.shows.tomorrow;
  }
  return weekday(new Date(`${day}T12:00:00`));
}

customElements.define('fr-shows', FrShows);
