import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { MEASURES, type Sample } from "../model/series";
import { count, timeOfDay } from "../model/words";
import { theme, useObserver } from "../shell";
import { useSize } from "./useSize";

const HEIGHT = 150;

const TABLE_ROWS = 60;

/** How the figures have moved since the page was opened. What was before is in the metrics. */
export function ChartsView() {
  const samples = useObserver().samples.value;
  const [asTable, setAsTable] = useState(false);
  return (
    <section class="view scrolls" aria-labelledby="charts-title">
      <div class="bar">
        <h2 id="charts-title">Charts</h2>
        <span class="muted">since this page was opened; for more than that there are the metrics</span>
        <span class="grow" />
        <label class="check">
          <input type="checkbox" checked={asTable} onChange={(event) => setAsTable(event.currentTarget.checked)} />
          As a table
        </label>
      </div>
      {asTable ? <Table samples={samples} /> : (
        <div class="charts">
          {MEASURES.map((measure) => (
            <Chart key={measure.name} title={measure.label} samples={samples} value={(each) => each[measure.name]} />
          ))}
        </div>
      )}
    </section>
  );
}

function Chart({ title, samples, value }: { title: string; samples: readonly Sample[]; value: (sample: Sample) => number }) {
  const room = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const { width } = useSize(room);
  const data: uPlot.AlignedData = [samples.map((each) => each.at / 1000), samples.map(value)];
  useEffect(() => {
    if (room.current === null || width === 0 || samples.length < 2) {
      return;
    }
    const made = new uPlot(options(width, getComputedStyle(room.current)), data, room.current);
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = undefined;
    };
  }, [width > 0, samples.length < 2, theme.value]);
  useEffect(() => plot.current?.setSize({ width, height: HEIGHT }), [width]);
  useEffect(() => plot.current?.setData(data), [samples]);
  const last = samples[samples.length - 1];
  const most = samples.reduce((found, each) => Math.max(found, value(each)), 0);
  const told = last === undefined ? "nothing yet" : `now ${count(value(last))}, at most ${count(most)}`;
  return (
    <figure class="chart">
      <figcaption>
        <b>{title}</b> <span class="muted">{told}</span>
      </figcaption>
      {samples.length < 2 ? <p class="empty">The first seconds are yet to come.</p> : null}
      <div ref={room} role="img" aria-label={`${title}: ${told}`} />
    </figure>
  );
}

function options(width: number, style: CSSStyleDeclaration): uPlot.Options {
  const text = style.getPropertyValue("--muted");
  const line = style.getPropertyValue("--line");
  const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "11px system-ui" };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      { ...axis, values: (_, at) => at.map((each) => timeOfDay(each * 1000)), space: 80 },
      { ...axis, size: 54, values: (_, values) => values.map((each) => (Number.isInteger(each) ? count(each) : "")) },
    ],
    series: [{}, { stroke: style.getPropertyValue("--accent"), width: 1.5, points: { show: false }, fill: style.getPropertyValue("--accent-faint") }],
  };
}

function Table({ samples }: { samples: readonly Sample[] }) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Table of the charts">
      <table class="grid">
        <caption class="unseen">The same as a table, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {MEASURES.map((measure) => (
              <th key={measure.name} scope="col" class="number">
                {measure.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.slice(-TABLE_ROWS).toReversed().map((sample) => (
            <tr key={sample.at}>
              <th scope="row">{timeOfDay(sample.at)}</th>
              {MEASURES.map((measure) => (
                <td key={measure.name} class="number">
                  {count(sample[measure.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
