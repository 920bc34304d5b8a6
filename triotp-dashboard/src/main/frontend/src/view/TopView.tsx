import { useEffect, useState } from "preact/hooks";
import type { Kind, ProcessRow, ProcessState, Processes } from "../endpoint/contract";
import { WEDGED_SECONDS } from "../model/rows";
import { count, enumWords, mood, plural, seconds, shortClass } from "../model/words";
import { adjust, applied, openPlace, parameter, useObserver } from "../shell";
import { Shape } from "./Shape";
import { Ago } from "./Time";
import { useStill } from "./useStill";

const SORTS: readonly [string, string][] = [
  ["mailbox", "fullest mailbox"],
  ["handled", "most handled"],
  ["working", "longest at work"],
  ["restarts", "most restarts"],
  ["started", "newest"],
  ["path", "path"],
];

const STATES: readonly ProcessState[] = ["RUNNING", "RUNNABLE", "WAITING", "SUSPENDED", "STARTING", "EXITING"];

const KINDS: readonly Kind[] = ["WORKER", "SUPERVISOR", "DYNAMIC_SUPERVISOR"];

const LIMIT = 50;

/** Which processes have most of something, and where one is. */
export function TopView() {
  const observer = useObserver();
  const [found, setFound] = useState<Processes | undefined>(undefined);
  const [rest, setRest] = useState<readonly ProcessRow[]>([]);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const asked = {
    q: parameter("q"),
    sort: parameter("sort") ?? "mailbox",
    state: parameter("state"),
    kind: parameter("kind"),
    minMailbox: parameter("min"),
  };
  const key = JSON.stringify(asked);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    setRest([]);
    setCursor(undefined);
    const ask = async () => {
      if (!document.hidden && !observer.paused.value) {
        try {
          const answer = await observer.endpoint.processes({ ...asked, limit: LIMIT }, abort.signal);
          setFound(answer);
          setProblem(undefined);
        } catch (failure) {
          if (abort.signal.aborted) {
            return;
          }
          setProblem((failure as Error).message);
        }
      }
      timer = setTimeout(() => void ask(), 2000);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key]);
  const latest = [...(found?.processes ?? []), ...rest];
  const still = useStill<readonly ProcessRow[]>(latest, (shown, now) => {
    const byId = new Map(now.map((row) => [row.id, row]));
    const kept = shown.map((row) => byId.get(row.id) ?? row);
    const waiting = now.filter((row, index) => shown[index]?.id !== row.id).length;
    return { shown: kept, waiting };
  });
  const next = cursor ?? (rest.length === 0 ? found?.nextCursor : undefined);
  const more = async () => {
    const answer = await observer.endpoint.processes({ ...asked, limit: LIMIT, cursor: next });
    still.follow();
    setRest([...rest, ...answer.processes]);
    setCursor(answer.nextCursor);
  };
  return (
    <section class="view" aria-labelledby="top-title">
      <div class="bar">
        <h2 id="top-title">Processes</h2>
        <input
          type="search"
          placeholder="Path or class ( / )"
          aria-label="Path or class has"
          maxLength={100}
          value={asked.q ?? ""}
          onInput={(event) => adjust("q", event.currentTarget.value)}
        />
        <Choice name="sort" label="Order" value={asked.sort} options={SORTS} />
        <Choice name="state" label="State" value={asked.state ?? ""} options={[["", "any"], ...STATES.map((each): [string, string] => [each, enumWords(each)])]} />
        <Choice name="kind" label="Kind" value={asked.kind ?? ""} options={[["", "any"], ...KINDS.map((each): [string, string] => [each, enumWords(each)])]} />
        <label>
          Messages at least{" "}
          <input
            type="number"
            min={0}
            class="short"
            value={asked.minMailbox ?? ""}
            onInput={(event) => adjust("min", event.currentTarget.value)}
          />
        </label>
      </div>
      {problem !== undefined && <p class="notice error">{problem}</p>}
      <div class="grid-room scroll" {...still.pointing} tabIndex={0} role="group" aria-label="Table of processes">
        <table class="grid">
          <caption class="unseen">Processes, {SORTS.find(([name]) => name === asked.sort)?.[1] ?? asked.sort} first</caption>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col">State</th>
              <th scope="col" class="number">Mailbox</th>
              <th scope="col" class="number spare">Handled</th>
              <th scope="col" class="spare">Works on</th>
              <th scope="col" class="number">Restarts</th>
              <th scope="col" class="spare">Started</th>
            </tr>
          </thead>
          <tbody>
            {still.shown.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <button type="button" class="link path" onClick={() => openPlace(row.path, row.id)} title={row.path}>
                    {row.path}
                  </button>
                  <span class="tag">{row.behavior ? shortClass(row.behavior) : enumWords(row.kind)}</span>
                </th>
                <td>
                  <Shape mood={mood(row.state === "RUNNABLE" ? "RUNNING" : row.state)} />
                  {enumWords(row.state)}
                </td>
                <td class={row.mailbox > 0 ? "number some" : "number"}>{count(row.mailbox)}</td>
                <td class="number spare">{count(row.handled)}</td>
                <td class={(row.workingSeconds ?? 0) >= WEDGED_SECONDS ? "spare bad" : "spare"}>
                  {row.message && shortClass(row.message)}
                  {row.workingSeconds !== undefined && <span class="muted"> for {seconds(row.workingSeconds)}</span>}
                </td>
                <td class={(row.restarts ?? 0) > 0 ? "number some" : "number"}>{count(row.restarts ?? 0)}</td>
                <td class="spare">
                  <Ago at={row.startedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {found !== undefined && found.matched === 0 && <p class="empty">No process is like that.</p>}
      </div>
      <p class="under">
        {found && `${count(still.shown.length)} of ${plural(found.matched, "process", "processes")} like that, ${count(found.total)} in all${found.partial ? "; there was no time to look at all of them" : ""}. `}
        {next !== undefined && (
          <button type="button" class="link" onClick={() => void more()}>
            Show {LIMIT} more
          </button>
        )}{" "}
        {still.waiting > 0 && (
          <button type="button" class="link" onClick={() => applied.value++}>
            Another order waits while you point here; apply now ( r )
          </button>
        )}
      </p>
    </section>
  );
}

function Choice(props: { name: string; label: string; value: string; options: readonly (readonly [string, string])[] }) {
  return (
    <label>
      {props.label}{" "}
      <select value={props.value} onChange={(event) => adjust(props.name, event.currentTarget.value)}>
        {props.options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
