package reactor.core.scheduler;

/**
 * The marker that Reactor puts on its event loops, for tests without Reactor.
 */
public interface NonBlocking {

}
