import { html, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import { PageElement } from '../../element.ts';

/** One bar after the other; what they are of is told beside the chart and in the table behind it. */
export interface Bars {
  /** What each bar stands for, in full. */
  names: string[];
  /** The same, short enough for an axis. */
  marks: string[];
  values: number[];
  /** Where the axis ends at least. */
  atLeast?: number;
  /** How a value is written. */
  write: (value: number) => string;
  /** How it is written on the axis, if shorter. */
  brief?: (value: number) => string;
  /** Whether only whole numbers make sense. */
  whole?: boolean;
  /** What there is to see, in words. */
  summary: string;
}

const HIGH = 200;
const WIDEST_BAR = 36;
const BETWEEN_MARKS = 70;
const STEPS = [1, 2, 3, 4, 5, 7, 10, 12, 14, 24, 28, 48, 56, 72, 96, 120, 168, 240, 336, 500, 1000];
const WHOLE_STEPS = [1, 2, 5].flatMap((it) => [0, 1, 2, 3, 4, 5, 6].map((zeros) => it * 10 ** zeros)).sort((a, b) => a - b);

/** Bars over time. The picture is for the eye; it says in words what it shows, and the table behind it has every figure. */
export class FrChart extends PageElement {
  static override properties = { bars: { attribute: false } };
  declare bars: Bars;
  private plot: uPlot | undefined;
  private readonly dark = window.matchMedia('(prefers-color-scheme: dark)');
  private readonly redraw = () => this.draw();
  private readonly resized = new ResizeObserver(() => this.fit());

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
    this.dark.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.redraw);
    this.plot?.destroy();
    this.plot = undefined;
  }

  protected override render(): TemplateResult {
    return html`<div class="chart" role="img" aria-label=${this.bars.summary}></div>
      <p class="chart-value" aria-hidden="true">&nbsp;</p>`;
  }

  protected override updated(): void {
    this.draw();
  }

  private fit(): void {
    if (!this.plot) {
      this.draw();
    } else if (this.clientWidth > 0 && this.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: this.clientWidth, height: HIGH });
    }
  }

  private draw(): void {
    const ground = this.querySelector<HTMLElement>('.chart');
    if (!ground || !this.isConnected || this.clientWidth === 0) {
      return;
    }
    this.plot?.destroy();
    const bars = this.bars;
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const font = `12px ${colour('--font')}`;
    const axis: uPlot.Axis = {
      stroke: colour('--quiet'),
      font,
      grid: { stroke: colour('--edge'), width: 1 },
      ticks: { show: false },
    };
    this.plot = new uPlot(
      {
        width: this.clientWidth,
        height: HIGH,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [-0.6, Math.max(bars.values.length, 1) - 0.4] },
          y: { range: (_, __, most) => [0, Math.max(most * 1.08, bars.atLeast ?? 0, Number.MIN_VALUE)] },
        },
        series: [
          {},
          {
            stroke: colour('--accent'),
            fill: colour('--accent'),
            width: 0,
            points: { show: false },
            paths: uPlot.paths.bars?.({ size: [0.72, WIDEST_BAR], radius: 0.12 }),
          },
        ],
        axes: [
          {
            ...axis,
            grid: { show: false },
            incrs: STEPS,
            space: BETWEEN_MARKS,
            size: bars.marks.some((mark) => mark.includes('\n')) ? 42 : 28,
            values: (_, at) => at.map((i) => (Number.isInteger(i) ? (bars.marks[i] ?? '') : '')),
          },
          {
            ...axis,
            size: (_, values) => 16 + 7 * Math.max(1, ...(values ?? []).map((it) => it.length)),
            ...(bars.whole ? { incrs: WHOLE_STEPS } : {}),
            values: (_, at) => at.map((it) => (bars.brief ?? bars.write)(it)),
          },
        ],
        hooks: { setCursor: [(plot) => this.tell(plot.cursor.idx ?? undefined)] },
      },
      [bars.values.map((_, i) => i), bars.values],
      ground,
    );
  }

  /** What the bar below the pointer says. */
  private tell(i: number | undefined): void {
    const value = i === undefined ? undefined : this.bars.values[i];
    const told = this.querySelector('.chart-value');
    if (told) {
      told.textContent = i === undefined || value === undefined ? '\u00a0' : `${this.bars.names[i]}: ${this.bars.write(value)}`;
    }
  }
}

customElements.define('fr-chart', FrChart);
