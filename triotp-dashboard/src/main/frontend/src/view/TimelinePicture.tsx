import { type Cluster, type Group, type MarkKind, type SpanKind, clusters, severityOf, ticks } from "../model/timeline";
import { eventWords, plural, shortClass, timeOfDay } from "../model/words";

const LANE = 22;

/** Where there is no room for labels beside the lanes, they are above them. */
const NARROW = 600;

const NARROW_LANE = 36;

const HEAD = 20;

const AXIS = 22;

const APART = 9;

const MARKS: Record<MarkKind, string> = {
  crash: "M-4.5-4.5 4.5 4.5M4.5-4.5-4.5 4.5",
  gaveUp: "M-5-5H5V5H-5Z M-5-5 5 5M5-5-5 5",
  restart: "M-3.5-5 5 0-3.5 5Z",
  start: "M-3.5-5 5 0-3.5 5Z",
  end: "M-4-4H4V4H-4Z",
  warning: "M0-5.5 5.5 4.5H-5.5Z",
  action: "M0-5.5 5.5 0 0 5.5-5.5 0Z",
};

const SPANS: Record<SpanKind, string> = { down: "down", waiting: "waits for its start", failed: "failed", stuck: "stuck in a handler" };

interface Props {
  groups: readonly Group[];
  from: number;
  to: number;
  width: number;
  onPick: (cluster: Cluster) => void;
  onPath: (path: string) => void;
}

/** The lanes as a picture. The table below it says the same, so to screen readers this is one picture. */
export function TimelinePicture({ groups, from, to, width, onPick, onPath }: Props) {
  const narrow = width < NARROW;
  const lane = narrow ? NARROW_LANE : LANE;
  const label = narrow ? 6 : Math.min(300, Math.max(160, width * 0.26));
  const inner = Math.max(50, width - label - 12);
  const x = (at: number) => label + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * inner;
  let y = AXIS;
  const body = groups.flatMap((group) => {
    const head = y;
    y += HEAD;
    return [
      <text key={`head ${group.supervisor}`} class="group" x={4} y={head + 14}>
        {group.supervisor === "" ? "applications" : group.supervisor}
      </text>,
      ...group.lanes.map((each) => {
        const at = y;
        y += lane;
        const middle = narrow ? at + lane - 12 : at + lane / 2;
        const words = narrow ? at + 11 : middle + 4;
        return (
          <g key={each.path} class="lane">
            <rect class="ground" x={label} y={at + 1} width={inner} height={lane - 2} />
            <text class="path" x={14} y={words} onClick={() => onPath(each.path)}>
              <title>{each.path}</title>
              {shorten(each.path.slice(each.supervisor === "" ? 0 : each.supervisor.length + 1), Math.floor(((narrow ? width : label) - 70) / 7.2))}
            </text>
            <text class="counts" x={narrow ? width - 12 : label - 8} y={words} text-anchor="end">
              {each.crashes > 0 ? `${each.crashes}×` : ""}
            </text>
            {each.spans.map((span) => (
              <rect key={`${span.kind} ${span.from}`} class={`span ${span.kind}`} x={x(span.from)} y={middle - 4} width={Math.max(2, x(span.to ?? to) - x(span.from))} height={8}>
                <title>{`${SPANS[span.kind]} ${timeOfDay(span.from)} – ${span.to === undefined ? "now" : timeOfDay(span.to)}`}</title>
              </rect>
            ))}
            {clusters(each.marks, from, to, inner, APART).map((cluster) => (
              <g key={`${cluster.kind} ${cluster.marks[0]!.event.seq}`} class={`mark ${cluster.kind}`} transform={`translate(${label + cluster.x} ${middle})`} onClick={() => onPick(cluster)}>
                <rect class="target" x={-12} y={-11} width={24} height={22} />
                <path d={MARKS[cluster.kind]} />
                {cluster.marks.length > 1 && (
                  <text class="times" x={6} y={-4}>
                    {cluster.marks.length}
                  </text>
                )}
                <title>{tip(cluster)}</title>
              </g>
            ))}
          </g>
        );
      }),
    ];
  });
  const all = groups.flatMap((group) => group.lanes);
  return (
    <svg
      width={width}
      height={y + 4}
      role="img"
      aria-label={`${plural(all.length, "place")} between ${timeOfDay(from)} and ${timeOfDay(to)}: ${plural(
        all.reduce((sum, each) => sum + each.crashes, 0),
        "crash",
        "crashes",
      )}, ${plural(
        all.reduce((sum, each) => sum + each.restarts, 0),
        "restart",
      )}. The table of events below tells each.`}
    >
      {ticks(from, to, Math.max(2, Math.floor(inner / 90))).map((at) => (
        <g key={at} class="tick">
          <line x1={x(at)} x2={x(at)} y1={AXIS - 4} y2={y} />
          <text x={x(at)} y={12} text-anchor="middle">
            {timeOfDay(at)}
          </text>
        </g>
      ))}
      {body}
      <line class="now" x1={x(to)} x2={x(to)} y1={AXIS - 4} y2={y} />
    </svg>
  );
}

function tip(cluster: Cluster): string {
  const first = cluster.marks[0]!.event;
  const last = cluster.marks[cluster.marks.length - 1]!.event;
  const why = first.exception === undefined ? (first.detail ?? "") : shortClass(first.exception.type);
  const head = `${eventWords(first.type)}${why === "" ? "" : `: ${why}`}`;
  return cluster.marks.length === 1
    ? `${timeOfDay(first.at)} ${head}`
    : `${cluster.marks.length} times between ${timeOfDay(first.at)} and ${timeOfDay(last.at)} (${severityOf(cluster.marks).toLowerCase()}): ${head}`;
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

const LEGEND: readonly [MarkKind, string][] = [
  ["crash", "crashed"],
  ["restart", "started again"],
  ["gaveUp", "gave up, failed"],
  ["warning", "warning"],
  ["end", "ended"],
  ["action", "action"],
];

/** What the marks mean; the tables say it in words. */
export function Legend() {
  return (
    <ul class="legend" aria-hidden="true">
      {LEGEND.map(([kind, word]) => (
        <li key={kind}>
          <svg width="14" height="14" viewBox="-7 -7 14 14" class={`mark ${kind}`}>
            <path d={MARKS[kind]} />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}
