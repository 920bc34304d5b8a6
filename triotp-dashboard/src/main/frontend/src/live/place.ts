import type { Process } from "../endpoint/contract";
import { type Endpoint, Refusal } from "../endpoint/endpoint";
import { signal } from "@preact/signals";

/**
 * The one process or place somebody looks at, asked for again each interval while it is open. It is followed by its
 * path, so that the drawer goes on with the successor after a restart; by its id where it has no path of its own.
 */
export class OpenPlace {
  readonly process = signal<Process | undefined>(undefined);
  readonly problem = signal<string | undefined>(undefined);
  readonly include = signal<ReadonlySet<"stack" | "state">>(new Set());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = new AbortController();

  constructor(
    private readonly endpoint: Endpoint,
    readonly path: string,
    private readonly id: string | undefined,
    private readonly mayAsk: () => boolean,
  ) {}

  start(): void {
    void this.again();
  }

  end(): void {
    clearTimeout(this.timer);
    this.asked.abort();
  }

  show(part: "stack" | "state", shown: boolean): void {
    const include = new Set(this.include.value);
    if (shown) {
      include.add(part);
    } else {
      include.delete(part);
    }
    this.include.value = include;
    this.end();
    this.asked = new AbortController();
    void this.again();
  }

  async again(): Promise<void> {
    clearTimeout(this.timer);
    const asked = this.asked;
    if (this.process.value === undefined || this.mayAsk()) {
      const include = [...this.include.value].join(",") || undefined;
      try {
        const found = await (this.id === undefined
          ? this.endpoint.place(this.path, include, asked.signal)
          : this.endpoint.process(this.id, include, asked.signal));
        this.process.value = found;
        this.problem.value = undefined;
      } catch (problem) {
        if (asked.signal.aborted) {
          return;
        }
        this.problem.value = problem instanceof Refusal && problem.gone ? "It is gone." : String((problem as Error).message);
      }
    }
    if (!asked.signal.aborted) {
      this.timer = setTimeout(() => void this.again(), 1000);
    }
  }
}
