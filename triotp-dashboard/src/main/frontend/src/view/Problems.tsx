import { useState } from "preact/hooks";
import type { Problem } from "../endpoint/contract";
import { enumWords, plural } from "../model/words";
import { openPlace, useObserver } from "../shell";
import { Shape } from "./Shape";

const SHOWN = 3;

/** What deserves attention now. Nothing is shown if nothing does. */
export function Problems() {
  const problems = useObserver().summary.value?.problems ?? [];
  const [all, setAll] = useState(false);
  if (problems.length === 0) {
    return null;
  }
  const shown = all ? problems : problems.slice(0, SHOWN);
  return (
    <section class="problems" aria-label={plural(problems.length, "problem")}>
      <ul>
        {shown.map((problem) => (
          <OneProblem key={`${problem.code} ${problem.path}`} problem={problem} />
        ))}
      </ul>
      {problems.length > SHOWN && (
        <button type="button" class="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show ${problems.length - SHOWN} more`}
        </button>
      )}
    </section>
  );
}

function OneProblem({ problem }: { problem: Problem }) {
  return (
    <li class={problem.severity === "ERROR" ? "error" : "warning"}>
      <Shape mood={problem.severity === "ERROR" ? "broken" : "trouble"} />
      <b>{enumWords(problem.code)}</b>
      <button type="button" class="link path" onClick={() => openPlace(problem.path)}>
        {problem.path}
      </button>
      <span>{problem.detail}</span>
    </li>
  );
}
