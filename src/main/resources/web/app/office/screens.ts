import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api.ts';
import { router } from '../router.ts';
import { texts } from '../texts/texts.ts';
import { askToConfirm } from './confirm.ts';
import { drawField, faultsIn, goToFault, textOf } from './fields.ts';
import { officeLink } from './links.ts';
import {
  type Layout,
  MOST_BYTES,
  office,
  type OfficeShow,
  type Part,
  type PlaceKind,
  type Redrawn,
  type Screen,
} from './office-api.ts';
import { OfficeElement, OfficeList } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { dateAndTime, faultsOf, number } from './words.ts';
import './plan-picture.ts';

const KINDS: PlaceKind[] = ['STANDARD', 'WHEELCHAIR', 'COMPANION', 'LOVE_SEAT', 'BLOCKED'];

/** The rooms of the house. */
export class FrOfficeScreens extends OfficeList<Screen> {
  protected override ask(query: URLSearchParams): Promise<Part<Screen>> {
    return office.screens(query);
  }

  protected override render(): TemplateResult {
    const words = officeTexts.screens;
    return html`<section class="office-page">
      <header class="office-head">
        <h1 tabindex="-1">${words.title}</h1>
        <a class="button" href=${officeLink.screen('new')}>${words.add}</a>
      </header>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>${this.drawSearch(words.search)}</form>
      ${this.drawTold()} ${this.drawCount()}
      ${this.items === undefined
        ? nothing
        : this.items.length === 0
          ? this.drawNone(html`<p>${words.none}</p><p><a class="button" href=${officeLink.screen('new')}>${words.add}</a></p>`)
          : html`<div class="table-frame"><table>
              <caption class="visually-hidden">${words.title}</caption>
              <thead>
                <tr>
                  <th scope="col">${words.name}</th>
                  <th scope="col" class="figure">${words.places}</th>
                  <th scope="col">${officeTexts.nav.shows}</th>
                </tr>
              </thead>
              <tbody>
                ${this.items.map(
                  (screen) => html`<tr>
                    <th scope="row"><a href=${officeLink.screen(screen.id)}><bdi>${screen.name}</bdi></a></th>
                    <td class="figure">${screen.places === 0 ? words.noPlacesShort : number(screen.places)}</td>
                    <td>
                      <a href=${officeLink.shows({ screen_id: screen.id })} aria-label=${words.showsIn(screen.name)}>
                        ${officeTexts.movies.showsShort}
                      </a>
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
      ${this.drawPages()}
    </section>`;
  }
}

/** A layout that was read from a file, and what it would do to the screen. */
interface Import {
  file: string;
  layout: Layout;
  effect: Redrawn | undefined;
}

/** One screen: its name, its places, and the shows there. */
export class FrOfficeScreen extends OfficeElement {
  static override properties = {
    number: { type: Number },
    room: { state: true },
    layout: { state: true },
    shows: { state: true },
    moreShows: { state: true },
    faults: { state: true },
    imported: { state: true },
  };
  declare number: number | undefined;
  declare room: Screen | undefined;
  declare layout: Layout | undefined;
  declare shows: OfficeShow[];
  declare moreShows: boolean;
  declare faults: Record<string, string>;
  declare imported: Import | undefined;
  private edition = '';

  constructor() {
    super();
    this.shows = [];
    this.moreShows = false;
    this.faults = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.number !== undefined) {
      void this.load(this.number);
    }
  }

  protected override render(): TemplateResult {
    const words = officeTexts.screens;
    const isNew = this.number === undefined;
    const room = this.room;
    return html`<section class="office-page">
      <p><a href=${officeLink.screens()}>← ${words.title}</a></p>
      <h1 tabindex="-1"><bdi>${isNew ? words.addTitle : (room?.name ?? texts.loading)}</bdi></h1>
      ${this.drawTold()}
      ${isNew || room
        ? html`<form class="panel form form-row" novalidate @submit=${this.onSubmit} aria-busy=${this.busy}>
            ${drawField({ name: 'name', label: words.name, value: room?.name, required: true, maxlength: 100, error: this.faults.name })}
            <div class="actions">
              <button class="button" ?disabled=${this.busy}>${room ? words.rename : words.add}</button>
              ${room
                ? html`<button type="button" class="button button-plain" ?disabled=${this.busy} @click=${() => this.takeOut(room)}>
                    ${officeTexts.remove}
                  </button>`
                : nothing}
            </div>
          </form>`
        : nothing}
      ${room && this.layout ? html`${this.drawPlan(room, this.layout)} ${this.drawImport(room)} ${this.drawShows(room)}` : nothing}
    </section>`;
  }

  private drawPlan(room: Screen, layout: Layout): TemplateResult {
    const words = officeTexts.screens;
    return html`<section class="panel plan" aria-labelledby="plan-title">
      <h2 id="plan-title">${words.plan}</h2>
      ${layout.places === 0
        ? html`<p>${words.noPlaces}</p>`
        : html`${drawKinds(layout)}<fr-plan-picture .layout=${layout}></fr-plan-picture>`}
      <div class="actions">
        <a class="button ${layout.places === 0 ? '' : 'button-plain'}" href=${officeLink.layout(room.id)}>
          ${layout.places === 0 ? words.draw : words.edit}
        </a>
        ${layout.places === 0
          ? nothing
          : html`
              <button type="button" class="button button-plain" @click=${() => this.download(room, layout)}>${words.download}</button>
              <a class="button button-plain" href=${officeLink.plan({ screen_id: room.id })}>${officeTexts.shows.plan}</a>
              <a class="button button-plain" href=${officeLink.numbersOfScreen(room.id)}>${officeTexts.nav.numbers}</a>`}
      </div>
    </section>`;
  }

  private drawImport(room: Screen): TemplateResult {
    const words = officeTexts.screens;
    const imported = this.imported;
    return html`<section class="panel import" aria-labelledby="import-title">
      <h2 id="import-title" tabindex="-1">${words.import}</h2>
      <p class="quiet">${words.importHint}</p>
      <div class="field">
        <label class="button button-plain file-button" for="field-plan">${words.chooseFile}</label>
        <input id="field-plan" class="file" type="file" accept=".csv,.json,text/csv,application/json" ?disabled=${this.busy}
          aria-invalid=${this.faults.plan ? 'true' : nothing} aria-describedby="field-plan-error" @change=${this.onFile} />
        <p class="fault" id="field-plan-error" role="alert">${this.faults.plan ?? nothing}</p>
      </div>
      ${imported
        ? html`
            <h3>${imported.file}</h3>
            ${drawKinds(imported.layout)}
            ${imported.layout.places > 0 ? html`<fr-plan-picture .layout=${imported.layout}></fr-plan-picture>` : nothing}
            <div role="status">
              ${imported.effect
                ? html`<p class="notice ${imported.effect.removed > 0 ? 'notice-bad' : 'notice-good'}">${drawEffect(imported.effect)}</p>`
                : html`<p class="quiet">${texts.loading}</p>`}
            </div>
            ${imported.effect && imported.effect.shows.length > 0
              ? html`<ul class="plain-list">
                  ${imported.effect.shows.map(
                    (show) => html`<li><a href=${officeLink.show(show.id)}><bdi>${show.movie}</bdi>, ${dateAndTime(show.start_time)}</a></li>`,
                  )}
                </ul>`
              : nothing}
            <div class="actions">
              <button type="button" class="button" ?disabled=${this.busy || !imported.effect}
                @click=${() => this.keepingFocus(() => this.apply(room, imported.layout), '#import-title')}>${words.apply}</button>
              <button type="button" class="button button-plain"
                @click=${() => this.keepingFocus(() => (this.imported = undefined), '#import-title')}>${officeTexts.no}</button>
            </div>`
        : nothing}
    </section>`;
  }

  private drawShows(room: Screen): TemplateResult {
    const words = officeTexts.screens;
    return html`<section class="panel" aria-labelledby="room-shows-title">
      <h2 id="room-shows-title">${words.keepTitle}</h2>
      <p class="quiet">${this.shows.length === 0 ? words.keepNone : words.keepHint}</p>
      <ul class="plain-list">
        ${this.shows.map(
          (show) => html`<li>
            <a href=${officeLink.show(show.id)}><bdi>${show.movie}</bdi>, ${dateAndTime(show.start_time)}</a>
            <span class="quiet">${officeTexts.shows.status[show.status]}</span>
          </li>`,
        )}
      </ul>
      ${this.moreShows ? html`<p><a href=${officeLink.shows({ screen_id: room.id })}>${words.allShows}</a></p>` : nothing}
    </section>`;
  }

  private async load(id: number): Promise<void> {
    await this.act(async () => {
      const [{ value, edition }, layout] = await Promise.all([office.screen(id), office.layout(id)]);
      this.room = value;
      this.edition = edition;
      this.layout = layout.value;
      this.nameTab(value.name);
      const now = new Date().toISOString();
      const coming = await office.shows(new URLSearchParams({ screen_id: String(id), from: now, page_size: '10' }));
      this.shows = coming.items.filter((show) => show.status === 'ON_SALE' || show.status === 'CLOSED');
      this.moreShows = coming.next !== undefined;
    });
  }

  private async onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.done = undefined;
    this.faults = faultsIn(form);
    if (Object.keys(this.faults).length > 0) {
      await this.updateComplete;
      goToFault(form);
      return;
    }
    const room = this.room;
    const name = textOf(form, 'name');
    const worked = await this.act(
      async () => {
        const { value, edition } = room ? await office.renameScreen(room.id, this.edition, name) : await office.addScreen(name);
        this.room = value;
        this.edition = edition;
        this.done = room ? officeTexts.saved : officeTexts.screens.added(value.name);
        this.nameTab(value.name);
      },
      async (problem) => {
        this.faults = faultsOf(problem);
        await this.onOutdated(problem);
        await this.updateComplete;
        goToFault(form);
      },
    );
    if (worked && !room && this.room) {
      this.number = this.room.id;
      this.layout = { places: 0, rows: [] };
      router.rename(officeLink.screen(this.room.id));
    }
  }

  /** What was typed and what was read from a file stay; only what is there now is read anew. */
  private async onOutdated(problem: Problem): Promise<void> {
    const room = this.room;
    if (problem.status !== 412 || !room) {
      return;
    }
    const [{ value, edition }, layout] = await Promise.all([office.screen(room.id), office.layout(room.id)]);
    this.edition = edition;
    this.layout = layout.value;
    this.failure = html`<p>${officeTexts.isNow}</p>
      <dl class="facts">
        <div><dt>${officeTexts.screens.name}</dt><dd><bdi>${value.name}</bdi></dd></div>
        <div><dt>${officeTexts.screens.places}</dt><dd>${number(value.places)}</dd></div>
      </dl>`;
  }

  private async onFile(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = '';
    const room = this.room;
    if (!file || !room) {
      return;
    }
    this.done = undefined;
    this.imported = undefined;
    const { plan: _, ...others } = this.faults;
    this.faults = others;
    if (file.size > MOST_BYTES) {
      this.faults = { ...others, plan: officeTexts.screens.fileTooLarge };
      return;
    }
    await this.act(
      async () => {
        const layout = await readLayout(file);
        this.imported = { file: file.name, layout, effect: undefined };
        await this.tryOut(room, layout);
      },
      async (problem) => {
        this.faults = { ...this.faults, plan: String(this.failure) };
        this.failure = undefined;
        this.imported = undefined;
        await this.onOutdated(problem);
      },
    );
  }

  private async tryOut(room: Screen, layout: Layout): Promise<void> {
    const { value } = await office.redraw(room.id, this.edition, layout, true);
    if (this.imported?.layout === layout) {
      this.imported = { ...this.imported, effect: value };
    }
  }

  private async apply(room: Screen, layout: Layout): Promise<void> {
    await this.act(
      async () => {
        const { value, edition } = await office.redraw(room.id, this.edition, layout, false);
        this.edition = edition;
        this.layout = layout;
        this.imported = undefined;
        this.room = { ...room, places: layout.places };
        this.done = officeTexts.screens.applied(value.added, value.changed, value.removed);
      },
      async (problem) => {
        await this.onOutdated(problem);
        if (problem.status === 412) {
          await this.tryOut(room, layout); // the effect is another one now
        }
      },
    );
  }

  private download(room: Screen, layout: Layout): void {
    const url = URL.createObjectURL(new Blob([JSON.stringify(layout)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${room.name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.json`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  private async takeOut(room: Screen): Promise<void> {
    const words = officeTexts.screens;
    const sure = await askToConfirm({
      title: words.removeTitle,
      text: words.removeSure(room.name, room.places),
      yes: words.removeYes,
      bad: true,
    });
    if (sure) {
      await this.act(
        async () => {
          await office.removeScreen(room.id, this.edition);
          location.hash = officeLink.screens();
        },
        (problem) => this.onOutdated(problem),
      );
    }
  }
}

/** What was exported here is taken as it is; anything else the service has to make sense of. */
async function readLayout(file: File): Promise<Layout> {
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') {
    return office.readPlan('csv', file);
  }
  try {
    const layout = JSON.parse(await file.text()) as Partial<Layout>;
    if (Array.isArray(layout.rows)) {
      const rows = layout.rows;
      return { rows, places: rows.reduce((sum, row) => sum + (row.places?.length ?? 0), 0) };
    }
  } catch {
    // the service says what is wrong with it
  }
  return office.readPlan('pretix', file);
}

function drawKinds(layout: Layout): TemplateResult {
  const words = officeTexts.screens;
  const counts = new Map<PlaceKind, number>();
  layout.rows.forEach((row) => row.places.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1)));
  return html`<ul class="kinds" aria-label=${words.byKind}>
    <li><strong>${number(layout.places)}</strong> ${words.placesIn(layout.places, layout.rows.length)}</li>
    ${KINDS.filter((kind) => kind !== 'STANDARD' && counts.has(kind)).map(
      (kind) => html`<li class="kind-${kind}"><strong>${number(counts.get(kind) ?? 0)}</strong> ${words.kind[kind]}</li>`,
    )}
  </ul>`;
}

function drawEffect(effect: Redrawn): string {
  return officeTexts.screens.effect(effect.added, effect.changed, effect.removed, effect.shows_that_keep_their_seats);
}

customElements.define('fr-office-screens', FrOfficeScreens);
customElements.define('fr-office-screen', FrOfficeScreen);
