package io.triotp.sample;

import io.triotp.node.Node;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.NoSuchChildException;
import io.triotp.supervisor.Restart;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * The sessions by name. Each is a process of its own under a dynamic supervisor; the
 * registered name leads to it, also after a restart.
 */
@Service
class EchoSessions {

	private final Node node;

	private final DynamicSupervisor supervisor;

	EchoSessions(Node node, @Qualifier("echo/sessions") DynamicSupervisor supervisor) {
		this.node = node;
		this.supervisor = supervisor;
	}

	/**
	 * Open a session.
	 * @return whether it is new
	 */
	boolean open(String name) {
		try {
			this.supervisor
				.startChild(ChildSpec.server(name, EchoSession::new).name(process(name)).restart(Restart.TRANSIENT));
			return true;
		}
		catch (NameTakenException ex) {
			return false;
		}
	}

	EchoSession.Said say(String name, String text) {
		require(name);
		ServerRef<EchoSession> session = this.node.server(process(name));
		return session.call(new EchoSession.Say(text));
	}

	void close(String name) {
		try {
			this.supervisor.terminateChild(require(name));
		}
		catch (NoSuchChildException ex) {
			throw new UnknownSessionException(name);
		}
	}

	private Pid require(String name) {
		return this.node.whereis(process(name)).orElseThrow(() -> new UnknownSessionException(name));
	}

	private static String process(String name) {
		return "echo/sessions/" + name;
	}

}
