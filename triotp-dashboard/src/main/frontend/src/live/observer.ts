import { batch, computed, signal } from "@preact/signals";
import type { Event, Hello, Summary, Tree } from "../endpoint/contract";
import { type Endpoint, Refusal } from "../endpoint/endpoint";
import { EMPTY, added, type Log } from "../model/log";
import { type Sample, appended, sample } from "../model/series";
import { type Connection, type Happened, POLLS_BEFORE_A_STREAM, intervalMs, next, retryAfterMs } from "./connection";

/** The first levels of all trees. What is below is asked for when somebody opens it. */
const DEPTH = 4;

const LIMIT = 400;

const PAGE = 100;

/** The endpoint tells no more events at a time. */
const MOST_EVENTS = 500;

/** The endpoint shows no more of a tree at a time. */
const MOST_OF_A_PAGE = 1000;

/**
 * What is known of the node, kept up to date while somebody looks: by the stream where there is one, else by asking.
 * Nobody who looks elsewhere (a hidden tab) costs the node anything.
 */
export class Observer {
  readonly summary = signal<Summary | undefined>(undefined);
  readonly base = signal<Tree | undefined>(undefined);
  readonly pages = signal<ReadonlyMap<string, readonly Tree[]>>(new Map());
  readonly log = signal<Log>(EMPTY);
  readonly samples = signal<readonly Sample[]>([]);
  readonly connection = signal<Connection>({ how: "connecting" });
  readonly heardAt = signal(0);
  readonly now = signal(Date.now());
  readonly paused = computed(() => this.connection.value.how === "paused");

  private intervalMs = intervalMs(0);
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private nodeStartedAt: number | undefined;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private turn = 0;
  private polls = 0;

  constructor(readonly endpoint: Endpoint) {}

  /** How often the node is asked, or tells. */
  get interval(): number {
    return this.intervalMs;
  }

  start(): void {
    document.addEventListener("visibilitychange", () => (document.hidden ? this.rest() : this.wake()));
    setInterval(() => this.tick(), 1000);
    void this.begin();
  }

  /** A stream is silent while nothing changes; the charts go on. */
  private tick(): void {
    if (document.hidden) {
      return;
    }
    const now = Date.now();
    const summary = this.summary.value;
    const { how } = this.connection.value;
    batch(() => {
      this.now.value = now;
      if (summary !== undefined && (how === "live" || how === "polling")) {
        this.samples.value = appended(this.samples.value, sample(summary, this.log.value.events, now));
      }
    });
  }

  pause(): void {
    this.rest();
    this.tell({ what: "paused" });
  }

  resume(): void {
    this.tell({ what: "resumed" });
    this.wake();
  }

  retry(): void {
    if (!this.paused.value) {
      this.rest();
      void this.begin();
    }
  }

  /** The next children of a supervisor; those that are known are in the first levels, or in pages. */
  async more(key: string, id: string, known: number): Promise<void> {
    const pages = this.pages.value.get(key);
    if (pages === undefined) {
      await this.page(key, { root: id, depth: 2, limit: known + PAGE + 1 }, () => []);
      return;
    }
    const cursor = pages[pages.length - 1]?.nextCursor;
    if (cursor === undefined) {
      return;
    }
    await this.page(key, { root: id, depth: 2, limit: PAGE + 1, cursor }, (before) => before);
  }

  close(key: string): void {
    if (this.pages.value.has(key)) {
      const pages = new Map(this.pages.value);
      pages.delete(key);
      this.pages.value = pages;
    }
  }

  /** At once, after an action. */
  async look(): Promise<void> {
    await this.ask();
  }

  private async page(
    key: string,
    parameters: Record<string, string | number | undefined>,
    keep: (before: readonly Tree[]) => readonly Tree[],
  ): Promise<void> {
    try {
      const tree = await this.endpoint.tree(parameters);
      const pages = new Map(this.pages.value);
      pages.set(key, [...keep(pages.get(key) ?? []), tree]);
      this.pages.value = pages;
    } catch (problem) {
      this.failed(problem);
    }
  }

  private async begin(): Promise<void> {
    if (!(await this.ask())) {
      this.later(retryAfterMs(this.attempts()));
      return;
    }
    if (this.summary.value?.access.stream === true && typeof EventSource === "function") {
      this.subscribe();
    } else {
      this.tell({ what: "answered" });
      this.later(this.intervalMs);
    }
  }

  private wake(): void {
    if (!this.paused.value && this.source === undefined && this.timer === undefined) {
      void this.begin();
    }
  }

  private rest(): void {
    this.source?.close();
    this.source = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (document.hidden || this.paused.value) {
        return;
      }
      const how = this.connection.value.how;
      if (how === "polling" && !this.mayStreamAgain()) {
        void this.ask().then(() => this.later(how === this.connection.value.how ? this.intervalMs : retryAfterMs(this.attempts())));
      } else if (how !== "refused") {
        void this.begin();
      }
    }, ms);
  }

  private mayStreamAgain(): boolean {
    this.polls = this.summary.value?.access.stream === true ? this.polls + 1 : 0;
    const again = this.polls >= POLLS_BEFORE_A_STREAM;
    this.polls = again ? 0 : this.polls;
    return again;
  }

  private attempts(): number {
    const connection = this.connection.value;
    return connection.how === "lost" ? connection.attempts : 0;
  }

  private subscribe(): void {
    this.intervalMs = intervalMs(this.summary.value?.processes.total ?? 0);
    const source = new EventSource(
      this.endpoint.address("stream", {
        topics: "summary,events,tree",
        interval: `${this.intervalMs}ms`,
        depth: DEPTH,
        limit: LIMIT,
        lastEventId: this.log.value.newestSeq,
      }),
    );
    this.source = source;
    const on = <T>(name: string, receive: (data: T) => void) =>
      source.addEventListener(name, (message) => {
        this.heardAt.value = Date.now();
        receive(JSON.parse((message as MessageEvent<string>).data) as T);
      });
    on<Hello>("hello", (hello) => {
      this.tell({ what: "opened" });
      if (this.isAnotherNode(hello.startedAt)) {
        void this.ask();
      }
    });
    on<Summary>("summary", (summary) => this.heardSummary(summary));
    on<Tree>("tree", (tree) => this.heardTree(tree));
    on<Event[]>("events", (events) => {
      this.heardEvents(events);
      this.lookSoon();
    });
    on<unknown>("resync", () => void this.ask());
    source.onerror = () => {
      if (this.source !== source) {
        return;
      }
      if (source.readyState === EventSource.CLOSED) {
        this.source = undefined;
        this.tell({ what: "streamRefused" });
        void this.ask().then((answered) => this.later(answered ? this.intervalMs : retryAfterMs(this.attempts())));
      } else {
        this.tell({ what: "interrupted" });
      }
    };
  }

  /** Where the tree comes seldom, what has happened is a reason to look at it. */
  private lookSoon(): void {
    if (this.intervalMs > 1000 && this.soon === undefined) {
      this.soon = setTimeout(() => {
        this.soon = undefined;
        if (this.connection.value.how === "live" && !document.hidden) {
          void this.ask();
        }
      }, 1000);
    }
  }

  /** In another run of the node numbers mean something else: what is known of the one before is forgotten. */
  private isAnotherNode(startedAt: string): boolean {
    const started = Date.parse(startedAt);
    const another = this.nodeStartedAt !== undefined && this.nodeStartedAt !== started;
    this.nodeStartedAt = started;
    if (another) {
      batch(() => {
        this.log.value = EMPTY;
        this.pages.value = new Map();
      });
    }
    return another;
  }

  /** Asks for all that is shown. `false`: there was no answer. */
  private async ask(): Promise<boolean> {
    if (this.asking) {
      return true;
    }
    this.asking = true;
    try {
      const summary = await this.endpoint.summary();
      this.isAnotherNode(summary.node.startedAt);
      const [tree, events] = await Promise.all([this.endpoint.tree({ depth: DEPTH, limit: LIMIT }), this.newEvents()]);
      this.heardAt.value = Date.now();
      this.heardEvents(events);
      this.heardTree(tree);
      this.heardSummary(summary);
      return true;
    } catch (problem) {
      this.failed(problem);
      return false;
    } finally {
      this.asking = false;
    }
  }

  /** If too many have been missed, the newest are known and that some are not. */
  private async newEvents(): Promise<readonly Event[]> {
    const known = this.log.value.newestSeq;
    const missed = known > 0 ? await this.endpoint.events({ after: known, limit: MOST_EVENTS }) : undefined;
    if (missed !== undefined && !missed.truncated) {
      return missed.events;
    }
    const newest = await this.endpoint.events({ limit: MOST_EVENTS });
    this.log.value = { ...EMPTY, incomplete: newest.truncated || newest.dropped > 0 };
    return newest.events;
  }

  private heardSummary(summary: Summary): void {
    this.summary.value = summary;
    if (this.turn++ % 2 === 0) {
      void this.refreshPages();
    }
  }

  private heardTree(tree: Tree): void {
    this.base.value = tree;
  }

  private heardEvents(events: readonly Event[]): void {
    this.log.value = added(this.log.value, events);
  }

  /** What was opened below the first levels is in no stream. As many as are shown are asked for again, in one answer. */
  private async refreshPages(): Promise<void> {
    for (const [key, pages] of this.pages.value) {
      const shown = pages.reduce((sum, page) => sum + page.returned, 0);
      if (shown > MOST_OF_A_PAGE) {
        continue;
      }
      const root = key.includes("\u0000") ? key.slice(key.indexOf("\u0000") + 1) : key;
      try {
        const tree = await this.endpoint.tree({ root, depth: 2, limit: Math.max(shown, PAGE + 1) });
        if (this.pages.value.get(key) === pages) {
          this.pages.value = new Map(this.pages.value).set(key, [tree]);
        }
      } catch (problem) {
        if (problem instanceof Refusal && problem.gone) {
          this.close(key);
        }
      }
    }
  }

  private failed(problem: unknown): void {
    if (problem instanceof Refusal) {
      this.tell({ what: "failed", status: problem.status, why: problem.message });
      if (problem.signedOut) {
        this.rest();
      }
    } else {
      this.tell({ what: "failed", status: 0, why: String(problem) });
    }
  }

  private tell(happened: Happened): void {
    this.connection.value = next(this.connection.value, happened);
  }
}
