import { count, plural } from "../model/words";
import { useObserver } from "../shell";
import { Sparkline } from "./Sparkline";

/** The node in one line. */
export function Glance() {
  const observer = useObserver();
  const summary = observer.summary.value;
  if (summary === undefined) {
    return null;
  }
  const samples = observer.samples.value;
  const byState = summary.processes.byState;
  return (
    <section class="glance" aria-label="The node at a glance">
      <Figure value={count(summary.processes.total)} word="processes">
        {plural(summary.processes.supervisors, "supervisor")}, {count(byState.RUNNING ?? 0)} at work
      </Figure>
      <Figure value={count(summary.mailboxes.messages)} word="messages wait" line={samples.map((each) => each.queued)}>
        {summary.mailboxes.largest ? `most for ${summary.mailboxes.largest.path ?? summary.mailboxes.largest.label ?? summary.mailboxes.largest.id}: ${count(summary.mailboxes.largest.size)}` : "no mailbox has any"}
      </Figure>
      <Figure value={count(summary.restarts.lastMinute)} word="restarts in a minute" line={samples.map((each) => each.restarts)} alarm={summary.restarts.lastMinute > 0}>
        {count(summary.restarts.lastHour)} in an hour, {count(summary.restarts.total)} in all
      </Figure>
      <Figure value={count(summary.deadLetters.lastMinute)} word="lost messages in a minute" line={samples.map((each) => each.lost)} alarm={summary.deadLetters.lastMinute > 0}>
        {count(summary.deadLetters.total)} in all
      </Figure>
      {summary.zombies.running > 0 && (
        <Figure value={count(summary.zombies.running)} word="killed and still running" alarm>
          {count(summary.zombies.reported)} in all
        </Figure>
      )}
      <span class="access">{summary.access.actions ? "actions allowed" : "read-only"}</span>
    </section>
  );
}

function Figure(props: { value: string; word: string; line?: readonly number[]; alarm?: boolean; children: preact.ComponentChildren }) {
  return (
    <div class={props.alarm ? "figure alarm" : "figure"}>
      <div class="figure-head">
        <strong>{props.value}</strong> <span>{props.word}</span>
        {props.line && <Sparkline values={props.line} />}
      </div>
      <small>{props.children}</small>
    </div>
  );
}
