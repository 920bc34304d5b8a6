package io.triotp.sample;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.SupervisorSpec;

/**
 * The tutorial without Spring: runs until the application has ended, then returns.
 */
public final class PlainTutorial {

	private PlainTutorial() {
	}

	// tag::plain[]
	public static void main(String[] args) {
		ServerRef<EchoServer> echo = ServerRef.named("echo");
		Node.run(ApplicationSpec
			.of("tutorial",
					SupervisorSpec.untilAllEnded(
							ChildSpec.server("server", EchoServer::new).name("echo").restart(Restart.TRANSIENT),
							ChildSpec.task("client", () -> new EchoClient(echo).run()).restart(Restart.TRANSIENT)))
			.restart(Restart.TRANSIENT));
	}
	// end::plain[]

}
