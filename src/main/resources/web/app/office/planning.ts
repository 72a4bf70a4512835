import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api.ts';
import { time } from '../format.ts';
import { router } from '../router.ts';
import { drawField, faultsIn, goToFault, textOf } from './fields.ts';
import { officeLink } from './links.ts';
import { office, type Slot, type Wish } from './office-api.ts';
import { OfficeElement } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { dayAfter, faultsOf, shortDay, today } from './words.ts';
import type { FrChooser } from './chooser.ts';
import './chooser.ts';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
/** More problems than this are told as a number. */
const MOST_OBSTACLES = 100;
const CURRENCY = 'frontrow-currency';

interface Preview {
  wish: Wish;
  slots: Slot[];
}

interface Week {
  monday: string;
  days: Map<string, Slot[]>;
}

/** Many shows in one step: what is wished for, what would come of it, and then the shows. */
export class FrPlanning extends OfficeElement {
  static override properties = {
    movie: { state: true },
    room: { state: true },
    times: { state: true },
    faults: { state: true },
    preview: { state: true },
  };
  declare movie: number | undefined;
  declare room: number | undefined;
  declare times: string[];
  declare faults: Record<string, string>;
  declare preview: Preview | undefined;
  /** As long as nobody has chosen others. */
  private readonly days = { first: dayAfter(today()), last: dayAfter(today(), 7) };
  private turn = 0;

  constructor() {
    super();
    this.times = ['20:00'];
    this.faults = {};
    const known = new URLSearchParams(router.route.view === 'office' ? router.route.query : '');
    const id = (name: string) => (/^[0-9]{1,15}$/.test(known.get(name) ?? '') ? Number(known.get(name)) : undefined);
    this.movie = id('movie_id');
    this.room = id('screen_id');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.nameTab(officeTexts.planning.title);
  }

  protected override render(): TemplateResult {
    const words = officeTexts.planning;
    return html`<section class="office-page planning">
      <p><a href=${officeLink.shows()}>← ${officeTexts.shows.title}</a></p>
      <h1 tabindex="-1">${words.title}</h1>
      ${this.drawForm()}
      <div class="told">${this.drawTold()}</div>
      ${this.preview ? this.drawPreview(this.preview) : nothing}
    </section>`;
  }

  private drawForm(): TemplateResult {
    const words = officeTexts.planning;
    return html`<form class="panel form" novalidate @submit=${this.onSubmit} @input=${this.onChanged} aria-busy=${this.busy}>
      <div class="columns">
        <fr-chooser kind="movie" label=${officeTexts.shows.movie} .chosen=${this.movie} .error=${this.faults.movie_id}
          @chosen=${(event: CustomEvent<{ id: number } | undefined>) => {
            this.movie = event.detail?.id;
            this.onChanged();
          }}></fr-chooser>
        <fr-chooser kind="screen" label=${officeTexts.shows.screen} .chosen=${this.room} .error=${this.faults.screen_id}
          @chosen=${(event: CustomEvent<{ id: number } | undefined>) => {
            this.room = event.detail?.id;
            this.onChanged();
          }}></fr-chooser>
      </div>
      <div class="columns">
        ${drawField({
          name: 'first_day',
          label: words.firstDay,
          type: 'date',
          value: this.days.first,
          required: true,
          min: '1900-01-01',
          max: '2999-12-31',
          error: this.faults.first_day,
        })}
        ${drawField({
          name: 'last_day',
          label: words.lastDay,
          type: 'date',
          value: this.days.last,
          required: true,
          min: '1900-01-01',
          max: '2999-12-31',
          error: this.faults.last_day,
        })}
      </div>
      <fieldset aria-describedby=${this.faults.weekdays ? 'weekdays-error' : nothing}>
        <legend>${words.weekdays}</legend>
        <div class="pills">
          ${WEEKDAYS.map(
            (day, i) => html`<label class="pill"><input type="checkbox" name="weekday" value=${day} checked /><span>${words.weekdayNames[i]}</span></label>`,
          )}
        </div>
        ${this.faults.weekdays ? html`<p class="fault" id="weekdays-error">${this.faults.weekdays}</p>` : nothing}
      </fieldset>
      <fieldset aria-describedby=${this.faults.times ? 'times-error' : nothing}>
        <legend>${words.times}</legend>
        <div class="pills">
          ${this.times.map(
            (at, i) => html`<span class="time-field">
              <input type="time" required aria-label=${words.timeOf(i + 1)} .value=${at} aria-invalid=${this.faults.times ? 'true' : nothing}
                @input=${(event: Event) => this.setTime(i, (event.target as HTMLInputElement).value)} />
              ${this.times.length > 1
                ? html`<button type="button" class="icon-button" aria-label=${words.removeTime(at)} title=${words.removeTime(at)}
                    @click=${() => this.keepingFocus(() => this.removeTime(i), '.add-time')}>×</button>`
                : nothing}
            </span>`,
          )}
          <button type="button" class="button button-plain add-time" ?disabled=${this.times.length >= 24} @click=${this.addTime}>
            ${words.addTime}
          </button>
        </div>
        ${this.faults.times ? html`<p class="fault" id="times-error">${this.faults.times}</p>` : nothing}
      </fieldset>
      <div class="columns">
        ${drawField({
          name: 'price',
          label: words.price,
          inputmode: 'decimal',
          required: true,
          pattern: '[0-9]{1,8}([.,][0-9]{1,2})?',
          hint: words.priceHint,
          error: this.faults.price,
        })}
        ${drawField({
          name: 'currency',
          label: words.currency,
          value: localStorage.getItem(CURRENCY) ?? 'EUR',
          required: true,
          pattern: '[A-Za-z]{3}',
          maxlength: 3,
          error: this.faults.currency,
        })}
      </div>
      <fieldset>
        <legend>${words.sale}</legend>
        <label class="check"><input type="radio" name="sale" value="now" checked /> ${words.atOnce}</label>
        <label class="check"><input type="radio" name="sale" value="later" /> ${words.asDrafts}</label>
      </fieldset>
      <div class="actions"><button class="button" ?disabled=${this.busy}>${words.preview}</button></div>
    </form>`;
  }

  private drawPreview({ wish, slots }: Preview): TemplateResult {
    const words = officeTexts.planning;
    const inTheWay = slots.filter((slot) => slot.obstacle);
    const free = slots.length - inTheWay.length;
    const twice = slots.filter((slot) => !slot.obstacle && slot.hour_is_there_twice);
    return html`<section class="panel preview" aria-labelledby="preview-title">
      <h2 id="preview-title" tabindex="-1">${words.previewTitle}</h2>
      <p class="notice ${inTheWay.length > 0 ? 'notice-bad' : 'notice-good'}" data-test="preview-summary">
        ${words.summary(slots.length, inTheWay.length)}
      </p>
      ${this.drawWeeks(slots)}
      ${twice.length > 0 ? html`<p class="quiet">${words.twice(twice.map(said).join('; '))}</p>` : nothing}
      ${inTheWay.length > 0 ? this.drawObstacles(inTheWay) : nothing}
      <div class="actions">
        ${free === 0
          ? nothing
          : html`<button type="button" class="button" ?disabled=${this.busy} data-test="plan"
              @click=${() => this.keepingFocus(() => this.plan(wish, inTheWay.length > 0), 'h1')}>
              ${inTheWay.length > 0 ? words.planOthers(free, inTheWay.length) : words.planAll(free)}
            </button>`}
      </div>
    </section>`;
  }

  /** A calendar: a row for each week, what cannot be is crossed out. */
  private drawWeeks(slots: Slot[]): TemplateResult {
    const words = officeTexts.planning;
    return html`<div class="table-frame"><table class="weeks">
      <caption class="visually-hidden">${words.calendar}</caption>
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">${words.week}</span></th>
          ${words.weekdayNames.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${weeksOf(slots).map(
          (week) => html`<tr>
            <th scope="row">${shortDay(week.monday).replace(/^\S+\s/, '')}</th>
            ${WEEKDAYS.map((_, i) => {
              const day = dayAfter(week.monday, i);
              return html`<td>
                ${(week.days.get(day) ?? []).map(
                  (slot) => html`<span class="slot ${slot.obstacle ? 'slot-bad' : ''}" title=${slot.obstacle ? words.obstacle[slot.obstacle] : nothing}>
                    ${slot.local_time.slice(11)}${slot.obstacle ? html`<span class="visually-hidden">, ${words.obstacle[slot.obstacle]}</span>` : nothing}
                  </span>`,
                )}
              </td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  private drawObstacles(slots: Slot[]): TemplateResult {
    const words = officeTexts.planning;
    return html`<div class="table-frame"><table class="obstacles">
      <caption>${words.obstacles}</caption>
      <thead><tr><th scope="col">${words.when}</th><th scope="col">${words.why}</th></tr></thead>
      <tbody>
        ${slots.slice(0, MOST_OBSTACLES).map(
          (slot) => html`<tr>
            <th scope="row">${said(slot)}</th>
            <td>
              ${slot.obstacle ? words.obstacle[slot.obstacle] : nothing}
              ${slot.other
                ? html`<br /><a href=${officeLink.show(slot.other.id)}><bdi>${slot.other.movie}</bdi>,
                    ${time(slot.other.start_time)}–${time(slot.other.end_time)}</a>`
                : nothing}
            </td>
          </tr>`,
        )}
      </tbody>
    </table></div>
    ${slots.length > MOST_OBSTACLES ? html`<p class="quiet">${words.moreObstacles(slots.length - MOST_OBSTACLES)}</p>` : nothing}`;
  }

  /** A preview of something else is none, also if it is still on its way. */
  private onChanged(): void {
    this.turn++;
    this.preview = undefined;
    this.done = undefined;
  }

  private setTime(i: number, value: string): void {
    this.times = this.times.map((it, n) => (n === i ? value : it));
  }

  private removeTime(i: number): void {
    this.times = this.times.filter((_, n) => n !== i);
    this.onChanged();
  }

  private async addTime(): Promise<void> {
    this.times = [...this.times, ''];
    this.onChanged();
    await this.updateComplete;
    this.querySelector<HTMLInputElement>('.time-field:last-of-type input')?.focus();
  }

  private async onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    // What was typed last may still be looked for.
    await Promise.all([...this.querySelectorAll<FrChooser>('fr-chooser')].map((it) => it.settled));
    this.onChanged();
    const turn = this.turn;
    this.failure = undefined;
    const faults = faultsIn(form);
    const weekdays = new FormData(form).getAll('weekday').map(String);
    const first = textOf(form, 'first_day');
    const last = textOf(form, 'last_day');
    const words = officeTexts.planning;
    if (this.movie === undefined) {
      faults.movie_id = officeTexts.chooser.missing;
    }
    if (this.room === undefined) {
      faults.screen_id = officeTexts.chooser.missing;
    }
    if (weekdays.length === 0) {
      faults.weekdays = words.noWeekday;
    }
    if (this.times.some((it) => !/^\d{2}:\d{2}/.test(it))) {
      faults.times = words.noTime;
    }
    if (!faults.last_day && !faults.first_day && last < first) {
      faults.last_day = words.lastBeforeFirst;
    }
    if (faults.price && textOf(form, 'price') !== '') {
      faults.price = words.priceHint;
    }
    this.faults = faults;
    if (this.movie === undefined || this.room === undefined || Object.keys(faults).length > 0) {
      await this.updateComplete;
      await new Promise((drawn) => requestAnimationFrame(drawn)); // the choosers draw themselves
      goToFault(form);
      return;
    }
    const currency = textOf(form, 'currency').toUpperCase();
    localStorage.setItem(CURRENCY, currency);
    const wish: Wish = {
      movie_id: this.movie,
      screen_id: this.room,
      first_day: first,
      last_day: last,
      weekdays,
      times: [...new Set(this.times.map((it) => it.slice(0, 5)))],
      price: textOf(form, 'price').replace(',', '.'),
      currency,
      on_sale: new FormData(form).get('sale') === 'now',
    };
    await this.act(
      async () => {
        const plan = await office.plan(wish, true);
        if (turn === this.turn) {
          this.preview = { wish, slots: plan.shows };
        }
      },
      async (problem) => {
        this.faults = faultsOf(problem);
        await this.updateComplete;
        goToFault(form);
      },
    );
    await this.updateComplete;
    if (this.preview) {
      this.querySelector<HTMLElement>('#preview-title')?.focus({ preventScroll: true });
      this.querySelector('#preview-title')?.scrollIntoView({ block: 'start' });
    }
  }

  private async plan(wish: Wish, skipping: boolean): Promise<void> {
    await this.act(
      async () => {
        const plan = await office.plan({ ...wish, skip_conflicts: skipping }, false);
        const planned = plan.shows.filter((slot) => !slot.obstacle);
        const day = planned[0]?.local_time.slice(0, 10);
        this.preview = undefined;
        const drafts = plan.drafts.length;
        this.failure = drafts > 0 ? officeTexts.planning.stillDrafts(drafts) : undefined;
        const asWished = plan.planned.length - drafts;
        this.done = html`${asWished > 0 ? officeTexts.planning.planned(asWished, wish.on_sale) : nothing}
          <a href=${officeLink.shows({ screen_id: wish.screen_id, from: day })}>${officeTexts.planning.toThem}</a>`;
      },
      (problem) => this.onRefused(wish, problem),
    );
  }

  /** Since the preview somebody has planned something there: this is what it looks like now. */
  private onRefused(wish: Wish, problem: Problem): void {
    if (problem.type === 'shows-in-the-way') {
      this.preview = { wish, slots: problem.members.shows as Slot[] };
    }
  }
}

function weeksOf(slots: Slot[]): Week[] {
  const weeks = new Map<string, Week>();
  for (const slot of slots) {
    const day = slot.local_time.slice(0, 10);
    const monday = dayAfter(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
    const week = weeks.get(monday) ?? { monday, days: new Map<string, Slot[]>() };
    week.days.set(day, [...(week.days.get(day) ?? []), slot]);
    weeks.set(monday, week);
  }
  return [...weeks.values()];
}

/** When it is, as the venue's clock shows it; that hour may not exist, so it is no moment. */
function said(slot: Slot): string {
  return `${shortDay(slot.local_time.slice(0, 10))}, ${slot.local_time.slice(11)}`;
}

customElements.define('fr-planning', FrPlanning);
