package io.triotp.spring.boot;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.triotp.durable.Durability.Mode;
import io.triotp.application.OnFailure;
import io.triotp.process.AbandonedCalls;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Strategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be said about the node and its applications in the configuration. These
 * records are the grammar: a key that is none of their components is refused at start-up,
 * at any depth, and so is a duration without a unit. What is {@code null} has not been
 * said.
 *
 * @param enabled Whether to start a node and its applications.
 * @param nodeName Name of the node, for logs and the actuator. Defaults to the name of
 * the Spring application.
 * @param autoStartup Whether the applications are started with the context.
 * @param defaults Values for whatever does not say its own.
 * @param lifecycle When the applications start and stop.
 * @param metrics What is measured.
 * @param observation What is reported of messages.
 * @param logging What log lines tell.
 * @param events What is published as events of Spring.
 * @param store Where durable servers have their state, if triotp-jdbc is there.
 * @param unassigned What becomes of GenServer and ChildSpec beans that no tree names,
 * where applications are declared.
 * @param applications Supervision trees by name. The order of the names means nothing,
 * depends-on does.
 */
@ConfigurationProperties("triotp")
public record TriOtpProperties(@DefaultValue("true") boolean enabled, @Nullable String nodeName,
		@DefaultValue("true") boolean autoStartup, @DefaultValue Defaults defaults, @DefaultValue Lifecycle lifecycle,
		@DefaultValue Metrics metrics, @DefaultValue Observation observation, @DefaultValue Logging logging,
		@DefaultValue Events events, @DefaultValue Store store, @DefaultValue("fail") Unassigned unassigned,
		@DefaultValue Map<String, Application> applications) {

	/**
	 * What becomes of a bean that no tree names.
	 */
	public enum Unassigned {

		/** The start fails, and says which they are. */
		FAIL,

		/** They are left alone, and a warning says which they are. */
		WARN,

		/** They run in the default application, named as the Spring application. */
		DEFAULT_APPLICATION

	}

	/**
	 * Values for whatever does not say its own.
	 *
	 * @param callTimeout Time a call waits for its reply.
	 * @param startTimeout Time the init of a server may take.
	 * @param shutdown Time a worker has to end before it is killed, infinity, or
	 * brutal-kill.
	 * @param maxRestarts Number of restarts a supervisor allows within the period.
	 * @param period Length of the sliding period in which restarts are counted.
	 * @param highWaterMark Number of messages that may wait in a mailbox before a
	 * warning, 0 for none.
	 * @param wedgedAfter Time a process may work on one message before a warning, 0 for
	 * ever.
	 * @param spareCarriers Number of carriers that may be lent to the virtual threads of
	 * the JVM while code that never returns holds all there are, 0 for none. Needs Java
	 * 24 or newer.
	 * @param abandonedCalls What servers do with calls whose callers have given up: skip
	 * them, or handle them.
	 * @param history Number of entries that are remembered of what has happened, 0 for
	 * none.
	 */
	public record Defaults(@DefaultValue("5s") Duration callTimeout, @DefaultValue("10s") Duration startTimeout,
			@DefaultValue("5s") Shutdown shutdown, @DefaultValue("3") int maxRestarts,
			@DefaultValue("5s") Duration period, @DefaultValue("10000") int highWaterMark,
			@DefaultValue("30s") Duration wedgedAfter, @DefaultValue("16") int spareCarriers,
			@DefaultValue("skip") AbandonedCalls abandonedCalls, @DefaultValue("2000") int history) {
	}

	/**
	 * When the applications start and stop. The default phase is 1024 below that of
	 * Spring's executors and schedulers, which wait there for tasks that run. Two kinds
	 * of work are not waited for in any phase, and may find the applications stopped:
	 * that of executors that wait only when they are destroyed
	 * ({@code spring.task.execution.shutdown.await-termination}, and the same for
	 * scheduling), and what runs on virtual threads
	 * ({@code spring.threads.virtual.enabled}) other than scheduled tasks with a fixed
	 * delay.
	 *
	 * @param phase Phase of an application on which no other depends. Each level of
	 * dependencies is 16 below. By default applications are up before the web server
	 * accepts requests, and stop after it has drained and Spring's executors and
	 * schedulers have ended the work under way.
	 * @param pauseable Whether the applications stop when the context is paused, as the
	 * test framework does with a context another test may use.
	 */
	public record Lifecycle(@DefaultValue("1073740799") int phase, @DefaultValue("true") boolean pauseable) {
	}

	/**
	 * What is measured.
	 *
	 * @param stalledAfter Time for which a process at which messages wait may begin no
	 * other before it counts as stalled.
	 * @param handlers How handlers are measured.
	 */
	public record Metrics(@DefaultValue("30s") Duration stalledAfter, @DefaultValue Handlers handlers) {
	}

	/**
	 * How handlers are measured.
	 *
	 * @param enabled Whether to measure how long each message waits, and how long the
	 * code takes for it.
	 */
	public record Handlers(@DefaultValue("false") boolean enabled) {
	}

	/**
	 * What is reported of messages.
	 *
	 * @param enabled Whether calls, casts and their handlers are observed, and handlers
	 * get the context of the sender, if there is an ObservationRegistry.
	 * @param always Whether messages are observed too that are part of nothing observed,
	 * such as a request on the web. Each costs some microseconds and kilobytes then.
	 */
	public record Observation(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean always) {
	}

	/**
	 * What log lines tell.
	 *
	 * @param mdc Whether the path and the application of a process are in the logging
	 * context while its code runs, as triotp.path and triotp.application.
	 */
	public record Logging(@DefaultValue("true") boolean mdc) {
	}

	/**
	 * What is published as events of Spring.
	 *
	 * @param enabled Whether restarts, failed starts, supervisors that give up, and
	 * applications that start, stop and fail are published.
	 */
	public record Events(@DefaultValue("false") boolean enabled) {
	}

	/**
	 * Where durable servers have their state: tables of the database of the application.
	 *
	 * @param table Table, with its schema and a dot if need be; another one has
	 * '_request' after it.
	 * @param batch Number of servers that are stored in one transaction at most.
	 * @param window Number of changes of one server that may wait to be stored before its
	 * next message waits.
	 * @param commitTimeout Time a change may take, or what is read at a start, before its
	 * server ends. Less than callers wait, so that they are told why.
	 * @param rememberRequests Time for which a request with an id is remembered, so that
	 * it gets its first reply when it comes again.
	 * @param initializeSchema Whether to create the tables, if they have their default
	 * names.
	 */
	public record Store(@DefaultValue("triotp_server") String table, @DefaultValue("256") int batch,
			@DefaultValue("64") int window, @DefaultValue("3s") Duration commitTimeout,
			@DefaultValue("1d") Duration rememberRequests,
			@DefaultValue("embedded") InitializeSchema initializeSchema) {
	}

	/**
	 * When a table is created.
	 */
	public enum InitializeSchema {

		/** Always, unless it is there. */
		ALWAYS,

		/** In an embedded database, as H2 in memory; one in a file is none. */
		EMBEDDED,

		/** Never: your own migrations do. */
		NEVER

	}

	/**
	 * An application.
	 *
	 * @param restart whether its root is restarted, permanent by default
	 * @param onFailure what happens when it has failed; by default stop if it is
	 * permanent, else report
	 * @param autoStartup whether it is started with the context,
	 * {@code triotp.auto-startup} by default
	 * @param dependsOn the applications that must run before it
	 * @param optionalDependsOn the applications that start before it if there are such,
	 * and stop after it
	 * @param maxRestarts how many restarts of its root are allowed within the period
	 * @param period the period for that
	 * @param supervisor its root
	 * @param overrides settings of children by id, which win over those of the tree
	 */
	public record Application(@Nullable Restart restart, @Nullable OnFailure onFailure, @Nullable Boolean autoStartup,
			@Nullable List<String> dependsOn, @Nullable List<String> optionalDependsOn, @Nullable Integer maxRestarts,
			@Nullable Duration period, @Nullable Supervisor supervisor, @Nullable Map<String, Override> overrides) {
	}

	/** What every supervisor may say. */
	public interface SupervisorSettings {

		/**
		 * {@return who is restarted with whom, {@code null} if that is not said}
		 */
		@Nullable Strategy strategy();

		/**
		 * {@return how many restarts are allowed within the period, {@code null} if that
		 * is not said}
		 */
		@Nullable Integer maxRestarts();

		/**
		 * {@return the period for that, {@code null} if that is not said}
		 */
		@Nullable Duration period();

		/**
		 * {@return when it ends with its significant children, {@code null} if that is
		 * not said}
		 */
		@Nullable AutoShutdown autoShutdown();

		/**
		 * {@return how long to wait before restarts, {@code null} if that is not said}
		 */
		@Nullable Backoff backoff();

	}

	/** What every child made of a bean may say. */
	public interface BeanSettings {

		/**
		 * {@return whether it is restarted, {@code null} if that is not said}
		 */
		@Nullable Restart restart();

		/**
		 * {@return how it is stopped, {@code null} if that is not said}
		 */
		@Nullable Shutdown shutdown();

		/**
		 * {@return how long its init may take, {@code null} if that is not said}
		 */
		@Nullable Duration startTimeout();

		/**
		 * {@return how long to wait before restarts, {@code null} if that is not said}
		 */
		@Nullable Backoff backoff();

		/**
		 * {@return the bound of its mailbox, {@code null} if that is not said}
		 */
		@Nullable Mailbox mailbox();

		/**
		 * {@return how it is looked at while it runs, {@code null} if that is not said}
		 */
		@Nullable Probe probe();

	}

	/** What every child may say. */
	public interface ChildSettings extends SupervisorSettings, BeanSettings {

		/**
		 * {@return whether its end may end the supervisor, {@code null} if that is not
		 * said}
		 */
		@Nullable Boolean significant();

		/**
		 * {@return the time from one run of scheduled work to the next, {@code null} if
		 * that is not said}
		 */
		@Nullable Duration every();

		/**
		 * {@return when scheduled work is done, as a cron expression, {@code null} if
		 * that is not said}
		 */
		@Nullable String cron();

		/**
		 * {@return how many children a dynamic supervisor may have, {@code null} if that
		 * is not said}
		 */
		@Nullable Integer maxChildren();

		/**
		 * {@return how long a virtual server is idle before it is let go, {@code null} if
		 * that is not said}
		 */
		@Nullable Duration passivateAfter();

		/**
		 * {@return how many virtual servers may have a process, {@code null} if that is
		 * not said}
		 */
		@Nullable Integer maxActive();

		/**
		 * {@return from which share of the heap on virtual servers are let go,
		 * {@code null} if that is not said}
		 */
		@Nullable Double heapPressure();

		/**
		 * {@return how long to wait before restarts, {@code null} if that is not said}
		 */
		@java.lang.Override
		@Nullable Backoff backoff();

	}

	/**
	 * The root of an application.
	 *
	 * @param strategy who is restarted with whom, one-for-one by default
	 * @param maxRestarts how many restarts are allowed within the period
	 * @param period the period for that
	 * @param autoShutdown when it ends with its significant children, never by default
	 * @param backoff how long to wait before restarts, not at all by default
	 * @param children its children, in start order
	 */
	public record Supervisor(@Nullable Strategy strategy, @Nullable Integer maxRestarts, @Nullable Duration period,
			@Nullable AutoShutdown autoShutdown, @Nullable Backoff backoff,
			@Nullable List<Child> children) implements SupervisorSettings {
	}

	/**
	 * A child: made of a bean, a supervisor with children, a dynamic supervisor, or
	 * virtual servers. A string in its place means the bean of that name.
	 *
	 * @param id its id, unique in the application; the name of the bean by default
	 * @param bean a GenServer, ChildSpec, Callable, Runnable, Lifecycle or AutoCloseable
	 * bean; a SmartLifecycle should not start by itself too, and an AutoCloseable is a
	 * prototype
	 * @param facade the name of an interface that the bean, a prototype, implements: its
	 * client, which is injected in place of the bean
	 * @param name the name it is registered under, application/id by default
	 * @param restart whether it is restarted, permanent by default
	 * @param shutdown how it is stopped
	 * @param significant whether its end may end the supervisor
	 * @param startTimeout how long its init may take
	 * @param backoff how long to wait before restarts
	 * @param mailbox the bound of its mailbox, none by default
	 * @param probe how it is looked at while it runs; by default a Lifecycle is asked
	 * every 5 seconds whether it runs, and nothing else is looked at
	 * @param durable how its state is stored; not at all by default
	 * @param every time from one run to the next, for a Runnable or Callable that is to
	 * run again and again; the first comes after the same time
	 * @param cron when a Runnable or Callable runs, as a cron expression of Spring, in
	 * the time zone of the JVM
	 * @param dynamic whether it is a dynamic supervisor
	 * @param maxChildren how many children a dynamic supervisor may have
	 * @param virtual whether it is a server for each key, started by the first message
	 * @param passivateAfter how long a virtual server is idle before it is let go, 10
	 * minutes by default
	 * @param maxActive how many virtual servers may have a process, 100000 by default
	 * @param heapPressure from which share of the heap on, after it was collected, a
	 * tenth of the virtual servers at least is let go, such as 0.85; by default nobody is
	 * let go for that
	 * @param template what the children of a dynamic supervisor, or virtual servers, are
	 * made of
	 * @param strategy who is restarted with whom
	 * @param maxRestarts how many restarts are allowed within the period
	 * @param period the period for that
	 * @param autoShutdown when it ends with its significant children
	 * @param children its children, in start order
	 */
	public record Child(@Nullable String id, @Nullable String bean, @Nullable String facade, @Nullable String name,
			@Nullable Restart restart, @Nullable Shutdown shutdown, @Nullable Boolean significant,
			@Nullable Duration startTimeout, @Nullable Backoff backoff, @Nullable Mailbox mailbox,
			@Nullable Probe probe, @Nullable Durable durable, @Nullable Duration every, @Nullable String cron,
			@Nullable Boolean dynamic, @Nullable Integer maxChildren, @Nullable Boolean virtual,
			@Nullable Duration passivateAfter, @Nullable Integer maxActive, @Nullable Double heapPressure,
			@Nullable Template template, @Nullable Strategy strategy, @Nullable Integer maxRestarts,
			@Nullable Duration period, @Nullable AutoShutdown autoShutdown,
			@Nullable List<Child> children) implements ChildSettings {
	}

	/**
	 * What the children of a dynamic supervisor are made of.
	 *
	 * @param bean the bean, usually a prototype, which gets the arguments
	 * @param restart whether they are restarted, permanent by default
	 * @param shutdown how they are stopped
	 * @param startTimeout how long their init may take
	 * @param backoff how long to wait before restarts
	 * @param mailbox the bound of their mailboxes, none by default
	 * @param probe how they are looked at while they run
	 */
	public record Template(@Nullable String bean, @Nullable Restart restart, @Nullable Shutdown shutdown,
			@Nullable Duration startTimeout, @Nullable Backoff backoff, @Nullable Mailbox mailbox,
			@Nullable Probe probe) implements BeanSettings {
	}

	/**
	 * Settings that win over those of a child in the tree.
	 *
	 * @param restart as in {@link Child}
	 * @param shutdown as in {@link Child}
	 * @param significant as in {@link Child}
	 * @param startTimeout as in {@link Child}
	 * @param backoff as in {@link Child}, merged key by key
	 * @param mailbox as in {@link Child}, merged key by key
	 * @param probe as in {@link Child}, merged key by key
	 * @param every as in {@link Child}
	 * @param cron as in {@link Child}
	 * @param maxChildren as in {@link Child}
	 * @param passivateAfter as in {@link Child}
	 * @param maxActive as in {@link Child}
	 * @param heapPressure as in {@link Child}
	 * @param strategy as in {@link Child}
	 * @param maxRestarts as in {@link Child}
	 * @param period as in {@link Child}
	 * @param autoShutdown as in {@link Child}
	 */
	public record Override(@Nullable Restart restart, @Nullable Shutdown shutdown, @Nullable Boolean significant,
			@Nullable Duration startTimeout, @Nullable Backoff backoff, @Nullable Mailbox mailbox,
			@Nullable Probe probe, @Nullable Duration every, @Nullable String cron, @Nullable Integer maxChildren,
			@Nullable Duration passivateAfter, @Nullable Integer maxActive, @Nullable Double heapPressure,
			@Nullable Strategy strategy, @Nullable Integer maxRestarts, @Nullable Duration period,
			@Nullable AutoShutdown autoShutdown) implements ChildSettings {
	}

	/**
	 * Delays before restarts.
	 *
	 * @param min the first delay, 100ms by default
	 * @param max the longest delay, 10s by default
	 * @param factor how much longer each is than the one before, 2 by default
	 * @param jitter by which share each is spread, 0.2 by default
	 * @param resetAfter how long a child must run to begin anew, 30s by default
	 */
	public record Backoff(@Nullable Duration min, @Nullable Duration max, @Nullable Double factor,
			@Nullable Double jitter, @Nullable Duration resetAfter) {
	}

	/**
	 * The bound of a mailbox.
	 *
	 * @param capacity how many messages may wait
	 * @param overflow what happens to one more, block by default
	 * @param timeout how long block waits for room, 5s by default
	 * @param target how long the oldest message may have waited before reject-late takes
	 * no more, 50ms by default
	 */
	public record Mailbox(@Nullable Integer capacity, @Nullable Overflow overflow, @Nullable Duration timeout,
			@Nullable Duration target) {
	}

	/**
	 * How a child is looked at while it runs. If a look finds that it has stopped by
	 * itself, or several in a row that it is unhealthy, it ends with that as its reason
	 * and is restarted.
	 *
	 * @param enabled whether it is looked at, true by default
	 * @param every time from one look to the next, 5s by default
	 * @param timeout how long a look may take, 2s by default
	 * @param failures how many looks in a row must fail, 3 by default
	 * @param health name of a health indicator that is asked, such as db; a Lifecycle is
	 * asked whether it runs too
	 */
	public record Probe(@Nullable Boolean enabled, @Nullable Duration every, @Nullable Duration timeout,
			@Nullable Integer failures, @Nullable String health) {
	}

	/**
	 * How the state of a server is stored.
	 *
	 * @param type the name of the kind of servers in the store, which stays when classes
	 * are renamed
	 * @param key which of the kind it is, its id by default; virtual servers have keys of
	 * their own
	 * @param store the name of a DurableStore bean, the only one by default
	 * @param codec the name of a StateCodec bean; by default the one for its state, or
	 * JSON
	 * @param mode whether handlers go on while what they return is being stored, or run
	 * each in a transaction; gate by default
	 */
	public record Durable(@Nullable String type, @Nullable String key, @Nullable String store, @Nullable String codec,
			@Nullable Mode mode) {
	}

}
