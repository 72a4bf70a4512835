import { html, nothing, svg, type TemplateResult } from 'lit';
import { money, time } from '../../format.ts';
import { officeLink } from '../links.ts';
import { officeTexts } from '../texts.ts';
import { dateAndTime, number, shortDay } from '../words.ts';
import type { Bars } from './chart.ts';
import type { DayFigures, Figures, Paid, Sales, SalesPoint, ShowFigures } from './numbers-api.ts';
import { amounts, briefly, briefMoney, decimal, hourOf, markOfDay, share } from './words.ts';
import './chart.ts';

/** What there is to say at a glance, each figure with what it means. */
export function drawFigures(figures: Figures): TemplateResult {
  const words = officeTexts.numbers;
  const over = figures.holds - figures.held;
  const all: [string, string, (string | undefined)?][] = [
    ['sold', number(figures.sold), words.ofSeats(number(figures.seats))],
    ['occupancy', share(figures.occupancy)],
    ['revenue', amounts(figures.revenue)],
    [
      'bookings',
      number(figures.bookings),
      figures.cancelled_bookings + figures.withdrawn_bookings === 0
        ? undefined
        : words.cancelledBookings(number(figures.cancelled_bookings), number(figures.withdrawn_bookings)),
    ],
    ['held', number(figures.held)],
    ['free', number(figures.free)],
    ['blocked', number(figures.blocked)],
    ['conversion', share(figures.conversion), over === 0 ? undefined : words.ofHolds(number(figures.converted_holds), number(over))],
    ['expiry', share(figures.expiry_rate), over === 0 ? undefined : words.ofHolds(number(figures.expired_holds), number(over))],
    ['demand', decimal(figures.demand)],
  ];
  return html`<section aria-labelledby="figures-title">
    <h2 id="figures-title">${words.figures}</h2>
    <dl class="big-figures">
      ${all.map(([key, value, more]) => {
        const [name, meaning] = words.figure[key] ?? [key, ''];
        return html`<div class="big-figure" data-figure=${key}>
          <dt>${name}</dt>
          <dd><strong>${value}</strong>${more ? html` <span class="quiet">${more}</span>` : nothing}</dd>
          <dd class="quiet meaning">${meaning}</dd>
        </div>`;
      })}
    </dl>
  </section>`;
}

interface Charted<T> {
  title: string;
  of: T[];
  name: (it: T) => string;
  mark: (it: T) => string;
  value: (it: T) => number;
  write: (value: number) => string;
  /** On the axis, if it is shorter there. */
  brief?: (value: number) => string;
  atLeast?: number;
  whole?: boolean;
}

function bars<T>(it: Charted<T>): Bars {
  const words = officeTexts.numbers;
  const values = it.of.map(it.value);
  const most = Math.max(...values);
  const names = it.of.map(it.name);
  const first = names[0] ?? '';
  const summary =
    names.length === 1
      ? words.summaryOne(it.title, first, it.write(most))
      : words.summary(it.title, first, names[names.length - 1] ?? '', it.write(most), names[values.indexOf(most)] ?? '');
  return { ...it, names, values, marks: it.of.map(it.mark), summary };
}

/** A chart, and the table behind it. */
function drawCharted<T>(chart: Charted<T>, table: TemplateResult | typeof nothing): TemplateResult {
  return html`<figure class="panel charted">
    <figcaption><h2>${chart.title}</h2></figcaption>
    <fr-chart .bars=${bars(chart)}></fr-chart>
    ${table}
  </figure>`;
}

function drawBehind(caption: string, heads: [string, boolean?][], rows: TemplateResult[]): TemplateResult {
  return html`<details>
    <summary>${officeTexts.numbers.table}</summary>
    <div class="table-frame table-behind" tabindex="0" role="group" aria-label=${caption}><table>
      <caption class="visually-hidden">${caption}</caption>
      <thead><tr>${heads.map(([head, isFigure]) => html`<th scope="col" class=${isFigure ? 'figure' : ''}>${head}</th>`)}</tr></thead>
      <tbody>${rows}</tbody>
    </table></div>
  </details>`;
}

export function drawSales(sales: Sales): TemplateResult {
  const words = officeTexts.numbers;
  const { points } = sales;
  const byDay = sales.step === 'DAY';
  const title = byDay ? words.salesByDay : words.salesByHour;
  if (points.length === 0) {
    return html`<section class="panel"><h2>${title}</h2><p class="quiet">${words.nothingSold}</p></section>`;
  }
  const name = (point: SalesPoint) => (byDay ? shortDay(point.day) : hourOf(point.at));
  const mark = (point: SalesPoint) => (byDay ? markOfDay(point.day) : `${time(point.at)}\n${markOfDay(point.day)}`);
  const currencies = [...new Set(points.flatMap((point) => point.revenue.map((it) => it.currency)))].sort();
  const taken = (point: SalesPoint, currency: string) => Number(point.revenue.find((it) => it.currency === currency)?.amount ?? 0);
  const heads: [string, boolean?][] = [
    [byDay ? words.day : words.hour],
    [words.seatsSold, true],
    [words.returned, true],
    [words.revenue, true],
  ];
  // A thousand lines are drawn in no time, but where nothing happened there is nothing to read.
  const rows = points
    .filter((point) => point.sold > 0 || point.returned > 0)
    .map(
      (point) => html`<tr>
        <th scope="row">${name(point)}</th>
        <td class="figure">${number(point.sold)}</td>
        <td class="figure">${number(point.returned)}</td>
        <td class="figure">${amounts(point.revenue.filter((it) => Number(it.amount) !== 0))}</td>
      </tr>`,
    );
  return html`<div class="charts">
    ${drawCharted(
      { title, of: points, name, mark, value: (it) => it.sold, write: number, brief: briefly, whole: true },
      drawBehind(title, heads, rows),
    )}
    ${currencies.map((currency) => {
      const of = byDay ? words.revenueByDay(currency) : words.revenueByHour(currency);
      return drawCharted(
        {
          title: of,
          of: points,
          name,
          mark,
          value: (it) => taken(it, currency),
          write: (it) => money(it, currency),
          brief: (it) => briefMoney(it, currency),
        },
        drawBehind(
          of,
          [[byDay ? words.day : words.hour], [words.revenue, true]],
          points
            .filter((point) => taken(point, currency) !== 0)
            .map(
              (point) => html`<tr>
                <th scope="row">${name(point)}</th>
                <td class="figure">${money(taken(point, currency), currency)}</td>
              </tr>`,
            ),
        ),
      );
    })}
  </div>`;
}

export function drawOccupancy(days: DayFigures[]): TemplateResult {
  const words = officeTexts.numbers;
  return drawCharted(
    {
      title: words.occupancyByDay,
      of: days,
      name: (it) => shortDay(it.day),
      mark: (it) => markOfDay(it.day),
      value: (it) => it.occupancy ?? 0,
      write: share,
      atLeast: 1,
    },
    drawBehind(
      words.occupancyByDay,
      [[words.day], [words.showsOnDay, true], [words.sold, true], [words.seats, true], [words.occupancy, true], [words.revenue, true]],
      days
        .filter((day) => day.shows > 0)
        .map(
          (day) => html`<tr>
            <th scope="row"><a href=${officeLink.numbersOfDay(day.day)}>${shortDay(day.day)}</a></th>
            <td class="figure">${number(day.shows)}</td>
            <td class="figure">${number(day.sold)}</td>
            <td class="figure">${number(day.seats)}</td>
            <td class="figure">${share(day.occupancy)}</td>
            <td class="figure">${amounts(day.revenue)}</td>
          </tr>`,
        ),
    ),
  );
}

/** A bar in a table, which says the same as the figure beside it. */
function drawBar(part: number): TemplateResult {
  return html`<svg class="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="share-whole" width="100" height="10"></rect><rect class="share-part" width=${100 * Math.min(1, part)} height="10"></rect>`}
  </svg>`;
}

export function drawPayments(payments: Paid[]): TemplateResult {
  const words = officeTexts.numbers;
  const most = Math.max(1, ...payments.map((it) => it.bookings));
  return html`<section class="panel" aria-labelledby="payments-title">
    <h2 id="payments-title">${words.payments}</h2>
    ${payments.length === 0
      ? html`<p class="quiet">${words.nothingSold}</p>`
      : html`<div class="table-frame" tabindex="0" role="group" aria-label=${words.payments}><table class="barred">
          <caption class="visually-hidden">${words.payments}</caption>
          <thead>
            <tr>
              <th scope="col">${words.payment}</th>
              <td class="bar-cell"></td>
              <th scope="col" class="figure">${words.bookings}</th>
              <th scope="col" class="figure wide">${words.seats}</th>
              <th scope="col" class="figure">${words.revenue}</th>
            </tr>
          </thead>
          <tbody>
            ${payments.map(
              (it) => html`<tr>
                <th scope="row">${words.paid[it.payment] ?? it.payment}</th>
                <td class="bar-cell">${drawBar(it.bookings / most)}</td>
                <td class="figure">${number(it.bookings)}</td>
                <td class="figure wide">${number(it.seats)}</td>
                <td class="figure">${money(it.revenue, it.currency)}</td>
              </tr>`,
            )}
          </tbody>
        </table></div>`}
  </section>`;
}

export function drawMostDemanded(shows: ShowFigures[]): TemplateResult {
  const words = officeTexts.numbers;
  const wanted = shows.filter((it) => (it.numbers.demand ?? 0) > 0);
  const most = Math.max(1, ...wanted.map((it) => it.numbers.demand ?? 0));
  return html`<section class="panel" aria-labelledby="demanded-title">
    <h2 id="demanded-title">${words.mostDemanded}</h2>
    <p class="quiet">${wanted.length === 0 ? words.nothingSold : words.mostDemandedHint}</p>
    ${wanted.length === 0
      ? nothing
      : html`<div class="table-frame" tabindex="0" role="group" aria-label=${words.mostDemanded}><table class="barred">
          <caption class="visually-hidden">${words.mostDemanded}</caption>
          <thead>
            <tr>
              <th scope="col">${words.show}</th>
              <td class="bar-cell"></td>
              <th scope="col" class="figure">${words.demand}</th>
              <th scope="col" class="figure">${words.occupancy}</th>
            </tr>
          </thead>
          <tbody>
            ${wanted.map(
              ({ show, numbers }) => html`<tr>
                <th scope="row">
                  <a href=${officeLink.numbersOf(show.id)}><bdi>${show.movie}</bdi></a>
                  <span class="quiet">${dateAndTime(show.start_time)}, <bdi>${show.screen}</bdi></span>
                </th>
                <td class="bar-cell">${drawBar((numbers.demand ?? 0) / most)}</td>
                <td class="figure">${decimal(numbers.demand)}</td>
                <td class="figure">${share(numbers.occupancy)}</td>
              </tr>`,
            )}
          </tbody>
        </table></div>`}
  </section>`;
}
