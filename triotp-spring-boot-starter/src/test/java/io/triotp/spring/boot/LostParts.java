package io.triotp.spring.boot;

import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes parts of an application go away while the rest of it runs.
 */
public final class LostParts {

	private static final RestartIntensity NEVER = new RestartIntensity(0, RestartIntensity.DEFAULT_PERIOD);

	private LostParts() {
	}

	/**
	 * {@return an application {@code shop} with a supervisor of carts, and a till}
	 * @param restart the restart rule of that supervisor
	 */
	public static ApplicationSpec shop(Restart restart) {
		ChildSpec carts = ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults().intensity(NEVER))
			.name("carts")
			.restart(restart);
		return ApplicationSpec.child("shop",
				ChildSpec
					.supervisor("shop",
							SupervisorSpec.oneForOne(carts, ChildSpec.server("till", Crasher::new).name("till")))
					.name("shop"));
	}

	/** Has the supervisor of carts give up because of one of many. */
	public static void loseCarts(Node node) {
		DynamicSupervisor carts = node.dynamicSupervisor("carts");
		carts.startServer("calm", Crasher::new);
		Pid cart = carts.startChild(ChildSpec.server("wild", Crasher::new).name("wild")).orElseThrow();
		Await.event(node, SupervisorEvent.ChildExited.class, (exited) -> exited.child().equals("carts"),
				() -> node.<Crasher>server("wild").cast(new Crasher.Crash()));
		assertThat(cart.isAlive()).isFalse();
		node.supervisor("shop").children();
	}

	/** Has a supervisor below that of the carts give up. */
	public static void loseCart(Node node) {
		ChildSpec leaf = ChildSpec.server("leaf", Crasher::new).name("leaf");
		node.dynamicSupervisor("carts")
			.startChild(ChildSpec.supervisor("cart", SupervisorSpec.oneForOne(leaf).intensity(NEVER))
				.restart(Restart.TEMPORARY));
		Await.event(node, SupervisorEvent.ChildExited.class, (exited) -> exited.child().equals("cart"),
				() -> node.<Crasher>server("leaf").cast(new Crasher.Crash()));
		node.dynamicSupervisor("carts").children();
	}

	/**
	 * Has a stranger take the name of the till while that is restarted.
	 * @return the stranger
	 */
	public static Pid takeNameOfTill(Node node) {
		Supervisor shop = node.supervisor("shop");
		shop.terminateChild("till");
		shop.deleteChild("till");
		CountDownLatch taken = new CountDownLatch(1);
		Pid stranger = node.spawn((self) -> self.receive());
		shop.startChild(ChildSpec.server("till", Crasher::new).name("till").intercept((context, next) -> {
			if (node.whereis("till").isEmpty() && taken.getCount() == 0) {
				node.register("till", stranger);
			}
			taken.countDown();
			return next.start(context);
		}));
		Await.event(node, SupervisorEvent.StartFailed.class, (failed) -> failed.child().equals("till"),
				() -> node.<Crasher>server("till").cast(new Crasher.Crash()));
		shop.children();
		return stranger;
	}

}
